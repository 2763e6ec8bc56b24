/** The cases that the queue has read, and the row of each, made anew only where something changed: of ten thousand, few. */
import type { QueueCase } from "../../../api/routes/queue/schema.ts";
import { goneOf, keyFor } from "../domain/keyring.ts";
import { byNeed, queueRow, type QueueRow } from "../domain/queueRow.ts";
import { openedSummary, summaryKey } from "./opener.ts";
import type { ReadCase } from "./queueReading.ts";
import type { OpenSession } from "./session.ts";
import { setLevelOf } from "./setLevels.ts";

type ReadCases = ReadonlyMap<string, ReadCase>;

let cases = new Map<string, ReadCase>();
const made = new Map<string, MadeRow>();
interface MadeRow {
  readonly of: QueueCase;
  readonly keys: readonly string[];
  /** How much of it was open then. */
  readonly open: number;
  readonly row: QueueRow;
}

export const readCaseOf = (id: string): ReadCase | undefined => cases.get(id);

/** The two words of a case that the queue has listed; `null` where it is not known by them. */
export function nameInQueue(id: string): string | null {
  return made.get(id)?.row.name || null;
}

/** By what its summaries are known to the opener. */
export const summaryKeysOf = (id: string): string[] => keysOf(cases.get(id)?.of);

const keysOf = (of: QueueCase | undefined): string[] =>
  of === undefined ? [] : of.items.map((item) => summaryKey(of.desk, item));

/** Takes in what was read. @returns the same, where a case of which nothing changed is the object that it was, and so its row */
export function addCases(found: ReadCases): ReadCases {
  const same = new Map([...found].map(([id, each]) => [id, asBefore(id, each)]));
  for (const [id, each] of same) cases.set(id, each);
  return same;
}

function asBefore(id: string, each: ReadCase): ReadCase {
  const before = cases.get(id);
  const same = before !== undefined && JSON.stringify(before.of) === JSON.stringify(each.of);
  return same ? { ...each, of: before.of } : each;
}

/** All was read: what is not among these has left the queue. */
export function setCases(all: ReadCases): void {
  cases = new Map(all);
}

export function dropCase(id: string): void {
  cases.delete(id);
  made.delete(id);
}

/** Rows are made anew, as with other keys. */
export const forgetRows = (): void => made.clear();

export function forgetCases(): void {
  cases = new Map();
  made.clear();
}

/** All rows in the order of need, and whether one of them lacks a key that may still be granted. */
export function rowsByNeed(now: OpenSession): { readonly rows: readonly QueueRow[]; readonly keyMissing: boolean } {
  let keyMissing = false;
  const rows: QueueRow[] = [];
  for (const { of } of cases.values()) {
    const row = rowOf(of, now);
    // A summary may be sealed to a later epoch than its envelope, so that a missing key shows in it alone.
    const lacks = !row.keyHeld || (!row.opening && row.summaries.includes(null));
    if (lacks && row.gone !== "destroyed") keyMissing = true;
    rows.push(row);
  }
  return { rows: rows.sort(byNeed), keyMissing };
}

const epochsOf = ({ items }: QueueCase): number[] => items.map(({ epoch, rewrap }) => rewrap?.epoch ?? epoch);

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
    gone: goneIn(epochsOf(of).map((epoch) => goneOf(keyring, of.desk, epoch))),
    setLevel,
  });
  made.set(of.id, { of, keys, open, row });
  return row;
}

/** What the host cannot mean goes before what it may. */
const goneIn = (of: readonly QueueRow["gone"][]): QueueRow["gone"] =>
  of.find((each) => each === "not_over") ?? of.find((each) => each !== null) ?? null;
