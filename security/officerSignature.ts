/**
 * What officers write for officers is signed, because HPKE authenticates no sender. One form for all of it:
 *
 *     label officer-entry | 0x00 | kind u8 | desk u16 | epoch u32 | object id 16 | signer id 16 | content
 *
 * The signer id is the officer's id, or a lead's: the first 16 bytes of SHA-256 of the lead's public key.
 */
import { exactly, u16, u32, u8 } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import { OBJECT_ID_BYTES, OFFICER_ID_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import { signedBytes } from "./signed.ts";

/** What a signed object is; its number is on the wire, so numbers are never used again. */
export const ENTRY_KINDS = { grant: 1, note: 2, sentReply: 3, attached: 4, action: 5 } as const;
export type EntryKind = keyof typeof ENTRY_KINDS;

/** Gives the Ed25519 public key (32 bytes) of a signer id (16 bytes), or `null` for one who may not sign. */
export type SignerKeyOf = (signerId: Uint8Array) => Uint8Array | null;

export interface OfficerSigned {
  readonly kind: number;
  readonly deskId: number;
  readonly epoch: number;
  readonly objectId: Uint8Array;
  readonly signerId: Uint8Array;
  readonly content: Uint8Array;
}

/** Signs with the signer's Ed25519 seed (32 bytes); returns the signature, 64 bytes. */
export function signAsOfficer(p: Primitives, object: OfficerSigned, secretKey: Uint8Array): Uint8Array {
  return p.ed25519Sign(covered(object), secretKey);
}

/** @throws SecurityError `unknown_signer`, `bad_signature` */
export function checkOfficerSignature(
  p: Primitives,
  object: OfficerSigned,
  signature: Uint8Array,
  signerKeyOf: SignerKeyOf,
): void {
  const key = signerKeyOf(object.signerId);
  if (!key) throw new SecurityError("unknown_signer", "nobody of this id may sign for this desk and epoch");
  if (!p.ed25519Verify(signature, covered(object), key)) {
    throw new SecurityError("bad_signature", "the signature does not fit");
  }
}

function covered({ kind, deskId, epoch, objectId, signerId, content }: OfficerSigned): Uint8Array {
  return signedBytes(
    LABELS.officerEntry,
    u8(kind),
    u16(deskId),
    u32(epoch),
    exactly(objectId, OBJECT_ID_BYTES, "object id"),
    exactly(signerId, OFFICER_ID_BYTES, "signer id"),
    content,
  );
}
