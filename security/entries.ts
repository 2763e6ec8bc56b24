/**
 * Entries: what an officer writes into a case for the desk's officers. Signed, padded and sealed to a desk epoch.
 *
 *     sealed     4096, 16 384 or 65 536 bytes: HPKE to the desk epoch key,
 *                info = label note | desk u16 | epoch u32 | object id 16
 *     plaintext  signature 64 | kind u8 | signer id 16 | content, padded to the sealed length - 1136
 *     signature  see `./officerSignature.ts`; it covers desk, epoch and object id too, so an entry cannot be moved
 *
 * Content of kind sentReply: CBOR { 0: mailbox id 16, 1: text, 2: [ sequence number of each part … ] }; of kind attached:
 * `./attached.ts`.
 */
import { concat, exactly, u16, u32, U32_MAX, u8, utf8 } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { openFailed, SecurityError } from "./errors.ts";
import { hpkeOpen, hpkeSeal } from "./hpke.ts";
import { LABELS } from "./labels.ts";
import {
  ENTRY_BUCKETS_BYTES,
  ENTRY_MAX_BYTES,
  HPKE_OVERHEAD_BYTES,
  MAILBOX_ID_BYTES,
  OBJECT_ID_BYTES,
  OFFICER_ID_BYTES,
  SIGNATURE_BYTES,
} from "./limits.ts";
import {
  checkOfficerSignature,
  ENTRY_KINDS,
  signAsOfficer,
  type EntryKind,
  type SignerKeyOf,
} from "./officerSignature.ts";
import { pad, unpad } from "./padding.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";

const KIND_AT = SIGNATURE_BYTES;
const SIGNER_AT = KIND_AT + 1;
const CONTENT_AT = SIGNER_AT + OFFICER_ID_BYTES;
const SENT_REPLY_PARTS_MAX = 255;

/** Where an entry belongs. */
export interface EntryPlace {
  readonly deskId: number;
  readonly epoch: number;
  /** The entry's own uuid, 16 bytes. */
  readonly objectId: Uint8Array;
}

export interface Entry {
  readonly signerId: Uint8Array;
  readonly kind: EntryKind;
  readonly content: Uint8Array;
}

/** What a reply said, kept for the officers of the desk: the mailbox copy opens only with the person's code. */
export interface SentReply {
  readonly mailboxId: Uint8Array;
  readonly text: string;
  /** The sequence numbers of the parts, in order. */
  readonly sequences: readonly number[];
}

/**
 * Signs with the officer's Ed25519 pair and seals to the desk epoch's X-Wing public key (1216 bytes).
 * @throws SecurityError `too_long` when the content exceeds 64 318 bytes
 */
export async function sealEntry(
  p: Primitives,
  entry: EntryPlace & Entry & { readonly deskKey: Uint8Array; readonly signing: KeyPair },
): Promise<Uint8Array> {
  const { deskId, epoch, objectId, signerId, content } = entry;
  const kind = ENTRY_KINDS[entry.kind];
  const object = { kind, deskId, epoch, objectId, signerId, content };
  const signature = signAsOfficer(p, object, entry.signing.secretKey);
  const plaintext = concat(signature, u8(kind), signerId, content);
  const needed = plaintext.length + 1 + HPKE_OVERHEAD_BYTES;
  const length = ENTRY_BUCKETS_BYTES.find((bucket) => bucket >= needed) ?? ENTRY_MAX_BYTES;
  return hpkeSeal(p, entry.deskKey, infoOf(entry), pad(plaintext, length - HPKE_OVERHEAD_BYTES));
}

/**
 * Opens an entry with the desk epoch's X-Wing secret key (32 bytes) and checks who wrote it.
 * @throws SecurityError `malformed`, `open_failed`, `unknown_signer`, `bad_signature`
 */
export async function openEntry(
  p: Primitives,
  sealed: Uint8Array,
  {
    secretKey,
    signerKeyOf,
    ...place
  }: EntryPlace & { readonly secretKey: Uint8Array; readonly signerKeyOf: SignerKeyOf },
): Promise<Entry> {
  if (!ENTRY_BUCKETS_BYTES.some((bucket) => bucket === sealed.length)) {
    throw new SecurityError("malformed", "an entry of another length");
  }
  const padded = await hpkeOpen(p, secretKey, infoOf(place), sealed);
  if (!padded) throw openFailed();
  const plaintext = unpad(padded);
  if (plaintext.length < CONTENT_AT) throw new SecurityError("malformed", "an entry that ends too early");
  const number = plaintext[KIND_AT] as number;
  const kind = (Object.keys(ENTRY_KINDS) as EntryKind[]).find((each) => ENTRY_KINDS[each] === number);
  // A grant is signed in the same form, but is not an entry: it has a place and a sealing of its own.
  if (!kind || kind === "grant") throw new SecurityError("malformed", "an entry of an unknown kind");
  const signerId = plaintext.slice(SIGNER_AT, CONTENT_AT);
  const content = plaintext.slice(CONTENT_AT);
  const { deskId, epoch, objectId } = place;
  const object = { kind: number, deskId, epoch, objectId, signerId, content };
  checkOfficerSignature(p, object, plaintext.slice(0, SIGNATURE_BYTES), signerKeyOf);
  return { signerId, kind, content };
}

/** The content of a `sentReply` entry. */
export function encodeSentReply({ mailboxId, text, sequences }: SentReply): Uint8Array {
  return encodeCbor(
    new Map<number, CborValue>([
      [0, exactly(mailboxId, MAILBOX_ID_BYTES, "mailbox id")],
      [1, text],
      [2, [...sequences]],
    ]),
  );
}

/** @throws SecurityError `malformed`, `non_canonical` */
export function parseSentReply(content: Uint8Array): SentReply {
  const reader = CborReader.parse(content);
  const reply: SentReply = {
    mailboxId: reader.bytes(0, MAILBOX_ID_BYTES),
    text: reader.text(1, ENTRY_MAX_BYTES),
    sequences: reader.array(2, SENT_REPLY_PARTS_MAX).map((sequence) => {
      if (typeof sequence !== "number" || sequence < 1 || sequence > U32_MAX) {
        throw new SecurityError("malformed", "a sequence number is out of range");
      }
      return sequence;
    }),
  };
  reader.end();
  return reply;
}

function infoOf({ deskId, epoch, objectId }: EntryPlace): Uint8Array {
  return concat(utf8(LABELS.note), u16(deskId), u32(epoch), exactly(objectId, OBJECT_ID_BYTES, "object id"));
}
