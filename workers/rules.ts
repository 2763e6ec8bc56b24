/** Triage rules as workers use them: verified from the unit's root, never taken from the database on trust. */
import { currentTriageRules } from "../prisma/repositories/triageRules.ts";
import type { Database } from "../prisma/client.ts";
import { codeOf } from "../prisma/process/log.ts";
import { DEFAULT_TRIAGE_RULES, dayOf, equalBytes, SecurityError, verifyTriageRules } from "../security/index.ts";
import type { Primitives, TriageRuleSet, UnitPublic, VerifiedTriageRules } from "../security/index.ts";
import type { Alarm } from "./alarms.ts";

export interface WorkerRules {
  /** Never fails for rules that do not verify: those this process knew before go on, and the defaults before any. */
  current(): Promise<TriageRuleSet>;
}

interface Parts {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  readonly alarm: Alarm;
  readonly now: () => number;
}

export function openRules({ db, primitives, unit, alarm, now }: Parts): WorkerRules {
  let known: VerifiedTriageRules | undefined;
  return {
    current: async () => {
      const bytes = await currentTriageRules(db);
      if (bytes !== null && (known === undefined || !equalBytes(known.bytes, bytes))) {
        try {
          known = await verifyTriageRules(primitives, bytes, unit, dayOf(now()), known);
        } catch (cause) {
          if (!(cause instanceof SecurityError)) throw cause;
          alarm("rules_refused", codeOf(cause));
        }
      }
      return known ?? DEFAULT_TRIAGE_RULES;
    },
  };
}
