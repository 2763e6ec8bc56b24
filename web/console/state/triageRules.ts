/** The triage rules: verified here, whatever the host says; and the next version, signed by a lead and published. */
import { signal } from "@preact/signals";
import {
  dayOf,
  equalBytes,
  fromBase64Url,
  SecurityError,
  signTriageRules,
  toBase64Url,
  verifyCertificate,
  type Primitives,
  type TriageRuleSet,
  type VerifiedTriageRules,
} from "../../../security/index.ts";
import { UNIT } from "../../shared/unit.ts";
import type { Api } from "../api.ts";
import { baseOf, judgeRules, type TriageRules } from "../domain/rulesTrust.ts";
import { HttpError } from "../http.ts";
import { asLead } from "./people.ts";
import { api } from "./server.ts";
import { forgetWithKeys, session } from "./session.ts";

export const triageRules = signal<TriageRules>({ at: "unread" });
/** Whom the rules were signed by, as the host says who owns which key; null for nobody known. */
export const rulesSigner = signal<string | null>(null);

/** Since this page was loaded: a host does not bring older rules back. */
let known: VerifiedTriageRules | undefined;

const today = (): number => dayOf(Date.now());

/** @throws HttpError */
export async function readTriageRules(by: Api = api): Promise<TriageRules> {
  const now = session.value;
  if (now === null) return triageRules.value;
  const { rules } = await by.triageRules();
  const read = await judgeRules(now.p, rules, { unit: UNIT, today: today(), seen: known });
  if (read.at === "read" && read.rules !== null) known = read.rules;
  if (session.value !== null) triageRules.value = read;
  return read;
}

/** The officer, as a uuid, whose console handed in a certificate of this key. @throws HttpError */
export async function readSigner(by: Api = api): Promise<void> {
  const now = session.value;
  const rules = baseOf(triageRules.value);
  if (now === null || !rules) return void (rulesSigner.value = null);
  const { certificates } = await by.certificates();
  const found = certificates.find(({ certificate }) => isOf(now.p, certificate, rules.lead.key));
  rulesSigner.value = found?.officerId ?? null;
}

function isOf(p: Primitives, certificate: string, key: Uint8Array): boolean {
  try {
    return equalBytes(verifyCertificate(p, fromBase64Url(certificate), UNIT).key, key);
  } catch (error) {
    if (error instanceof SecurityError) return false;
    throw error;
  }
}

/**
 * Signs rules on top of the version that the lead has looked at, and publishes them.
 * @param before what `triageRules` had when the lead saw what will change
 * @returns the version @throws HttpError `triage_rules_conflict` after reading them again, when they are others by now
 */
export async function signRules(wanted: TriageRuleSet, before: VerifiedTriageRules | null): Promise<number> {
  const newest = baseOf(await readTriageRules());
  const same = newest === null ? before === null : newest && before && equalBytes(newest.hash, before.hash);
  if (same !== true) throw new HttpError("triage_rules_conflict");
  try {
    await asLead(async ({ p }, lead) =>
      api.publishTriageRules(toBase64Url(signTriageRules(p, UNIT, before, lead, wanted, today()))),
    );
  } finally {
    await readTriageRules();
  }
  return (before?.version ?? 0) + 1;
}

forgetWithKeys(() => {
  triageRules.value = { at: "unread" };
  rulesSigner.value = null;
});
