/**
 * The levels that officers set, from the one entry that the queue has of each: its signature is checked in the page, a few at a
 * time, for the worker that opens summaries knows nobody's signature.
 */
import { signal } from "@preact/signals";
import type { QueueCase } from "../../../api/routes/queue/schema.ts";
import type { SetLevel } from "../domain/caseLevel.ts";
import { openCaseFile, type CaseContext } from "../domain/caseFile.ts";
import { openSetLevel } from "../domain/entries.ts";
import { HttpError } from "../http.ts";
import { breathe } from "./breathe.ts";
import { background } from "./server.ts";
import { forgetWithKeys, session, type OpenSession } from "./session.ts";

/** Milliseconds of work between two breaths of the page: less than a frame, one entry at least. */
const SLICE_MS = 8;
/** Milliseconds between two times that the screen follows. */
const SAID_EVERY_MS = 300;

/** Counts how often some were read; rows look again when this moves. */
export const setLevelsRead = signal(0);

/** Entries never change under their id, so each is opened once; one that does not hold is tried again with other keys. */
const known = new Map<string, { readonly level: SetLevel | null; readonly keys: unknown }>();
const waiting = new Map<string, QueueCase>();
let busy = false;

/** `null` where nobody set one, or the entry does not hold; `undefined` while it is being opened. */
export function setLevelOf(of: QueueCase): SetLevel | null | undefined {
  if (of.levelEntry === null) return null;
  const { id, epoch, rewrap } = of.levelEntry;
  const key = [of.id, of.desk, id, epoch, rewrap?.epoch ?? 0].join("/"); // another one once the case has moved
  const found = known.get(key);
  if (found !== undefined && (found.level !== null || found.keys === session.value?.keyring)) return found.level;
  waiting.set(key, of);
  if (!busy) void openThem();
  return undefined;
}

async function openThem(): Promise<void> {
  busy = true;
  try {
    await breathe();
    let saidAt = -SAID_EVERY_MS;
    for (let now = session.value; now !== null && waiting.size > 0; now = session.value) {
      await openSome(now);
      if (waiting.size === 0 || performance.now() - saidAt >= SAID_EVERY_MS) {
        setLevelsRead.value += 1;
        saidAt = performance.now();
      }
      await breathe();
    }
  } finally {
    busy = false;
  }
}

async function openSome({ p, keyring, chain }: OpenSession): Promise<void> {
  const began = performance.now();
  for (const [key, { id, desk, levelEntry }] of waiting) {
    const place = { caseId: id, deskId: desk, keyring, chain };
    const alone = levelEntry === null ? null : await openSetLevel(p, levelEntry, place);
    const level = alone === "in_log" ? await levelInLog(p, id, { keyring, chain }) : alone;
    if (waiting.delete(key)) known.set(key, { level, keys: keyring });
    if (performance.now() - began >= SLICE_MS) return;
  }
}

/**
 * Of the few cases whose level one entry does not tell: where the log has the case on the desk where the server has it. Where it cannot be
 * read nothing explains a lower level: a server that hands out no log is no way round the alarm.
 */
async function levelInLog(p: OpenSession["p"], id: string, context: CaseContext): Promise<SetLevel | null> {
  try {
    const { leftOn, standing } = await openCaseFile(p, await background.readCase(id), context);
    return leftOn === null ? standing.levelled : null;
  } catch (error) {
    if (error instanceof HttpError) return null;
    throw error;
  }
}

forgetWithKeys(() => {
  known.clear();
  waiting.clear();
});
