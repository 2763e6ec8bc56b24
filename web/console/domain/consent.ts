/** Question 12 as an officer may act on it. */
import type { Consent } from "../../../security/index.ts";

/**
 * Whom the unit may tell. Our form never sends "ask me first" beside a recipient, but another client may: then asking first
 * wins, for what was not clearly allowed is not allowed.
 */
export function mayTell(consent: readonly Consent[]): readonly Exclude<Consent, "ask_first">[] {
  if (consent.includes("ask_first")) return [];
  return consent.filter((word) => word !== "ask_first");
}
