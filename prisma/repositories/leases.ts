/** Who works on a case: one officer at a time, for as long as the console keeps saying so. */
import { minuteAfter } from "../values.ts";
import { isMissingReference } from "../errors.ts";
import { notRecused } from "./recusals.ts";
import type { Queryable } from "../client.ts";

export interface Holder {
  officerId: string;
  name: string;
  until: Date;
}

/** What to load with a case so that `toHolder` can tell its holder. */
export const HOLDER = {
  select: { officerId: true, untilMinute: true, officer: { select: { name: true } } },
} as const;

/** A lease that ran out holds nothing, whether or not a tick has deleted it yet. */
export function toHolder(
  lease: { officerId: string; untilMinute: Date; officer: { name: string } } | null,
  now: Date,
): Holder | null {
  if (lease === null || lease.untilMinute <= now) return null;
  return { officerId: lease.officerId, name: lease.officer.name, until: lease.untilMinute };
}

interface Claim {
  caseId: string;
  officerId: string;
  desks: readonly number[];
  now: Date;
  leaseMs: number;
}

export type ClaimResult = { result: "claimed"; until: Date } | { result: "held" } | { result: "not_found" };

/** Takes a case that nobody holds, or goes on holding it. Of several officers at once exactly one gets it. */
export async function claimCase(
  db: Queryable,
  { caseId, officerId, desks, now, leaseMs }: Claim,
): Promise<ClaimResult> {
  const there = await db.caseRecord.findFirst({
    where: { id: caseId, desk: { in: [...desks] }, ...notRecused(officerId) },
    select: { id: true },
  });
  if (there === null) return { result: "not_found" };
  const until = minuteAfter(new Date(now.getTime() + leaseMs));
  // One statement decides each: an update of a row that is free or ours, else an insert where there is no row.
  const taken = await db.caseLease.updateMany({
    where: { caseId, OR: [{ officerId }, { untilMinute: { lte: now } }] },
    data: { officerId, untilMinute: until },
  });
  if (taken.count === 1) return { result: "claimed", until };
  try {
    const made = await db.caseLease.createMany({
      data: { caseId, officerId, untilMinute: until },
      skipDuplicates: true,
    });
    return made.count === 1 ? { result: "claimed", until } : { result: "held" };
  } catch (error) {
    // The case was attached to another one in between.
    if (isMissingReference(error)) return { result: "not_found" };
    throw error;
  }
}

/** Holds on to a case. @returns until when, or null when this officer does not hold it (any more) */
export async function extendLease(
  db: Queryable,
  { caseId, officerId, now, leaseMs }: Omit<Claim, "desks">,
): Promise<Date | null> {
  const until = minuteAfter(new Date(now.getTime() + leaseMs));
  const { count } = await db.caseLease.updateMany({
    where: { caseId, officerId, untilMinute: { gt: now } },
    data: { untilMinute: until },
  });
  return count === 1 ? until : null;
}

/** Whether this officer holds the case now. */
export async function holdsCase(
  db: Queryable,
  { caseId, officerId, now }: { caseId: string; officerId: string; now: Date },
): Promise<boolean> {
  const row = await db.caseLease.findFirst({
    where: { caseId, officerId, untilMinute: { gt: now } },
    select: { caseId: true },
  });
  return row !== null;
}

/** Gives a case back. @returns whether this officer held it */
export async function releaseClaim(db: Queryable, caseId: string, officerId: string): Promise<boolean> {
  return (await db.caseLease.deleteMany({ where: { caseId, officerId } })).count === 1;
}
