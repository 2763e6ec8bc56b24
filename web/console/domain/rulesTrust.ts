/** Triage rules as the host gives them, held against the unit's root and floors and what was seen before. */
import {
  fromBase64Url,
  SecurityError,
  verifyTriageRules,
  type Primitives,
  type UnitPublic,
  type VerifiedTriageRules,
} from "../../../security/index.ts";

export type TriageRules =
  | { readonly at: "unread" }
  /** `null` before a lead has signed any. */
  | { readonly at: "read"; readonly rules: VerifiedTriageRules | null }
  /** Signed by a lead whose certificate counts no more: nobody goes by them, and the next version stands on them. */
  | { readonly at: "revoked"; readonly rules: VerifiedTriageRules }
  | { readonly at: "refused"; readonly code: string };

/**
 * @param text the wire bytes as base64url; `null` when the host has none
 * @param seen the newest rules that held, where some were seen
 */
export async function judgeRules(
  p: Primitives,
  text: string | null,
  { unit, today, seen }: { unit: UnitPublic; today: number; seen: VerifiedTriageRules | undefined },
): Promise<TriageRules> {
  try {
    if (text === null && seen === undefined) return { at: "read", rules: null };
    if (text === null) throw new SecurityError("statement_rolled_back", "rules were known");
    const unfloored: UnitPublic = { ...unit, floors: { ...unit.floors, certificateSerial: 0 } };
    const rules = await verifyTriageRules(p, fromBase64Url(text), unfloored, today, seen);
    return { at: rules.lead.serial < unit.floors.certificateSerial ? "revoked" : "read", rules };
  } catch (error) {
    if (error instanceof SecurityError) return { at: "refused", code: error.code };
    throw error;
  }
}

/** What a next version is signed on top of: `null` before the first, `undefined` when there is nothing to stand on. */
export const baseOf = (state: TriageRules): VerifiedTriageRules | null | undefined =>
  state.at === "read" || state.at === "revoked" ? state.rules : undefined;
