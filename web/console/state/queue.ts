/** The queue: every case with the filters that the server knows, kept current; its summaries opened beside the page. */
import { computed, effect, signal, untracked } from "@preact/signals";
import type { QueueCase } from "../../../api/routes/queue/schema.ts";
import type { Api } from "../api.ts";
import { isDestroyed, keyFor } from "../domain/keyring.ts";
import { asksSummaries, rowMatcher, sameServerPart, type QueueFilter } from "../domain/queueFilter.ts";
import { byNeed, queueRow, type QueueRow } from "../domain/queueRow.ts";
import { whenCaseGone } from "./caseGone.ts";
import { labelsByCase } from "./labels.ts";
import {
  forgetFailures,
  forgetSummaries,
  openedCount,
  openedSummary,
  openFirst,
  summaryKey,
  wakeOpener,
} from "./opener.ts";
import { readFresh, readNear, startOfPage, type ReadCase } from "./queueReading.ts";
import { forgetWithKeys, refreshTrust, session, type OpenSession } from "./session.ts";
import { setLevelOf, setLevelsRead } from "./setLevels.ts";
import { api, background } from "./server.ts";

/** Milliseconds between two looks for a key that a case needs and nobody granted yet. */
const TRUST_AGAIN_MS = 60_000;
/** Milliseconds between two times that the screen follows the pages that come. */
const PUBLISHED_EVERY_MS = 200;
/** A queue of several pages is read whole for a fifth of the time at most; what is in view, whenever something changed. */
const REST_TIMES = 4;

/** All that the server listed, in the order of need; `null` before the first page. */
export const rows = signal<readonly QueueRow[] | null>(null);
export const filter = signal<QueueFilter>({});
/** How many the server has with these filters. */
export const total = signal(0);
/** Pages are still coming for the first time. */
export const filling = signal(false);
export const queueProblem = signal<unknown>(null);
/** The case that the keyboard is on; it stays when the queue is read again. */
export const selected = signal<string | null>(null);
/** Those of `rows` that the page's own filters leave. */
export const shownRows = computed<readonly QueueRow[] | null>(() => {
  const all = rows.value;
  if (all === null || !asksSummaries(filter.value)) return all;
  return all.filter(rowMatcher(filter.value, labelsByCase.value));
});

let cases = new Map<string, ReadCase>();
/** Rows as they were made, and how much of each was open then: of ten thousand, few have to be made again. */
const made = new Map<string, MadeRow>();
interface MadeRow {
  readonly of: QueueCase;
  readonly keys: readonly string[];
  readonly open: number;
  readonly row: QueueRow;
}
/** Counts what makes a reading that is under way worthless: other filters, forgotten keys. */
let turn = 0;
let running: Promise<void> | null = null;
let again = false;
let resting: ReturnType<typeof setTimeout> | undefined;
let restUntil = 0;
let publishing: ReturnType<typeof setTimeout> | undefined;
let inView: readonly string[] = [];
let trustReadAt = 0;

/**
 * Reads the queue again. One reading at a time: what changes meanwhile is read after it. @param by the client that asks
 */
export function readQueue(by: Api = api): Promise<void> {
  if (session.value === null) return Promise.resolve();
  if (running !== null) {
    again = true;
    return running;
  }
  const rest = restUntil - Date.now();
  if (rest <= 0) return whole(by);
  resting ??= setTimeout(() => void readQueue(background), rest);
  const mine = turn;
  return attempt(async () => {
    const found = await readNear(by, filter.value, startsInView());
    if (mine !== turn) return;
    for (const [id, each] of asBefore(found)) cases.set(id, each);
    publish();
  });
}

function whole(by: Api): Promise<void> {
  clearTimeout(resting);
  resting = undefined;
  const mine = turn;
  const began = Date.now();
  filling.value = rows.value === null;
  wakeOpener();
  const reading = attempt(async () => {
    const fresh = new Map<string, ReadCase>();
    let pages = 0;
    for await (const page of readFresh(by, filter.value)) {
      if (mine !== turn) return;
      pages++;
      for (const [id, each] of asBefore(page.cases)) {
        fresh.set(id, each);
        cases.set(id, each);
      }
      if (page.total !== null) total.value = page.total;
      if (rows.value === null) publish();
      else publishSoon();
    }
    if (mine !== turn) return;
    cases = fresh;
    total.value = fresh.size;
    publish();
    restUntil = pages > 1 ? Date.now() + REST_TIMES * (Date.now() - began) : 0;
  }).finally(() => {
    if (mine !== turn) return;
    running = null;
    filling.value = false;
    if (again) void readQueue(background);
    again = false;
  });
  running = reading;
  return reading;
}

export async function setFilter(next: QueueFilter): Promise<void> {
  const same = sameServerPart(filter.value, next);
  filter.value = next;
  if (same) return;
  startAfresh();
  await readQueue();
}

/** What the screen shows: opened before all else, and read first when something changed. */
export function setInView(ids: readonly string[]): void {
  inView = ids;
  openFirst(ids.flatMap((id) => keysOf(cases.get(id)?.of)));
}

/** The two words of a case that the queue has listed; `null` where it is not known by them. */
export function nameInQueue(id: string): string | null {
  return made.get(id)?.row.name || null;
}

const keysOf = (of: QueueCase | undefined): string[] =>
  of === undefined ? [] : of.items.map((item) => summaryKey(of.desk, item));

const startsInView = (): (string | undefined)[] => [
  ...new Set([undefined, ...inView.flatMap((id) => (cases.has(id) ? [startOfPage(cases.get(id))] : []))]),
];

async function attempt(read: () => Promise<void>): Promise<void> {
  const mine = turn;
  try {
    await read();
    if (mine === turn) queueProblem.value = null;
  } catch (error) {
    if (mine === turn && session.value !== null) queueProblem.value = error;
  }
}

/** A case of which nothing changed stays the same object, and so does its row. */
function asBefore(found: ReadonlyMap<string, ReadCase>): ReadonlyMap<string, ReadCase> {
  return new Map(
    [...found].map(([id, each]) => {
      const before = cases.get(id);
      const same = before !== undefined && JSON.stringify(before.of) === JSON.stringify(each.of);
      return [id, same ? { ...each, of: before.of } : each];
    }),
  );
}

const epochsOf = ({ items }: QueueCase): number[] => items.map(({ epoch, rewrap }) => rewrap?.epoch ?? epoch);

/** Of many changes in a row the screen shows each no sooner than it can be read. */
function publishSoon(): void {
  publishing ??= setTimeout(publish, PUBLISHED_EVERY_MS);
}

function publish(): void {
  clearTimeout(publishing);
  publishing = undefined;
  const now = session.value;
  if (now === null) return;
  let keyMissing = false;
  const before = rows.value;
  const next: QueueRow[] = [];
  for (const { of } of cases.values()) {
    const row = rowOf(of, now);
    // A summary may be sealed to a later epoch than its envelope, so that a missing key shows in it alone.
    const lacks = !row.keyHeld || (!row.opening && row.summaries.includes(null));
    if (lacks && !row.destroyed) keyMissing = true;
    next.push(row);
  }
  next.sort(byNeed);
  if (before?.length !== next.length || next.some((row, i) => row !== before[i])) rows.value = next;
  if (keyMissing) lookForKeys();
}

function rowOf(of: QueueCase, { keyring }: OpenSession): QueueRow {
  const before = made.get(of.id);
  const known = before?.of === of ? before : undefined;
  if (known !== undefined && !known.row.opening) return known.row;
  const keys = known?.keys ?? keysOf(of);
  const setLevel = setLevelOf(of);
  const open = keys.filter((key) => openedSummary(key) !== undefined).length + (setLevel === undefined ? 0 : 1);
  if (known !== undefined && known.open === open) return known.row;
  const row = queueRow(of, {
    summaries: keys.map(openedSummary),
    keyHeld: epochsOf(of).every((epoch) => keyFor(keyring, of.desk, epoch) !== null),
    destroyed: epochsOf(of).some((epoch) => isDestroyed(keyring, of.desk, epoch)),
    setLevel,
  });
  made.set(of.id, { of, keys, open, row });
  return row;
}

/** A month has turned, or a lead granted something: read directory and grants again, now and then. */
function lookForKeys(): void {
  if (Date.now() - trustReadAt < TRUST_AGAIN_MS) return;
  trustReadAt = Date.now();
  refreshTrust(background)
    .then(() => {
      made.clear();
      if (forgetFailures()) restUntil = 0;
      return readQueue(background);
    })
    .catch((error: unknown) => {
      queueProblem.value = error;
    });
}

// What was opened since: rows follow, as often as it is said.
effect(() => {
  if (openedCount.value + setLevelsRead.value > 0) untracked(() => rows.value !== null && publish());
});

function startAfresh(): void {
  turn++;
  running = null;
  again = false;
  for (const timer of [resting, publishing]) clearTimeout(timer);
  [resting, publishing] = [undefined, undefined];
  restUntil = 0;
  cases = new Map();
  made.clear();
  rows.value = null;
  total.value = 0;
}

whenCaseGone((caseId) => {
  forgetSummaries(keysOf(cases.get(caseId)?.of));
  cases.delete(caseId);
  made.delete(caseId);
  rows.value = rows.value?.filter(({ of }) => of.id !== caseId) ?? null;
});

forgetWithKeys(() => {
  startAfresh();
  inView = [];
  trustReadAt = 0;
  filter.value = {};
  filling.value = false;
  queueProblem.value = null;
});
