/**
 * Which entries of each case this session has seen. What the log cannot show, that its newest entries were kept back, shows to
 * whoever saw them: nothing takes an entry away, so one that was here and is not any more was taken.
 */
import { whenCaseGone } from "./caseGone.ts";
import { forgetWithKeys } from "./session.ts";

/** By case: SHA-256 of each sealed entry, in hexadecimal. */
const seen = new Map<string, Set<string>>();

/** Remembers these entries. @returns how many that were seen before are not among them */
export function countGone(caseId: string, hashes: readonly string[]): number {
  const before = seen.get(caseId) ?? new Set();
  const here = new Set(hashes);
  seen.set(caseId, new Set([...before, ...here]));
  return [...before].filter((hash) => !here.has(hash)).length;
}

whenCaseGone((caseId) => seen.delete(caseId));
forgetWithKeys(() => seen.clear());
