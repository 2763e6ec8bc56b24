/** Who is on call now, from the triage rules that a lead signed: verified here, whatever the host says. */
import { signal } from "@preact/signals";
import {
  dayOf,
  fromBase64Url,
  onCallAt,
  SecurityError,
  verifyTriageRules,
  type VerifiedTriageRules,
} from "../../../security/index.ts";
import { UNIT } from "../../shared/unit.ts";
import { nameOf } from "../domain/trust.ts";
import type { Api } from "../api.ts";
import { forgetWithKeys, session } from "./session.ts";
import { api } from "./server.ts";

/** The name of whoever is on call; null when nobody is; `refused` when the rules do not verify. */
export const onCall = signal<{ readonly name: string | null } | "refused">({ name: null });

/** Since this page was loaded: a host does not bring older rules back. */
let known: VerifiedTriageRules | undefined;

/** Reads the rules again. A host that does not answer changes nothing. */
export async function readOnCall(by: Api = api): Promise<void> {
  const now = session.value;
  if (now === null) return;
  try {
    const { rules } = await by.triageRules();
    if (rules === null && known !== undefined) throw new SecurityError("statement_rolled_back", "rules were known");
    if (rules !== null) known = await verifyTriageRules(now.p, fromBase64Url(rules), UNIT, dayOf(Date.now()), known);
    const officerId = known === undefined ? null : onCallAt(known, Date.now());
    onCall.value = { name: officerId === null ? null : nameOf(now.chain, officerId) };
  } catch (error) {
    if (error instanceof SecurityError) onCall.value = "refused";
  }
}

forgetWithKeys(() => {
  onCall.value = { name: null };
});
