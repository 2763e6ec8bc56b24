/** Who is on call now, by the triage rules. */
import { signal } from "@preact/signals";
import { onCallAt } from "../../../security/index.ts";
import { nameOf } from "../domain/trust.ts";
import type { Api } from "../api.ts";
import { HttpError } from "../http.ts";
import { forgetWithKeys, session } from "./session.ts";
import { api } from "./server.ts";
import { readTriageRules } from "./triageRules.ts";

/** The name of whoever is on call; null when nobody is; `refused` when the rules do not verify. */
export const onCall = signal<{ readonly name: string | null } | "refused">({ name: null });

/** Reads the rules again. A host that does not answer changes nothing. */
export async function readOnCall(by: Api = api): Promise<void> {
  try {
    const read = await readTriageRules(by);
    const now = session.value;
    if (now === null) return;
    if (read.at === "refused" || read.at === "revoked") onCall.value = "refused";
    if (read.at !== "read") return;
    const officerId = read.rules === null ? null : onCallAt(read.rules, Date.now());
    onCall.value = { name: officerId === null ? null : nameOf(now.chain, officerId) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
  }
}

forgetWithKeys(() => {
  onCall.value = { name: null };
});
