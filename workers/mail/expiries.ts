/** What ends soon, and has to be renewed by a lead before it does: an expired directory stops intake. */
import { STATEMENT_RENEW_DAYS } from "../../security/index.ts";
import type { VerifiedStatement } from "../../security/index.ts";

export interface Expiry {
  readonly what: "directory" | "epoch" | "certificate";
  /** Days since 1970-01-01 UTC. Of several desks, the one that ends first. */
  readonly lastDay: number;
}

/** @param today days since 1970-01-01 UTC @returns what has fewer than 7 days left, or none, in a fixed order */
export function expiringSoon(
  { expiryDay, desks, lead }: Pick<VerifiedStatement, "expiryDay" | "desks" | "lead">,
  today: number,
): readonly Expiry[] {
  const all: readonly Expiry[] = [
    { what: "directory", lastDay: expiryDay },
    { what: "epoch", lastDay: Math.min(...desks.map(({ epochLastDay }) => epochLastDay)) },
    { what: "certificate", lastDay: lead.lastDay },
  ];
  return all.filter(({ lastDay }) => lastDay - today < STATEMENT_RENEW_DAYS);
}
