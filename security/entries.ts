/**
 * Entries: what an officer writes into a case for the desk's officers. Signed, padded and sealed to a desk epoch.
 *
 *     sealed     4096, 16 384 or 65 536 bytes: HPKE to the desk epoch key,
 *                info = label note | desk u16 | epoch u32 | object id 16
 *     plaintext  signature 64 | kind u8 | signer id 16 | body, padded to the sealed length - 1136
 *     body       case id 16 | n u8 | n × SHA-256 of a sealed entry 32, ascending | content
 *     signature  over the body as content, see `./officerSignature.ts`; it covers desk, epoch and object id too, so an entry
 *                cannot be moved
 *
 * The hashes are those of the newest entries of the case that the writer had seen: so the entries of a case form a log, in
 * which whatever is taken away or put in between shows (`./caseLog.ts`).
 *
 * Content of kind sentReply: CBOR { 0: mailbox id 16, 1: text, 2: [ sequence number of each part … ] }; of kind attached:
 * `./attached.ts`; of kind note: `./note.ts`; of kind action: `./action.ts`.
 */
import { concat, equalBytes, exactly, toHex, u16, u32, U32_MAX, u8, utf8 } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { openFailed, SecurityError } from "./errors.ts";
import { hpkeOpen, hpkeOpenWith, hpkeSeal } from "./hpke.ts";
import { LABELS } from "./labels.ts";
import {
  ENTRY_BUCKETS_BYTES,
  ENTRY_MAX_BYTES,
  HASH_BYTES,
  HPKE_OVERHEAD_BYTES,
  LOG_HEADS_MAX,
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
import type { Opener } from "./types.ts";

const KIND_AT = SIGNATURE_BYTES;
const SIGNER_AT = KIND_AT + 1;
const BODY_AT = SIGNER_AT + OFFICER_ID_BYTES;
/** Within a body. */
const COUNT_AT = OBJECT_ID_BYTES;
const HEADS_AT = COUNT_AT + 1;
const SENT_REPLY_PARTS_MAX = 255;

/** Where an entry belongs. */
export interface EntryPlace {
  readonly deskId: number;
  readonly epoch: number;
  /** The entry's own uuid, 16 bytes. */
  readonly objectId: Uint8Array;
  /** The uuid of the case that it lies in, 16 bytes. */
  readonly caseId: Uint8Array;
}

export interface Entry {
  readonly signerId: Uint8Array;
  readonly kind: EntryKind;
  /** SHA-256 of each of the newest sealed entries that the writer had seen, 32 bytes each: at most 16, ascending. */
  readonly after: readonly Uint8Array[];
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
 * @throws SecurityError `too_long` when the content and the hashes before it exceed 64 301 bytes; `out_of_range` for more
 * than 16 hashes, or hashes that are not ascending
 */
export async function sealEntry(
  p: Primitives,
  entry: EntryPlace & Entry & { readonly deskKey: Uint8Array; readonly signing: KeyPair },
): Promise<Uint8Array> {
  const { deskId, epoch, objectId, signerId } = entry;
  const kind = ENTRY_KINDS[entry.kind];
  const body = encodeBody(entry);
  const signature = signAsOfficer(
    p,
    { kind, deskId, epoch, objectId, signerId, content: body },
    entry.signing.secretKey,
  );
  const plaintext = concat(signature, u8(kind), signerId, body);
  const needed = plaintext.length + 1 + HPKE_OVERHEAD_BYTES;
  const length = ENTRY_BUCKETS_BYTES.find((bucket) => bucket >= needed) ?? ENTRY_MAX_BYTES;
  return hpkeSeal(p, entry.deskKey, entryInfo(entry), pad(plaintext, length - HPKE_OVERHEAD_BYTES));
}

/**
 * Opens an entry with the desk epoch's X-Wing secret key (32 bytes) and checks who wrote it.
 * @throws SecurityError `malformed`, `open_failed`, `unknown_signer`, `bad_signature`, `wrong_case`
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
  checkLength(sealed);
  const padded = await hpkeOpen(p, secretKey, entryInfo(place), sealed);
  return readPadded(p, padded, place, signerKeyOf);
}

/**
 * As `openEntry`, with what a rewrap gave: desk and epoch are those of the opener, where the entry was written.
 * @throws SecurityError as `openEntry`
 */
export function openEntryWith(
  p: Primitives,
  sealed: Uint8Array,
  opener: Opener,
  { signerKeyOf, ...ids }: Pick<EntryPlace, "objectId" | "caseId"> & { readonly signerKeyOf: SignerKeyOf },
): Entry {
  checkLength(sealed);
  const place = { ...ids, deskId: opener.deskId, epoch: opener.epoch };
  return readPadded(p, hpkeOpenWith(p, opener.messageKey, sealed), place, signerKeyOf);
}

function checkLength({ length }: Uint8Array): void {
  if (!ENTRY_BUCKETS_BYTES.some((bucket) => bucket === length)) {
    throw new SecurityError("malformed", "an entry of another length");
  }
}

function readPadded(p: Primitives, padded: Uint8Array | null, place: EntryPlace, signerKeyOf: SignerKeyOf): Entry {
  if (!padded) throw openFailed();
  const plaintext = unpad(padded);
  if (plaintext.length < BODY_AT) throw new SecurityError("malformed", "an entry that ends too early");
  const number = plaintext[KIND_AT] as number;
  const kind = (Object.keys(ENTRY_KINDS) as EntryKind[]).find((each) => ENTRY_KINDS[each] === number);
  // A grant is signed in the same form, but is not an entry: it has a place and a sealing of its own.
  if (!kind || kind === "grant") throw new SecurityError("malformed", "an entry of an unknown kind");
  const signerId = plaintext.slice(SIGNER_AT, BODY_AT);
  const body = plaintext.slice(BODY_AT);
  const { deskId, epoch, objectId } = place;
  const object = { kind: number, deskId, epoch, objectId, signerId, content: body };
  checkOfficerSignature(p, object, plaintext.slice(0, SIGNATURE_BYTES), signerKeyOf);
  const { caseId, after, content } = parseBody(body);
  if (!equalBytes(caseId, place.caseId)) throw new SecurityError("wrong_case", "the entry belongs to another case");
  return { signerId, kind, after, content };
}

function encodeBody({ caseId, after, content }: EntryPlace & Entry): Uint8Array {
  if (after.length > LOG_HEADS_MAX || !isAscending(after)) {
    throw new SecurityError("out_of_range", "an entry names at most 16 entries before it, in order");
  }
  const hashes = after.map((hash) => exactly(hash, HASH_BYTES, "hash"));
  return concat(exactly(caseId, OBJECT_ID_BYTES, "case id"), u8(after.length), ...hashes, content);
}

function parseBody(body: Uint8Array): Pick<EntryPlace, "caseId"> & Pick<Entry, "after" | "content"> {
  const count = body[COUNT_AT];
  const contentAt = HEADS_AT + (count ?? 0) * HASH_BYTES;
  if (count === undefined || count > LOG_HEADS_MAX || body.length < contentAt) {
    throw new SecurityError("malformed", "an entry that ends too early");
  }
  const after = Array.from({ length: count }, (_, i) =>
    body.slice(HEADS_AT + i * HASH_BYTES, HEADS_AT + (i + 1) * HASH_BYTES),
  );
  if (!isAscending(after)) throw new SecurityError("non_canonical", "hashes that are not in order");
  return { caseId: body.slice(0, COUNT_AT), after, content: body.slice(contentAt) };
}

const isAscending = (hashes: readonly Uint8Array[]): boolean =>
  hashes.every((hash, i) => i === 0 || toHex(hashes[i - 1] as Uint8Array) < toHex(hash));

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

/** HPKE info of an entry. */
export function entryInfo({ deskId, epoch, objectId }: Omit<EntryPlace, "caseId">): Uint8Array {
  return concat(utf8(LABELS.note), u16(deskId), u32(epoch), exactly(objectId, OBJECT_ID_BYTES, "object id"));
}
