import { z } from "zod";
import { VAULT_SALT_BYTES, XWING_PUBLIC_KEY_BYTES, ED25519_PUBLIC_KEY_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesBetweenIn, bytesIn, counter, officerName, totpDigits, uuid } from "../../fields.ts";
import { challenge, registration } from "../passkeys/schema.ts";
import { officer, role } from "../session/schema.ts";
import { VAULT_SEALED_MAX_BYTES, VAULT_SEALED_MIN_BYTES } from "../vault/schema.ts";

/** An invitation as its link carries it: id 16 | secret 16, base64url. */
const INVITATION_BYTES = 32;
export const AUTH_KEY_BYTES = 32;

const startRequest = z.strictObject({ code: bytesIn(INVITATION_BYTES) });
const startAnswer = z.strictObject({
  officerId: uuid,
  role,
  /** For a QR code: `otpauth://totp/…`. */
  totpUri: z.string().max(400),
  /** The same secret in base32, for typing. */
  totpSecret: z.string().regex(/^[A-Z2-7]{32}$/),
  /** For a passkey in the place of both. */
  challenge,
});

const identity = {
  code: bytesIn(INVITATION_BYTES),
  name: officerName,
  salt: bytesIn(VAULT_SALT_BYTES),
  authKey: bytesIn(AUTH_KEY_BYTES),
  vault: bytesBetweenIn(VAULT_SEALED_MIN_BYTES, VAULT_SEALED_MAX_BYTES),
  vaultCounter: counter,
  sealingKey: bytesIn(XWING_PUBLIC_KEY_BYTES),
  signingKey: bytesIn(ED25519_PUBLIC_KEY_BYTES),
};
const finishRequest = z.union([
  z.strictObject({ ...identity, passkey: registration }),
  z.strictObject({ ...identity, totp: totpDigits }),
]);
const finishAnswer = z.strictObject({ officer });

export const startEnrolment = contract({
  method: "post",
  path: "/v1/enrolments/start",
  summary: "Opens an invitation: the officer's id and what a second factor is made from",
  access: "open",
  body: startRequest,
  answer: startAnswer,
  errors: ["enrolment_refused", "busy"],
});

export const finishEnrolment = contract({
  method: "post",
  path: "/v1/enrolments",
  summary: "Uses an invitation: stores the officer's public keys and sealed vault",
  access: "open",
  body: finishRequest,
  answer: finishAnswer,
  errors: ["enrolment_refused", "sign_in_refused", "passkey_refused", "name_taken", "busy"],
});

export type StartEnrolmentAnswer = z.infer<typeof startAnswer>;
export type FinishEnrolmentRequest = z.input<typeof finishRequest>;
export type FinishEnrolmentAnswer = z.infer<typeof finishAnswer>;
