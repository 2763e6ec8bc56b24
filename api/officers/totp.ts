/** The second factor, RFC 6238: SHA-1, six digits, 30 seconds, one step either way. Secrets are sealed at rest. */
import { Secret, TOTP } from "otpauth";
import { concat, openFailed, type Primitives, utf8, uuidBytes, XCHACHA_NONCE_BYTES } from "../../security/index.ts";

const SECRET_BYTES = 20;
const PERIOD_S = 30;
/** Steps that a clock may be off. */
const WINDOW = 1;
const ISSUER = "Abri";

const aad = (officerId: string): Uint8Array => concat(utf8("totp"), uuidBytes(officerId));

/** 160 random bits. */
export const newTotpSecret = (p: Primitives): Uint8Array => p.randomBytes(SECRET_BYTES);

/** nonce 24 | XChaCha20-Poly1305 of the secret, bound to the officer. `key` is 32 bytes. */
export function sealTotp(p: Primitives, key: Uint8Array, officerId: string, secret: Uint8Array): Uint8Array {
  const nonce = p.randomBytes(XCHACHA_NONCE_BYTES);
  return concat(nonce, p.xchachaSeal(key, nonce, secret, aad(officerId)));
}

/** @throws SecurityError `open_failed` */
export function openTotp(p: Primitives, key: Uint8Array, officerId: string, sealed: Uint8Array): Uint8Array {
  const nonce = sealed.subarray(0, XCHACHA_NONCE_BYTES);
  const secret = p.xchachaOpen(key, nonce, sealed.subarray(XCHACHA_NONCE_BYTES), aad(officerId));
  if (secret === null) throw openFailed();
  return secret;
}

function totpOf(secret: Uint8Array, label: string): TOTP {
  const { buffer } = new Uint8Array(secret);
  return new TOTP({
    issuer: ISSUER,
    label,
    period: PERIOD_S,
    digits: 6,
    algorithm: "SHA1",
    secret: new Secret({ buffer }),
  });
}

/** The step (30 seconds since 1970) whose digits these are, or `null`. The caller refuses a step that was used. */
export function totpStep(secret: Uint8Array, digits: string, nowMs: number): number | null {
  const delta = totpOf(secret, "").validate({ token: digits, timestamp: nowMs, window: WINDOW });
  return delta === null ? null : Math.floor(nowMs / 1000 / PERIOD_S) + delta;
}

/** What an authenticator app takes: a link for a QR code, and the secret in base32. */
export function presentTotp(secret: Uint8Array, label: string): { uri: string; base32: string } {
  const totp = totpOf(secret, label);
  return { uri: totp.toString(), base32: totp.secret.base32 };
}
