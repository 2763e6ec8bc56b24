import { fromUtf8 } from "../../../security/index.ts";
import type { Settled } from "./patience.ts";

/** Only the service's own words count as received. */
export function isAccepted(reply: Settled): boolean {
  if (reply.kind === "refused") return true;
  try {
    const answer: unknown = JSON.parse(fromUtf8(reply.bytes));
    return typeof answer === "object" && answer !== null && "accepted" in answer && answer.accepted === true;
  } catch {
    return false;
  }
}
