/**
 * Signed objects: certificate, statement, roster, and the requests of consoles.
 *
 *     signature 64 | content (deterministic CBOR)          signed bytes = label | 0x00 | content
 */
import { concat, utf8 } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import type { Label } from "./labels.ts";
import { SIGNATURE_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

const SEPARATOR = Uint8Array.of(0);

/** What a signature of protocol v1 covers: label | 0x00 | content. */
export function signedBytes(label: Label, ...content: readonly Uint8Array[]): Uint8Array {
  return concat(utf8(label), SEPARATOR, ...content);
}

/** Returns signature 64 | content. `secretKey` is an Ed25519 seed of 32 bytes. */
export function signContent(p: Primitives, label: Label, content: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return concat(p.ed25519Sign(signedBytes(label, content), secretKey), content);
}

/** Cuts a signed object in two without checking anything. @throws SecurityError `malformed` when too short or too long */
export function splitSigned(wire: Uint8Array, maxBytes: number): { signature: Uint8Array; content: Uint8Array } {
  if (wire.length <= SIGNATURE_BYTES || wire.length > maxBytes) {
    throw new SecurityError("malformed", "too short or too long for a signed object");
  }
  return { signature: wire.slice(0, SIGNATURE_BYTES), content: wire.slice(SIGNATURE_BYTES) };
}

/** @throws SecurityError `bad_signature` */
export function checkSignature(
  p: Primitives,
  label: Label,
  { signature, content }: { signature: Uint8Array; content: Uint8Array },
  publicKey: Uint8Array,
): void {
  if (!p.ed25519Verify(signature, signedBytes(label, content), publicKey)) {
    throw new SecurityError("bad_signature", "the signature does not fit");
  }
}
