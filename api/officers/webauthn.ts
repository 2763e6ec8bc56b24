/**
 * What an authenticator sent, verified (WebAuthn level 3, sections 7.1 and 7.2) by @simplewebauthn/server: challenge,
 * origin, relying party, that somebody was there and was verified, signature, counter. Nothing here knows an officer.
 */
import { verifyAuthenticationResponse, verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject } from "@simplewebauthn/server/helpers";
import { z } from "zod";
import { concat, fromBase64Url, fromUtf8, toBase64Url, utf8 } from "../../security/index.ts";

/** The officers' host as browsers know it. */
export interface RelyingParty {
  /** As a browser writes it: scheme, host, port if unusual. */
  readonly origin: string;
  /** The host's name. */
  readonly id: string;
}

/** @param origin an origin, `https://officers.example.org` */
export const relyingPartyOf = (origin: string): RelyingParty => ({ origin, id: new URL(origin).hostname });

/** EdDSA, ES256, and RS256, which Windows Hello has on older machines. COSE numbers, the first preferred. */
export const ALGORITHMS = [-8, -7, -257] as const;

/** Room for an RSA key of 4096 bits. */
const PUBLIC_KEY_MAX_BYTES = 1024;

/** A new public key, as the authenticator and the browser describe it. */
export interface Registration {
  /** 16 to 1023 bytes. */
  readonly id: Uint8Array;
  /** The browser's JSON. */
  readonly collected: Uint8Array;
  /** CBOR. */
  readonly attestation: Uint8Array;
}

/** A signature over a challenge. */
export interface Assertion {
  readonly id: Uint8Array;
  readonly collected: Uint8Array;
  readonly authenticator: Uint8Array;
  readonly signature: Uint8Array;
  /** What the passkey was made for, when the authenticator says it. */
  readonly handle: Uint8Array | null;
}

export interface StoredKey {
  readonly credentialId: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly signCount: number;
}

/** Whether a challenge is one to be taken. */
export type ChallengeCheck = (challenge: Uint8Array) => Promise<boolean>;

const onChallenge = (check: ChallengeCheck) => (text: string) => check(fromBase64Url(text));

/** Older browsers say nothing of it; what else they collected the library looks at. */
const unframed = z.looseObject({ crossOrigin: z.literal(false).optional() });

/** Whether the browser says that a page of another site had framed ours; our pages let nobody frame them. */
function isFramed(collected: Uint8Array): boolean {
  return !unframed.safeParse(JSON.parse(fromUtf8(collected))).success;
}

const CBOR_BYTES_U16 = 0x59;

/**
 * The same attestation without its statement. None was asked for, so none is looked at: neither what it says of the make
 * of a device, nor the addresses in its certificates.
 */
function unattested(attestation: Uint8Array): Uint8Array {
  const authData = decodeAttestationObject(new Uint8Array(attestation)).get("authData");
  const length = Uint8Array.of(CBOR_BYTES_U16, authData.length >> 8, authData.length & 0xff);
  const text = (value: string): Uint8Array => concat(Uint8Array.of(0x60 | value.length), utf8(value));
  const map = concat(text("fmt"), text("none"), text("attStmt"), Uint8Array.of(0xa0), text("authData"));
  return concat(Uint8Array.of(0xa3), map, length, authData);
}

/** A credential's id as the library takes it, in base64url. */
const named = (id: string) => ({ id, rawId: id, type: "public-key", clientExtensionResults: {} }) as const;

/** What a new key and an assertion are both held to. */
const expected = ({ origin, id }: RelyingParty, check: ChallengeCheck) => ({
  expectedChallenge: onChallenge(check),
  expectedOrigin: origin,
  expectedRPID: id,
  requireUserVerification: true,
});

/** @returns what to keep, or `null` for anything that is not a new key for this challenge, host and user */
export async function verifyRegistration(
  party: RelyingParty,
  { id, collected, attestation }: Registration,
  check: ChallengeCheck,
): Promise<StoredKey | null> {
  const name = toBase64Url(id);
  try {
    if (isFramed(collected)) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...named(name),
        response: {
          clientDataJSON: toBase64Url(collected),
          attestationObject: toBase64Url(unattested(attestation)),
        },
      },
      ...expected(party, check),
      supportedAlgorithmIDs: [...ALGORITHMS],
    });
    // The id is said twice: beside the key, and inside what was attested.
    if (!verified || registrationInfo.credential.id !== name) return null;
    const { publicKey, counter } = registrationInfo.credential;
    if (publicKey.length > PUBLIC_KEY_MAX_BYTES) return null;
    return { credentialId: id, publicKey, signCount: counter };
  } catch {
    return null; // the library throws for each way of being wrong; none of them is told
  }
}

/** @returns the counter that the authenticator shows, or `null` when anything is wrong */
export async function verifyAssertion(
  party: RelyingParty,
  { id, collected, authenticator, signature }: Assertion,
  { publicKey, signCount }: Omit<StoredKey, "credentialId">,
  check: ChallengeCheck,
): Promise<number | null> {
  const name = toBase64Url(id);
  try {
    if (isFramed(collected)) return null;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...named(name),
        response: {
          clientDataJSON: toBase64Url(collected),
          authenticatorData: toBase64Url(authenticator),
          signature: toBase64Url(signature),
        },
      },
      ...expected(party, check),
      credential: { id: name, publicKey: new Uint8Array(publicKey), counter: signCount },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}
