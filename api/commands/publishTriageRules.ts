/** Publishes the next version of the triage rules, when a lead signed it on top of the newest. */
import { dayOf, equalBytes, SecurityError, verifyTriageRules } from "../../security/index.ts";
import type { Primitives, UnitPublic, VerifiedTriageRules } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { addTriageRules, listTriageRules } from "../../prisma/repositories/triageRules.ts";
import { ApiError } from "../errors.ts";

export interface PublishTriageRulesDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The same bytes again change nothing.
 * @returns the version @throws ApiError `triage_rules_refused`, `triage_rules_conflict`, `directory_of_other_unit`
 */
export async function publishTriageRules(deps: PublishTriageRulesDeps, bytes: Uint8Array): Promise<number> {
  const { db, primitives } = deps;
  let rules: VerifiedTriageRules;
  try {
    rules = await verifyTriageRules(primitives, bytes, deps.unit, dayOf(deps.now()));
  } catch (cause) {
    if (!(cause instanceof SecurityError)) throw cause;
    throw new ApiError(cause.code === "wrong_unit" ? "directory_of_other_unit" : "triage_rules_refused", { cause });
  }
  const stored = await listTriageRules(db);
  const same = stored[rules.version - 1];
  if (same !== undefined && equalBytes(same, bytes)) return rules.version;
  const last = stored.at(-1);
  const lastHash = last === undefined ? new Uint8Array(rules.previousHash.length) : await primitives.sha256(last);
  const isNext = rules.version === stored.length + 1 && equalBytes(rules.previousHash, lastHash);
  if (!isNext || !(await addTriageRules(db, rules.version, bytes))) throw new ApiError("triage_rules_conflict");
  return rules.version;
}
