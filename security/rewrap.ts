/**
 * Rewraps: what opens one sealed object (an envelope's wrap, a summary, an entry), sealed to another desk or a later epoch. A
 * case that moves between desks, and one that stays open for long, get a rewrap of everything they hold; the objects themselves
 * keep their bytes, so hashes and signatures stay as they are.
 *
 *     rewrap     1186 bytes: HPKE to the sealing key of the new desk and epoch,
 *                info = label rewrap | kind u8 | desk u16 | epoch u32 | object id 16
 *     plaintext  desk u16 | epoch u32 | key 32 | nonce 12        where the object was sealed, and the AEAD key and nonce of its HPKE
 *                50 zeros                                        whoever made it could not open the object
 *
 * HPKE authenticates no sender: a rewrap that somebody forged opens nothing, or gives a place under which no signature holds.
 */
import { concat, exactly, readUnsigned, u16, u32, u8, utf8, wipe } from "./bytes.ts";
import { entryInfo } from "./entries.ts";
import { parseEnvelope, wrapInfo } from "./envelope.ts";
import { SecurityError } from "./errors.ts";
import { hpkeMessageKey, hpkeOpen, hpkeOpenWith, hpkeSeal } from "./hpke.ts";
import { LABELS } from "./labels.ts";
import { MESSAGE_KEY_BYTES, OBJECT_ID_BYTES, REWRAP_BYTES, REWRAP_PLAINTEXT_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import { summaryInfo } from "./summary.ts";
import type { Opener } from "./types.ts";

/** Numbers are on the wire, so they are never used again. */
const KINDS = { envelope: 1, summary: 2, entry: 3 } as const;
export type RewrapKind = keyof typeof KINDS;

/** As much of a desk's secret keys as opening needs. */
interface HeldKey {
  readonly deskId: number;
  readonly epoch: number;
  readonly sealing: { readonly secretKey: Uint8Array };
}

/** What a rewrap is of, and whom it is sealed to. */
export interface RewrapPlace {
  readonly kind: RewrapKind;
  readonly deskId: number;
  /** From 1. */
  readonly epoch: number;
  /** 16 bytes: the item's id for envelope and summary, the entry's for an entry. */
  readonly objectId: Uint8Array;
}

const EPOCH_AT = 2;
const KEY_AT = EPOCH_AT + 4;

function infoOf({ kind, deskId, epoch, objectId }: RewrapPlace): Uint8Array {
  return concat(
    utf8(LABELS.rewrap),
    u8(KINDS[kind]),
    u16(deskId),
    u32(epoch),
    exactly(objectId, OBJECT_ID_BYTES, "object id"),
  );
}

/**
 * Seals to the X-Wing public key (1216 bytes) of the place. Returns 1186 bytes, whatever it says.
 * @param opener `null` for an object that could not be opened
 */
export async function sealRewrap(
  p: Primitives,
  opener: Opener | null,
  { deskKey, ...place }: RewrapPlace & { readonly deskKey: Uint8Array },
): Promise<Uint8Array> {
  const plaintext =
    opener === null
      ? new Uint8Array(REWRAP_PLAINTEXT_BYTES)
      : concat(u16(opener.deskId), u32(opener.epoch), exactly(opener.messageKey, MESSAGE_KEY_BYTES, "message key"));
  const sealed = await hpkeSeal(p, deskKey, infoOf(place), plaintext);
  wipe(plaintext);
  return sealed;
}

/** Returns `null` for what does not open, says nothing, or is of another length. Whether it fits the object shows on opening that. */
export async function openRewrap(
  p: Primitives,
  sealed: Uint8Array,
  { secretKey, ...place }: RewrapPlace & { readonly secretKey: Uint8Array },
): Promise<Opener | null> {
  if (sealed.length !== REWRAP_BYTES) return null;
  const plaintext = await hpkeOpen(p, secretKey, infoOf(place), sealed);
  if (plaintext === null) return null;
  const [deskId, epoch] = [readUnsigned(plaintext, 0, EPOCH_AT), readUnsigned(plaintext, EPOCH_AT, KEY_AT - EPOCH_AT)];
  if (deskId === 0 || epoch === 0) return null;
  return { deskId, epoch, messageKey: plaintext.slice(KEY_AT) };
}

/**
 * What opens an envelope (9504 or 34 080 bytes): the first of the keys that does. Returns `null` where none does, or for what is
 * no envelope.
 */
export async function envelopeOpener(
  p: Primitives,
  envelope: Uint8Array,
  keys: readonly HeldKey[],
): Promise<Opener | null> {
  try {
    const { prefix, wrap } = parseEnvelope(envelope);
    return await firstThatOpens(p, wrap, keys, ({ deskId }) => wrapInfo(p, deskId, prefix));
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}

/** As `envelopeOpener`, for a summary. @param itemId 16 bytes */
export const summaryOpener = (
  p: Primitives,
  sealed: Uint8Array,
  itemId: Uint8Array,
  keys: readonly HeldKey[],
): Promise<Opener | null> =>
  firstThatOpens(p, sealed, keys, ({ deskId, epoch }) => summaryInfo({ deskId, epoch, itemId }));

/** As `envelopeOpener`, for an entry. @param objectId 16 bytes */
export const entryOpener = (
  p: Primitives,
  sealed: Uint8Array,
  objectId: Uint8Array,
  keys: readonly HeldKey[],
): Promise<Opener | null> =>
  firstThatOpens(p, sealed, keys, ({ deskId, epoch }) => entryInfo({ deskId, epoch, objectId }));

async function firstThatOpens(
  p: Primitives,
  sealed: Uint8Array,
  keys: readonly HeldKey[],
  infoFor: (key: HeldKey) => Uint8Array | Promise<Uint8Array>,
): Promise<Opener | null> {
  for (const key of keys) {
    const messageKey = await hpkeMessageKey(p, key.sealing.secretKey, await infoFor(key), sealed);
    if (messageKey === null || hpkeOpenWith(p, messageKey, sealed) === null) continue;
    return { deskId: key.deskId, epoch: key.epoch, messageKey };
  }
  return null;
}

/** Whether what a rewrap gave opens this envelope, summary or entry. */
export function opens(p: Primitives, kind: RewrapKind, object: Uint8Array, { messageKey }: Opener): boolean {
  try {
    return hpkeOpenWith(p, messageKey, kind === "envelope" ? parseEnvelope(object).wrap : object) !== null;
  } catch (error) {
    if (error instanceof SecurityError) return false;
    throw error;
  }
}
