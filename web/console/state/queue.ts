/** The queue: every case with the filters that the server knows, kept current; its summaries opened beside the page. */
import { computed, effect, signal, untracked } from "@preact/signals";
import type { Api } from "../api.ts";
import type { Keyring } from "../domain/keyring.ts";
import { asksSummaries, rowMatcher, sameServerPart, type QueueFilter } from "../domain/queueFilter.ts";
import type { QueueRow } from "../domain/queueRow.ts";
import { whenCaseGone } from "./caseGone.ts";
import { labelsByCase } from "./labels.ts";
import { lookForKeys } from "./missingKeys.ts";
import { forgetFailures, forgetSummaries, openedCount, openFirst, wakeOpener } from "./opener.ts";
import {
  addCases,
  dropCase,
  forgetCases,
  forgetRows,
  readCaseOf,
  rowsByNeed,
  setCases,
  summaryKeysOf,
} from "./queueCases.ts";
import { readFresh, readNear, type ReadCase } from "./queueReading.ts";
import { forgetWithKeys, session } from "./session.ts";
import { setLevelsRead } from "./setLevels.ts";
import { api, background } from "./server.ts";

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

/** Counts what makes a reading that is under way worthless: other filters, forgotten keys. */
let turn = 0;
let running: Promise<void> | null = null;
let again = false;
let resting: ReturnType<typeof setTimeout> | undefined;
let restUntil = 0;
let publishing: ReturnType<typeof setTimeout> | undefined;
let inView: readonly string[] = [];

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
    addCases(found);
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
      for (const [id, each] of addCases(page.cases)) fresh.set(id, each);
      if (page.total !== null) total.value = page.total;
      if (rows.value === null) publish();
      else publishSoon();
    }
    if (mine !== turn) return;
    setCases(fresh);
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
  openFirst(ids.flatMap(summaryKeysOf));
}

const startsInView = (): (string | undefined)[] => [
  ...new Set([undefined, ...inView.map(readCaseOf).flatMap((each) => (each ? [each.start] : []))]),
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

/** Of many changes in a row the screen shows each no sooner than it can be read. */
function publishSoon(): void {
  publishing ??= setTimeout(publish, PUBLISHED_EVERY_MS);
}

function publish(): void {
  clearTimeout(publishing);
  publishing = undefined;
  const now = session.value;
  if (now === null) return;
  const before = rows.value;
  const { rows: next, keyMissing } = rowsByNeed(now);
  if (before?.length !== next.length || next.some((row, i) => row !== before[i])) rows.value = next;
  if (keyMissing) lookForKeys().catch((error: unknown) => (queueProblem.value = error));
}

let keyring: Keyring | null = null;
// With other keys, wherever they came from, rows are made anew and what did not open is tried again.
effect(() => {
  const now = session.value?.keyring ?? null;
  const others = keyring !== null && now !== null && now !== keyring;
  keyring = now;
  if (others) untracked(readWithNewKeys);
});

function readWithNewKeys(): void {
  forgetRows();
  if (rows.value === null) return; // read for the first time, if at all
  if (forgetFailures()) restUntil = 0;
  void readQueue(background);
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
  forgetCases();
  rows.value = null;
  total.value = 0;
}

whenCaseGone((caseId) => {
  forgetSummaries(summaryKeysOf(caseId));
  dropCase(caseId);
  rows.value = rows.value?.filter(({ of }) => of.id !== caseId) ?? null;
});

forgetWithKeys(() => {
  startAfresh();
  inView = [];
  filter.value = {};
  filling.value = false;
  queueProblem.value = null;
});
