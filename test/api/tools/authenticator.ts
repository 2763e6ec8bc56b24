/**
 * An authenticator in software: P-256 keys, attestation "none", and every part of what it says can be made wrong. What it
 * answers has the shape that a console sends.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { PasskeyAssertion, PasskeyRegistration } from "../../../api/routes/passkeys/schema.ts";
import { concat, toBase64Url, utf8 } from "../../../security/index.ts";
import { ORIGIN } from "./officer.ts";

/** What may be wrong about an answer; all of it right unless told. */
export interface Faults {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly present?: boolean;
  readonly verified?: boolean;
  /** In the place of the one that follows. */
  readonly signCount?: number;
  /** In the place of what the passkey was made for. */
  readonly handle?: Uint8Array | null;
  /** The id that is sent, in the place of its own. */
  readonly id?: Uint8Array;
  /** Changes the signature. */
  readonly forged?: boolean;
}

export interface SoftPasskey {
  readonly id: Uint8Array;
  readonly handle: Uint8Array | null;
  readonly key: KeyObject;
  signCount: number;
}

const FLAG = { present: 1, verified: 4, attested: 64 } as const;

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const u16 = (n: number): Uint8Array => Uint8Array.of(n >> 8, n & 0xff);
const u32 = (n: number): Uint8Array => concat(u16(Math.floor(n / 65_536)), u16(n % 65_536));
/** CBOR texts and byte strings as short as they are here. */
const cborText = (text: string): Uint8Array => concat(Uint8Array.of(0x60 | text.length), utf8(text));
const cborBytes = (data: Uint8Array): Uint8Array => concat(Uint8Array.of(0x59), u16(data.length), data);

function coseKey(key: KeyObject): Uint8Array {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const at = (label: number, text: string) =>
    concat(Uint8Array.of(label, 0x58, 32), new Uint8Array(Buffer.from(text, "base64url")));
  return concat(Uint8Array.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01), at(0x21, x), at(0x22, y));
}

const collectedOf = (type: string, challenge: string, faults: Faults): Uint8Array =>
  utf8(
    JSON.stringify({
      type: faults.type ?? type,
      challenge,
      origin: faults.origin ?? ORIGIN,
      crossOrigin: faults.crossOrigin ?? false,
    }),
  );

function authenticatorData(faults: Faults, signCount: number, attested: Uint8Array | null): Uint8Array {
  const flags =
    (faults.present === false ? 0 : FLAG.present) |
    (faults.verified === false ? 0 : FLAG.verified) |
    (attested === null ? 0 : FLAG.attested);
  const rpId = sha256(utf8(faults.rpId ?? new URL(ORIGIN).hostname));
  return concat(rpId, Uint8Array.of(flags), u32(signCount), attested ?? new Uint8Array());
}

export interface Created {
  readonly passkey: SoftPasskey;
  readonly registration: PasskeyRegistration;
}

/** @param challenge base64url @param handle whom it is for; `null` on an authenticator that does not say */
export function createPasskey(challenge: string, handle: Uint8Array | null, faults: Faults = {}): Created {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = faults.id ?? new Uint8Array(randomBytes(32));
  const signCount = faults.signCount ?? 0;
  const passkey: SoftPasskey = { id, handle, key: privateKey, signCount };
  const attested = concat(new Uint8Array(16), u16(id.length), id, coseKey(publicKey));
  const attestation = concat(
    Uint8Array.of(0xa3),
    concat(cborText("fmt"), cborText("none"), cborText("attStmt"), Uint8Array.of(0xa0)),
    concat(cborText("authData"), cborBytes(authenticatorData(faults, signCount, attested))),
  );
  const registration: PasskeyRegistration = {
    id: toBase64Url(id),
    collected: toBase64Url(collectedOf("webauthn.create", challenge, faults)),
    attestation: toBase64Url(attestation),
    transports: ["internal"],
  };
  return { passkey, registration };
}

/** Signs a challenge. An authenticator that counts (its counter is above 0) counts on. */
export function assertPasskey(passkey: SoftPasskey, challenge: string, faults: Faults = {}): PasskeyAssertion {
  if (faults.signCount === undefined && passkey.signCount > 0) passkey.signCount += 1;
  const collected = collectedOf("webauthn.get", challenge, faults);
  const authenticator = authenticatorData(faults, faults.signCount ?? passkey.signCount, null);
  const stranger = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const key = faults.forged === true ? stranger() : passkey.key;
  const signature = sign("sha256", concat(authenticator, sha256(collected)), key);
  const handle = faults.handle === undefined ? passkey.handle : faults.handle;
  return {
    id: toBase64Url(faults.id ?? passkey.id),
    collected: toBase64Url(collected),
    authenticator: toBase64Url(authenticator),
    signature: toBase64Url(new Uint8Array(signature)),
    handle: handle && toBase64Url(handle),
  };
}
