import { z } from "zod";
import { contract } from "../../contract.ts";
import { bytes, bytesBetween, bytesBetweenIn, day, totpDigits, uuid } from "../../fields.ts";
import { CHALLENGE_BYTES } from "../../officers/challenges.ts";
import { TRANSPORTS } from "../../officers/transports.ts";

/** What authenticators name their keys by, in bytes (WebAuthn level 3, section 4). */
const CREDENTIAL_ID_BYTES = [16, 1023] as const;
/** The browser's JSON: a challenge, an origin, and a little more. */
const COLLECTED_BYTES = [2, 1024] as const;
/** The shortest authenticator data: a hash, flags, a counter. */
const AUTHENTICATOR_MIN_BYTES = 37;

const transports = z.array(z.enum(TRANSPORTS)).max(TRANSPORTS.length);

/** A new passkey, as `navigator.credentials.create` gave it. */
export const registration = z
  .strictObject({
    id: bytesBetweenIn(...CREDENTIAL_ID_BYTES),
    collected: bytesBetweenIn(...COLLECTED_BYTES),
    attestation: bytesBetweenIn(AUTHENTICATOR_MIN_BYTES, 4096),
    transports,
  })
  .meta({ id: "PasskeyRegistration" });

/** A signature by a passkey, as `navigator.credentials.get` gave it. */
export const assertion = z
  .strictObject({
    id: bytesBetweenIn(...CREDENTIAL_ID_BYTES),
    collected: bytesBetweenIn(...COLLECTED_BYTES),
    authenticator: bytesBetweenIn(AUTHENTICATOR_MIN_BYTES, 1024),
    signature: bytesBetweenIn(8, 1024),
    /** Whom the passkey was made for: the officer's id, 16 bytes. */
    handle: bytesBetweenIn(1, 64).nullable(),
  })
  .meta({ id: "PasskeyAssertion" });

/** What an authenticator is to sign. */
export const challenge = bytes(CHALLENGE_BYTES);

const passkey = z
  .strictObject({
    id: uuid,
    credentialId: bytesBetween(...CREDENTIAL_ID_BYTES),
    transports,
    /** What it is called by, within the officer's. */
    number: z.int().min(1).max(32_767),
    addedDay: day,
  })
  .meta({ id: "Passkey" });

const listAnswer = z.strictObject({
  /** By number. */
  passkeys: z.array(passkey),
  /** Whether six digits are the second factor: with a passkey they are not. */
  totp: z.boolean(),
});
const challengeAnswer = z.strictObject({ challenge });
const confirmRequest = z.union([z.strictObject({ totp: totpDigits }), z.strictObject({ passkey: assertion })]);
const addRequest = z.strictObject({ passkey: registration });
const removeRequest = z.strictObject({ passkey: assertion });
const idParams = z.object({ id: uuid });

export const listPasskeys = contract({
  method: "get",
  path: "/v1/passkeys",
  summary: "The officer's own passkeys",
  access: "session",
  answer: listAnswer,
  errors: [],
});

export const startConfirmation = contract({
  method: "post",
  path: "/v1/passkeys/challenge",
  summary: "What a passkey signs before passkeys are changed, in this session alone",
  access: "session",
  answer: challengeAnswer,
  errors: [],
});

export const confirmFactor = contract({
  method: "post",
  path: "/v1/passkeys/confirm",
  summary: "Shows the second factor again; the answer is what a new passkey signs",
  access: "session",
  body: confirmRequest,
  answer: challengeAnswer,
  errors: ["confirmation_refused", "try_later"],
});

export const addPasskey = contract({
  method: "post",
  path: "/v1/passkeys",
  summary: "Adds a passkey; six digits are no second factor from then on",
  access: "session",
  body: addRequest,
  answer: listAnswer,
  errors: ["passkey_refused", "passkeys_full"],
});

export const removePasskey = contract({
  method: "post",
  path: "/v1/passkeys/{id}/remove",
  summary: "Removes a passkey, by showing another one; ends the officer's other sessions",
  access: "session",
  params: idParams,
  body: removeRequest,
  answer: listAnswer,
  errors: ["confirmation_refused", "last_passkey"],
});

export type PasskeyAssertion = z.input<typeof assertion>;
export type PasskeyRegistration = z.input<typeof registration>;
export type PasskeyItem = z.infer<typeof passkey>;
export type ListPasskeysAnswer = z.infer<typeof listAnswer>;
export type ChallengeAnswer = z.infer<typeof challengeAnswer>;
export type ConfirmRequest = z.input<typeof confirmRequest>;
