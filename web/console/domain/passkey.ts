/** Passkeys as the browser makes and uses them, in the shapes that the API takes. */
import { startAuthentication, startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import { toBase64Url } from "../../../security/index.ts";
import type { PasskeyAssertion, PasskeyItem, PasskeyRegistration } from "../../../api/routes/passkeys/schema.ts";
import { uuidBytes } from "./ids.ts";

/** `cancelled`: refused, or nobody answered. `known`: a passkey of this officer is there. `unusable`: not here, not so. */
export type PasskeyProblem = "cancelled" | "known" | "unusable";

export class PasskeyError extends Error {
  readonly code: PasskeyProblem;

  constructor(code: PasskeyProblem, cause: unknown) {
    super(code, { cause });
    this.name = "PasskeyError";
    this.code = code;
  }
}

/** EdDSA, ES256, RS256: as the API takes them. */
const ALGORITHMS = [-8, -7, -257] as const;
const TRANSPORTS = ["usb", "nfc", "ble", "internal", "hybrid", "smart-card"] as const;

/** Passkeys are bound to a name: an address of digits has none. */
export function canUsePasskeys(): boolean {
  const isName = !/^(?:\[.*\]|[\d.]+)$/.test(location.hostname);
  return isName && isSecureContext && typeof PublicKeyCredential === "function";
}

/** What a device shows of a passkey: enough to tell two officers of one device apart, and nobody's name. */
export const nameOnDevice = (officerId: string): string => `Abri ${officerId.slice(0, 8)}`;

/**
 * Has a new passkey made, one that the authenticator finds by itself, so that no list of ids has to be handed out at the door.
 * @param challenge base64url @param known passkeys that the officer has: none of their authenticators makes a second one
 * @throws PasskeyError
 */
export async function createPasskey(
  challenge: string,
  officerId: string,
  known: readonly PasskeyItem[] = [],
): Promise<PasskeyRegistration> {
  const name = nameOnDevice(officerId);
  const { id, response } = await asking(() =>
    startRegistration({
      optionsJSON: {
        challenge,
        rp: { id: location.hostname, name: "Abri" },
        user: { id: toBase64Url(uuidBytes(officerId)), name, displayName: name },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: known.map(descriptor),
        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
        attestation: "none",
      },
    }),
  );
  return {
    id,
    collected: response.clientDataJSON,
    attestation: response.attestationObject,
    transports: TRANSPORTS.filter((each) => response.transports?.includes(each)),
  };
}

/**
 * Has a challenge signed. @param challenge base64url @param among only these; at the door any of this host's
 * @throws PasskeyError
 */
export async function askPasskey(challenge: string, among: readonly PasskeyItem[] = []): Promise<PasskeyAssertion> {
  const { id, response } = await asking(() =>
    startAuthentication({
      optionsJSON: {
        challenge,
        rpId: location.hostname,
        userVerification: "required",
        allowCredentials: among.map(descriptor),
      },
    }),
  );
  return {
    id,
    collected: response.clientDataJSON,
    authenticator: response.authenticatorData,
    signature: response.signature,
    handle: response.userHandle ?? null,
  };
}

const descriptor = ({ credentialId, transports }: PasskeyItem) => ({
  id: credentialId,
  type: "public-key" as const,
  transports,
});

const KNOWN = "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";

async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof WebAuthnError && cause.code === KNOWN) throw new PasskeyError("known", cause);
    const name = cause instanceof Error ? cause.name : "";
    throw new PasskeyError(["NotAllowedError", "AbortError"].includes(name) ? "cancelled" : "unusable", cause);
  }
}
