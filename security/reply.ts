/**
 * A reply, as it stands in a mailbox slot.
 *
 *     slot    nonce 24 | XChaCha20-Poly1305(outer key, nonce, aad = "abri/v1/reply" | mailbox id 16 | sequence u32) of inner
 *     inner   HPKE to the reply key, info = the same bytes as that aad: enc 1120 | sealed 2920 | tag 16
 *     sealed  signature 64 | signing key id 8 | sequence u32 | desk u16 | part u8 | parts u8 | text, padded to 2920
 *
 * The signature is by the desk's reply-signing key over "abri/v1/reply" | 0x00 | mailbox id 16 | all that follows the
 * signature, without the padding. Key id = SHA-256(signing public key)[0..8]. The outer layer is there because X-Wing
 * ciphertexts can be told from random bytes.
 */
import { concat, readUnsigned, u16, u32, u8, utf8 } from "./bytes.ts";
import { mailboxIdOf, parseDescriptor } from "./descriptor.ts";
import { SecurityError } from "./errors.ts";
import { hpkeSeal } from "./hpke.ts";
import { LABELS } from "./labels.ts";
import {
  KEY_ID_BYTES,
  REPLY_HEADER_BYTES,
  REPLY_PLAINTEXT_BYTES,
  REPLY_TEXT_MAX_BYTES,
  SIGNATURE_BYTES,
  XCHACHA_NONCE_BYTES,
} from "./limits.ts";
import { pad } from "./padding.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";

export interface ReplyHeader {
  /** From 1; the server and the person see them in this order. */
  readonly sequence: number;
  readonly deskId: number;
  /** From 1 to `parts`: a long reply travels as several. */
  readonly part: number;
  readonly parts: number;
}

/** What the aad of the outer layer and the info of the inner one are. */
export function replyInfo(mailboxId: Uint8Array, sequence: number): Uint8Array {
  return concat(utf8(LABELS.reply), mailboxId, u32(sequence));
}

/** SHA-256(signing public key)[0..8] */
export async function signingKeyId(p: Primitives, publicKey: Uint8Array): Promise<Uint8Array> {
  return (await p.sha256(publicKey)).slice(0, KEY_ID_BYTES);
}

/** The bytes that a reply's signature is over; `signed` is what follows the signature. */
export function replyMessage(mailboxId: Uint8Array, signed: Uint8Array): Uint8Array {
  return concat(utf8(LABELS.reply), Uint8Array.of(0), mailboxId, signed);
}

export interface ReplyPlaintext extends ReplyHeader {
  readonly signature: Uint8Array;
  readonly keyId: Uint8Array;
  readonly text: Uint8Array;
  /** Key id to text: what was signed. */
  readonly signed: Uint8Array;
}

/** `part` must be from 1 to `parts`. @throws SecurityError `out_of_range` */
function encodeSigned(keyId: Uint8Array, { sequence, deskId, part, parts }: ReplyHeader, text: Uint8Array): Uint8Array {
  if (sequence < 1 || part < 1 || part > parts) throw new SecurityError("out_of_range", "sequence, part or parts");
  return concat(keyId, u32(sequence), u16(deskId), u8(part), u8(parts), text);
}

/** Reads an unpadded reply plaintext. @throws SecurityError `malformed` */
export function parseReplyPlaintext(plaintext: Uint8Array): ReplyPlaintext {
  const header = {
    sequence: readUnsigned(plaintext, SIGNATURE_BYTES + KEY_ID_BYTES, 4),
    deskId: readUnsigned(plaintext, SIGNATURE_BYTES + KEY_ID_BYTES + 4, 2),
    part: readUnsigned(plaintext, REPLY_HEADER_BYTES - 2, 1),
    parts: readUnsigned(plaintext, REPLY_HEADER_BYTES - 1, 1),
  };
  if (header.part < 1 || header.part > header.parts) throw new SecurityError("malformed", "not a part of a reply");
  return {
    ...header,
    signature: plaintext.slice(0, SIGNATURE_BYTES),
    keyId: plaintext.slice(SIGNATURE_BYTES, SIGNATURE_BYTES + KEY_ID_BYTES),
    text: plaintext.slice(REPLY_HEADER_BYTES),
    signed: plaintext.slice(SIGNATURE_BYTES),
  };
}

/**
 * Seals one part of a reply for the mailbox that `descriptor` (1312 bytes) describes. Returns the slot, 4096 bytes.
 * @param reply `signing` is the desk epoch's Ed25519 pair; `text` has at most 2839 bytes of UTF-8, see `splitReply`
 * @throws SecurityError `too_long`, `out_of_range`
 */
export async function sealReply(
  p: Primitives,
  reply: ReplyHeader & { readonly descriptor: Uint8Array; readonly signing: KeyPair; readonly text: string },
): Promise<Uint8Array> {
  const { replyKey, outerKey } = parseDescriptor(reply.descriptor);
  const mailboxId = await mailboxIdOf(p, reply.descriptor);
  const signed = encodeSigned(await signingKeyId(p, reply.signing.publicKey), reply, utf8(reply.text));
  const signature = p.ed25519Sign(replyMessage(mailboxId, signed), reply.signing.secretKey);
  const info = replyInfo(mailboxId, reply.sequence);
  const inner = await hpkeSeal(p, replyKey, info, pad(concat(signature, signed), REPLY_PLAINTEXT_BYTES));
  const nonce = p.randomBytes(XCHACHA_NONCE_BYTES);
  return concat(nonce, p.xchachaSeal(outerKey, nonce, inner, info));
}

/**
 * Splits a reply into parts that fit a slot each; joined again they are the text. Breaks after white space where there
 * is some in the last quarter of a part, and never inside a code point. An empty text has no parts.
 */
export function splitReply(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (utf8(rest).length > REPLY_TEXT_MAX_BYTES) {
    const fits = longestFitting(rest);
    const spaced = /^[^]*\s/u.exec(fits)?.[0] ?? "";
    const part = spaced.length > (fits.length * 3) / 4 ? spaced : fits;
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return rest === "" ? parts : [...parts, rest];
}

function longestFitting(text: string): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += utf8(character).length;
    if (bytes > REPLY_TEXT_MAX_BYTES) break;
    end += character.length;
  }
  return text.slice(0, end);
}
