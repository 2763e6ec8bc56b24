import { z } from "zod";
import { VAULT_SALT_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytes, bytesIn, done, officerName, totpDigits } from "../../fields.ts";
import { AUTH_KEY_BYTES } from "../enrolments/schema.ts";
import { assertion, challenge } from "../passkeys/schema.ts";
import { session } from "../session/schema.ts";

const startRequest = z.strictObject({ name: officerName });
/** An unknown name gets a salt too, the same one each time. Nothing here says which second factor a name has. */
const startAnswer = z.strictObject({ salt: bytes(VAULT_SALT_BYTES), challenge });
const first = { name: officerName, authKey: bytesIn(AUTH_KEY_BYTES) };
const signInRequest = z.union([
  z.strictObject({ ...first, passkey: assertion }),
  z.strictObject({ ...first, totp: totpDigits }),
]);

export const startSignIn = contract({
  method: "post",
  path: "/v1/sign-in/start",
  summary: "The salt that goes with a name, and what a passkey is to sign",
  access: "open",
  body: startRequest,
  answer: startAnswer,
  errors: [],
});

export const signIn = contract({
  method: "post",
  path: "/v1/sign-in",
  summary: "Opens a session and hands out the sealed vault",
  access: "open",
  body: signInRequest,
  answer: session,
  errors: ["sign_in_refused", "try_later", "busy"],
});

export const signOut = contract({
  method: "post",
  path: "/v1/sign-out",
  summary: "Ends the session",
  access: "session",
  answer: done,
  errors: [],
});

export type StartSignInAnswer = z.infer<typeof startAnswer>;
export type SignInRequest = z.input<typeof signInRequest>;
