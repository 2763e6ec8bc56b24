/** The triage rules in force, as this process uses them: verified from the unit's root, never taken from the database on trust. */
import {
  DEFAULT_TRIAGE_RULES,
  dayOf,
  equalBytes,
  SecurityError,
  verifyTriageRules,
  type Primitives,
  type TriageRuleSet,
  type UnitPublic,
  type VerifiedTriageRules,
} from "../security/index.ts";
import type { Database } from "../prisma/client.ts";
import { currentTriageRules } from "../prisma/repositories/triageRules.ts";

export interface RulesOptions {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Never fails for rules that do not verify: those this process knew before go on, and the defaults before any. */
export function openRules({ db, primitives, unit, now }: RulesOptions): () => Promise<TriageRuleSet> {
  let known: VerifiedTriageRules | undefined;
  return async () => {
    const bytes = await currentTriageRules(db);
    if (bytes !== null && (known === undefined || !equalBytes(known.bytes, bytes))) {
      try {
        known = await verifyTriageRules(primitives, bytes, unit, dayOf(now()), known);
      } catch (error) {
        // The worker raises the alarm, and consoles say it.
        if (!(error instanceof SecurityError)) throw error;
      }
    }
    return known ?? DEFAULT_TRIAGE_RULES;
  };
}
