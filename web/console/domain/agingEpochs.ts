/** Which epochs are long over: what a case that is still open holds of them is sealed again, before their keys are destroyed. */
import type { VerifiedChain } from "../../../security/index.ts";

/** Days after the end of an epoch from which on a case that is not closed is sealed to the current one. */
const AGED_DAYS = 30;

/**
 * The first epoch of a desk that is not long over: every one before it ended that many days ago, or more. `null` when there is none
 * before it. @param today days since 1970
 */
export function agedBelow({ links }: Pick<VerifiedChain, "links">, deskId: number, today: number): number | null {
  const epochs = links
    .filter(({ statement }) => statement.issueDay <= today - AGED_DAYS)
    .flatMap(({ statement }) => statement.desks.filter(({ id }) => id === deskId).map(({ epoch }) => epoch));
  const below = Math.max(1, ...epochs);
  return below > 1 ? below : null;
}
