/** What an officer does with the case on screen, each with the signed entry that says so. */
import { signal } from "@preact/signals";
import { encodeAction, SecurityError, type Action } from "../../../security/index.ts";
import type { NewEntry } from "../../../api/routes/cases/schema.ts";
import { isOpenedBy } from "../domain/caseFacts.ts";
import { withNewestKeys } from "./newestKeys.ts";
import { isOnScreen, leaseUntil, levelOfCase, openedCase, readAgain, reveal, sayProblem } from "./openCase.ts";
import { session } from "./session.ts";
import { api } from "./server.ts";
import { sealForCase } from "./writeEntry.ts";

/** Levels that weigh on whoever reads them: P0 and P1. */
const GRAVE_LEVEL = 1;

/** By officer and ISO day: the grave cases opened. In memory only, and nobody else's to see. */
const graveOpened = signal<ReadonlyMap<string, ReadonlySet<string>>>(new Map());
const careKey = (officerId: string): string => `${officerId}/${new Date().toISOString().slice(0, 10)}`;

/** How many P0 and P1 cases the officer has opened today, on this page. */
export function graveToday(officerId: string): number {
  return graveOpened.value.get(careKey(officerId))?.size ?? 0;
}

export async function sealAct(caseId: string, action: Action): Promise<NewEntry> {
  return sealForCase(caseId, { kind: "action", content: encodeAction(action) });
}

/** Writes that something was done, and reads the case again. @throws HttpError, SecurityError */
export async function act(caseId: string, action: Action): Promise<void> {
  await withNewestKeys(caseId, async () => api.addEntry(caseId, await sealAct(caseId, action)));
  await readAgain(caseId);
}

/**
 * Shows the report. The first time an officer does, an entry says so, and it comes first: where it cannot be written, that is
 * said and nothing is shown. A desk that the directory no longer has takes no entries, nor does any while the directory is
 * over: they are read without, for somebody may be in danger.
 */
export async function openReport(caseId: string): Promise<void> {
  const [now, shown] = [session.value, openedCase.value];
  if (now === null || shown?.id !== caseId) return;
  try {
    if (!isOpenedBy(shown.file.facts, now.officerId)) await act(caseId, { code: "opened" });
  } catch (error) {
    const unwritten = ["unknown_desk", "statement_expired"];
    if (!(error instanceof SecurityError && unwritten.includes(error.code))) {
      if (session.value !== null && isOnScreen(caseId)) sayProblem(caseId, error);
      return;
    }
  }
  if (session.value === null || !isOnScreen(caseId)) return;
  countGrave(now.officer.id, caseId, levelOfCase(shown).level);
  reveal(caseId);
}

function countGrave(officerId: string, caseId: string, level: number): void {
  if (level > GRAVE_LEVEL) return;
  const key = careKey(officerId);
  const before = graveOpened.value.get(key) ?? new Set();
  graveOpened.value = new Map([...graveOpened.value, [key, new Set([...before, caseId])]]);
}

/** @param done called once it is written and shown */
export async function claim(caseId: string, done?: () => void): Promise<void> {
  await onCase(caseId, done, async () => {
    const { until } = await withNewestKeys(caseId, async () =>
      api.claim(caseId, { entry: await sealAct(caseId, { code: "claimed" }) }),
    );
    if (isOnScreen(caseId)) leaseUntil.value = Date.parse(until);
  });
}

/** Gives the case back to the desk: no reason is asked. @param done called once it is written and shown */
export async function releaseClaim(caseId: string, done?: () => void): Promise<void> {
  await onCase(caseId, done, () => handBack(caseId, ""));
}

/**
 * As `releaseClaim`, for a form that says itself what went wrong. @param text a word for whoever takes it up; none where it is empty
 * @throws HttpError, SecurityError `too_long`
 */
export async function handBack(caseId: string, text: string): Promise<void> {
  const word = text.trim();
  const action: Action = word === "" ? { code: "released" } : { code: "released", text: word };
  await withNewestKeys(caseId, async () => api.release(caseId, { entry: await sealAct(caseId, action) }));
  if (isOnScreen(caseId)) leaseUntil.value = null;
}

async function onCase(caseId: string, done: (() => void) | undefined, what: () => Promise<void>): Promise<void> {
  try {
    await what();
    await readAgain(caseId);
    done?.();
  } catch (error) {
    if (session.value !== null && isOnScreen(caseId)) sayProblem(caseId, error);
  }
}
