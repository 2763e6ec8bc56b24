/** The queue as far as it was read: pages by cursor, summaries opened here, read again when something changed. */
import { computed, signal } from "@preact/signals";
import type { Summary } from "../../../security/index.ts";
import type { QueueCase } from "../../../api/routes/queue/schema.ts";
import type { Api } from "../api.ts";
import { openItemSummary } from "../domain/caseFile.ts";
import { byUrgency, caseLevel, type CaseLevel, type SetLevel } from "../domain/caseLevel.ts";
import { openSetLevel } from "../domain/entries.ts";
import { isDestroyed, keyFor } from "../domain/keyring.ts";
import { forgetWithKeys, refreshTrust, session, type OpenSession } from "./session.ts";
import { api, background } from "./server.ts";

export const PAGE_CASES = 50;
/** The API's most for one page. */
const PAGE_CASES_MAX = 100;
/** Milliseconds between two looks for a key that a case needs and nobody granted yet. */
const TRUST_AGAIN_MS = 60_000;

export interface QueueFilter {
  readonly level?: number | undefined;
  readonly desk?: number | undefined;
}

export interface QueueRow {
  readonly of: QueueCase;
  /** By item, in the order of the items; `null` for one that does not open. */
  readonly summaries: readonly (Summary | null)[];
  readonly keyHeld: boolean;
  /** The keys of something in it are gone for good. */
  readonly destroyed: boolean;
  readonly level: CaseLevel;
}

export const rows = signal<readonly QueueRow[] | null>(null);
export const nextCursor = signal<string | null>(null);
export const filter = signal<QueueFilter>({});
export const queueProblem = signal<unknown>(null);
/** The case that the keyboard is on; it stays when the queue is read again. */
export const selected = signal<string | null>(null);
export const count = computed(() => rows.value?.length ?? 0);

/** Sealed summaries never change under their id, so each is opened once. */
const opened = new Map<string, Summary | null>();
let reading = 0;
let trustReadAt = 0;

/** Reads from the top as many pages as are shown. An answer that a later read overtook is dropped. `by`: the client that asks. */
export async function readQueue(by: Api = api): Promise<void> {
  const mine = ++reading;
  const wanted = PAGE_CASES * Math.max(1, Math.ceil(count.value / PAGE_CASES));
  await attempt(async (now) => {
    const fresh: QueueRow[] = [];
    let cursor: string | undefined;
    do {
      const limit = Math.min(PAGE_CASES_MAX, wanted - fresh.length);
      const page = await by.queue({ ...filter.value, cursor, limit });
      fresh.push(...(await openRows(page.cases, now)));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && fresh.length < wanted);
    if (mine !== reading) return;
    rows.value = byUrgency(fresh);
    nextCursor.value = cursor ?? null;
  });
}

export async function readMore(): Promise<void> {
  const cursor = nextCursor.value;
  if (cursor === null) return;
  const mine = ++reading;
  await attempt(async (now) => {
    const page = await api.queue({ ...filter.value, cursor, limit: PAGE_CASES });
    const more = await openRows(page.cases, now);
    if (mine !== reading) return;
    const shown = new Set(rows.value?.map(({ of }) => of.id));
    rows.value = byUrgency([...(rows.value ?? []), ...more.filter(({ of }) => !shown.has(of.id))]);
    nextCursor.value = page.next;
  });
}

export async function setFilter(next: QueueFilter): Promise<void> {
  filter.value = next;
  rows.value = null;
  nextCursor.value = null;
  await readQueue();
}

async function attempt(read: (now: OpenSession) => Promise<void>): Promise<void> {
  const now = session.value;
  if (now === null) return;
  try {
    await read(now);
    queueProblem.value = null;
  } catch (error) {
    if (session.value !== null) queueProblem.value = error;
  }
}

async function openRows(cases: readonly QueueCase[], now: OpenSession): Promise<QueueRow[]> {
  const made: QueueRow[] = [];
  for (const of of cases) {
    const summaries: (Summary | null)[] = [];
    for (const item of of.items) {
      const key = `${item.id}/${of.desk}/${item.epoch}`;
      let summary = opened.get(key);
      if (summary === undefined) {
        summary =
          item.summary === null
            ? null
            : await openItemSummary(now.p, { ...item, summary: item.summary }, of.desk, now.keyring);
        if (summary !== null) opened.set(key, summary);
      }
      summaries.push(summary);
    }
    const keyHeld = of.items.every(({ epoch }) => keyFor(now.keyring, of.desk, epoch) !== null);
    const destroyed = of.items.some(({ epoch }) => isDestroyed(now.keyring, of.desk, epoch));
    const slips = summaries.flatMap((summary) => (summary === null ? [] : [summary.slip]));
    const level = caseLevel(of.level, slips, await setLevelOf(of, now));
    made.push({ of, summaries, keyHeld, destroyed, level });
  }
  // A summary may be sealed to a later epoch than its envelope, so that a missing key shows in it alone.
  const lacks = ({ keyHeld, summaries }: QueueRow): boolean => !keyHeld || summaries.includes(null);
  if (made.some((row) => !row.destroyed && lacks(row))) lookForKeys();
  return made;
}

/** Entries never change under their id, so each is opened once. */
const setLevels = new Map<string, SetLevel | null>();

async function setLevelOf({ id: caseId, desk, levelEntry }: QueueCase, now: OpenSession): Promise<SetLevel | null> {
  if (levelEntry === null) return null;
  const key = `${caseId}/${levelEntry.id}/${levelEntry.epoch}`;
  let set = setLevels.get(key);
  if (set === undefined) {
    set = await openSetLevel(now.p, levelEntry, { caseId, deskId: desk, keyring: now.keyring, chain: now.chain });
    if (set !== null) setLevels.set(key, set);
  }
  return set;
}

/** A month has turned, or a lead granted something: read directory and grants again, now and then. */
function lookForKeys(): void {
  if (Date.now() - trustReadAt < TRUST_AGAIN_MS) return;
  trustReadAt = Date.now();
  refreshTrust(background)
    .then(() => readQueue(background))
    .catch((error: unknown) => {
      queueProblem.value = error;
    });
}

forgetWithKeys(() => {
  opened.clear();
  setLevels.clear();
  reading++;
  trustReadAt = 0;
  rows.value = null;
  nextCursor.value = null;
  queueProblem.value = null;
});
