/** What becomes of the triage rules when an officer goes, or is a lead no more. */
import { equalBytes, uuidOf, type RosterOfficer } from "../../../../security/index.ts";
import { hasTurn } from "../../domain/rulesDraft.ts";
import { readOnCall } from "../../state/onCall.ts";
import { people } from "../../state/people.ts";
import { triageRules } from "../../state/triageRules.ts";
import { useReading } from "../useReading.ts";

/** Whether the officer is or will be on call, and whether the rules in force stop counting with their certificates. */
export function useRulesOf({ id }: RosterOfficer): { readonly onCall: boolean; readonly signed: boolean } {
  useReading(readOnCall);
  const rules = triageRules.value.at === "read" ? triageRules.value.rules : null;
  if (rules === null) return { onCall: false, signed: false };
  const own = people.value?.certificates.filter(({ officerId }) => officerId === uuidOf(id)) ?? [];
  return { onCall: hasTurn(rules, id, Date.now()), signed: own.some(({ key }) => equalBytes(key, rules.lead.key)) };
}
