/**
 * The worker beside the page: summaries go to it by the handful, what is in view first, and come back open. It has the desks' keys
 * of one session, and is ended with them. What was opened stays in this page's memory for as long.
 */
import { signal } from "@preact/signals";
import type { Summary } from "../../../security/index.ts";
import { openSummaries } from "../domain/itemSummary.ts";
import type { Keyring } from "../domain/keyring.ts";
import type { FromOpener, SealedSummary, ToOpener } from "../opener/messages.ts";
import { breathe } from "./breathe.ts";
import { forgetWithKeys, session } from "./session.ts";

declare const ABRI_OPENER: string;

/** Summaries in one message, and messages that the worker has at a time: what comes into view waits for no more. */
const HANDFUL = 32;
const AT_ONCE = 2;
/** Milliseconds that a worker which was told to forget has to end by itself. */
const LEAVE_MS = 2_000;
/** Milliseconds between two times that the screen follows. */
const SAID_EVERY_MS = 300;

/** How far it is: what was handed in, what came back, and whether the rest waits because somebody said stop. */
export const opening = signal<{ readonly done: number; readonly of: number; readonly stopped: boolean }>({
  done: 0,
  of: 0,
  stopped: false,
});
/** Counts what came back; whoever shows summaries looks again when this moves. */
export const openedCount = signal(0);

/** By `summaryKey`. Sealed summaries never change under their id, so each is opened once. */
const opened = new Map<string, Summary | null>();
const waiting = new Map<string, SealedSummary>();
const under = new Map<string, SealedSummary>();
let first: ReadonlySet<string> = new Set();
let stopped = false;
let done = 0;
let saying: ReturnType<typeof setTimeout> | undefined;
let saidAt = -SAID_EVERY_MS;
let opener: { readonly keys: Keyring; readonly worker: Worker | null; busy: number } | null = null;

interface SummaryPlace {
  readonly id: string;
  readonly epoch: number;
  readonly rewrap?: { readonly epoch: number } | undefined;
}

/** By what a summary is opened: another key once its case has moved, or was sealed again. */
export const summaryKey = (desk: number, { id, epoch, rewrap }: SummaryPlace): string =>
  `${id}/${desk}/${epoch}/${rewrap?.epoch ?? 0}`;

/** `undefined` for what is not opened yet. */
export const openedSummary = (key: string): Summary | null | undefined => opened.get(key);

/** Whether it has to be handed in: neither opened nor on its way. */
export const isUnknown = (key: string): boolean => !opened.has(key) && !waiting.has(key) && !under.has(key);

export const hasOpened = (): boolean => opened.size + waiting.size + under.size > 0;

export function handIn(sealed: readonly SealedSummary[]): void {
  for (const each of sealed) if (isUnknown(each.key)) waiting.set(each.key, each);
  saying ??= setTimeout(tell, SAID_EVERY_MS); // sooner, if some come back sooner
  feed();
}

/** What is on the screen goes first. */
export function openFirst(keys: Iterable<string>): void {
  first = new Set(keys);
  feed();
}

/** Stops with what is not on the screen, and goes on. */
export function stopOpening(stop: boolean): void {
  stopped = stop;
  say();
  feed();
}

/** Keys that came later may open what did not: what failed is unknown again. @returns whether anything is */
export function forgetFailures(): boolean {
  end(); // what is under way would come back closed
  feed();
  let any = false;
  for (const [key, summary] of opened) {
    if (summary === null) any = opened.delete(key);
  }
  return any;
}

/** Of a case that is no longer this officer's to see. */
export function forgetSummaries(keys: readonly string[]): void {
  for (const key of keys) for (const each of [opened, waiting, under]) each.delete(key);
}

function nextHandful(): SealedSummary[] {
  const picked: SealedSummary[] = [];
  for (const key of first) {
    const each = waiting.get(key);
    if (each !== undefined && picked.length < HANDFUL) picked.push(each);
  }
  if (picked.length > 0 || stopped) return picked;
  for (const each of waiting.values()) {
    if (picked.push(each) >= HANDFUL) break;
  }
  return picked;
}

function feed(): void {
  const now = session.value;
  if (now === null || waiting.size === 0) return;
  if (opener?.keys !== now.keyring) start(now.keyring);
  const to = opener;
  if (to === null) return;
  for (let free = AT_ONCE - to.busy; free > 0; free--) {
    const sealed = nextHandful();
    if (sealed.length === 0) return;
    for (const each of sealed) {
      waiting.delete(each.key);
      under.set(each.key, each);
    }
    to.busy++;
    if (to.worker === null) void openHere(sealed, to);
    else post(to.worker, { say: "open", sealed });
  }
}

/** Starts it while the first page is still on its way. */
export function wakeOpener(): void {
  const now = session.value;
  if (now !== null && opener === null) start(now.keyring);
}

function take({ opened: results }: FromOpener): void {
  for (const { key, summary } of results) {
    if (!under.delete(key)) continue; // asked of an earlier worker
    opened.set(key, summary);
    done++;
  }
  say();
  feed();
}

const post = (to: Worker, message: ToOpener): void => to.postMessage(message, []);

function start(keys: Keyring): void {
  end();
  let worker: Worker | null = null;
  try {
    worker = new Worker(openerAddress(), { type: "module", name: "opener" });
  } catch {
    // No workers here: the page opens them itself, a handful at a time.
  }
  const mine = { keys, worker, busy: 0 };
  opener = mine;
  if (worker === null) return;
  worker.addEventListener("message", ({ data }: MessageEvent<FromOpener>) => {
    if (opener !== mine) return;
    mine.busy--;
    take(data);
  });
  // It did not load, or died: what it had is opened by the page.
  worker.addEventListener("error", () => {
    if (opener !== mine) return;
    worker.terminate();
    opener = { keys, worker: null, busy: 0 };
    takeBack();
    feed();
  });
  post(worker, {
    say: "keys",
    keys: keys.desks.map(({ deskId, epoch, sealing: { secretKey } }) => ({ deskId, epoch, sealing: { secretKey } })),
  });
}

/** The one address that may become a script beside the page: its policy knows no other. */
function openerAddress(): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (types === undefined) return ABRI_OPENER;
  address ??= types.createPolicy("abri-opener", { createScriptURL: () => ABRI_OPENER }).createScriptURL("");
  return address as string;
}
interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createScriptURL: () => string },
  ) => { createScriptURL: (text: string) => unknown };
}
let address: unknown;

/** Without a worker: in the page, which breathes between two handfuls. */
async function openHere(sealed: readonly SealedSummary[], to: NonNullable<typeof opener>): Promise<void> {
  const now = session.value;
  if (now === null) return;
  await breathe();
  const results = await openSummaries(now.p, sealed, now.keyring);
  if (opener !== to) return;
  to.busy--;
  take({ opened: results });
}

function takeBack(): void {
  for (const each of under.values()) waiting.set(each.key, each);
  under.clear();
}

function end(): void {
  takeBack();
  const worker = opener?.worker;
  opener = null;
  if (worker === undefined || worker === null) return;
  post(worker, { say: "forget" });
  setTimeout(() => worker.terminate(), LEAVE_MS);
}

/** What came back is said at once when nothing was for a while: whoever waits for the first row waits for no timer. */
function say(): void {
  clearTimeout(saying);
  saying = setTimeout(tell, Math.max(0, saidAt + SAID_EVERY_MS - performance.now()));
}

function tell(): void {
  saying = undefined;
  saidAt = performance.now();
  opening.value = { done, of: done + waiting.size + under.size, stopped };
  openedCount.value += 1;
}

forgetWithKeys(() => {
  end();
  waiting.clear();
  under.clear();
  opened.clear();
  first = new Set();
  [stopped, done] = [false, 0];
  clearTimeout(saying);
  saying = undefined;
  opening.value = { done: 0, of: 0, stopped: false };
});
