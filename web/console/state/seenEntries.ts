/**
 * Which entries of each case this session has seen. What the log cannot show shows to whoever saw it: nothing takes an entry away, so one
 * that was here and is not any more was taken; and nothing comes to an epoch that is over, so one of an epoch that was over when the
 * case was seen without it was written since.
 */
import type { SeenBefore } from "../domain/backdated.ts";
import { whenCaseGone } from "./caseGone.ts";
import { forgetWithKeys } from "./session.ts";

interface Seen extends SeenBefore {
  /** Also those that were refused, as written since. */
  readonly all: ReadonlySet<string>;
}

/** By case. */
const seen = new Map<string, Seen>();

export const seenOf = (caseId: string): SeenBefore | undefined => seen.get(caseId);

export interface Reading {
  /** On which the case was. */
  readonly deskId: number;
  /** That desk's epoch in the newest statement by then. */
  readonly epoch: number;
  /** SHA-256 of each sealed entry, in hexadecimal. */
  readonly hashes: readonly string[];
  /** Likewise of those that were refused, as written since. */
  readonly backdated: readonly string[];
}

/** Remembers these entries. @returns how many that were seen before are not among them */
export function countGone(caseId: string, { deskId, epoch, hashes, backdated }: Reading): number {
  const before = seen.get(caseId);
  const here = new Set(hashes);
  const known = new Set([...(before?.hashes ?? []), ...hashes.filter((hash) => !backdated.includes(hash))]);
  const all = new Set([...(before?.all ?? []), ...hashes]);
  seen.set(caseId, { caseId, deskId, epoch, hashes: known, all });
  return [...(before?.all ?? [])].filter((hash) => !here.has(hash)).length;
}

whenCaseGone((caseId) => seen.delete(caseId));
forgetWithKeys(() => seen.clear());
