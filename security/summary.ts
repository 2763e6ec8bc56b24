/**
 * The summary: what the queue shows of an item before it is opened. The triage worker seals it to the desk that will
 * read it.
 *
 *     summary   HPKE to the desk epoch key, info = "abri/v1/summary" | desk u16 | epoch u32 | item id 16
 *               enc 1120 | sealed 256 | tag 16      1392 bytes; plaintext CBOR { 0: [word, word], 1: slip }, padded to 256
 */
import { concat, exactly, u16, u32, utf8 } from "./bytes.ts";
import { CborReader, type CborValue, encodeCbor } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { hpkeOpen, hpkeOpenWith, hpkeSeal } from "./hpke.ts";
import { LABELS } from "./labels.ts";
import { OBJECT_ID_BYTES, SUMMARY_PLAINTEXT_BYTES } from "./limits.ts";
import { pad, unpad } from "./padding.ts";
import type { Primitives } from "./primitives/types.ts";
import { encodeSlip, parseSlip } from "./slip.ts";
import type { Opener } from "./types.ts";
import type { Slip } from "./vocabulary.ts";

/** Aliases are two words of a list of 2048. */
export const ALIAS_WORDS = 2048;

export interface Summary {
  /** Two positions in the list of alias words, 0 to 2047. */
  readonly alias: readonly [number, number];
  readonly slip: Slip;
}

/** Where a summary belongs; it opens nowhere else. */
export interface SummaryPlace {
  readonly deskId: number;
  readonly epoch: number;
  /** 16 bytes. */
  readonly itemId: Uint8Array;
}

/** HPKE info of a summary. */
export function summaryInfo({ deskId, epoch, itemId }: SummaryPlace): Uint8Array {
  return concat(utf8(LABELS.summary), u16(deskId), u32(epoch), exactly(itemId, OBJECT_ID_BYTES, "an item id"));
}

/** @throws SecurityError `out_of_range` */
export function encodeSummary({ alias, slip }: Summary): Uint8Array {
  if (alias.some((word) => word >= ALIAS_WORDS)) throw new SecurityError("out_of_range", "an alias word out of range");
  return encodeCbor(
    new Map<number, CborValue>([
      [0, [...alias]],
      [1, encodeSlip(slip)],
    ]),
  );
}

/** @throws SecurityError `malformed`, `non_canonical` */
export function parseSummary(bytes: Uint8Array): Summary {
  const reader = CborReader.parse(bytes);
  const [first, second, ...more] = reader.array(0, 2);
  const slip = parseSlip(reader.bytes(1));
  reader.end();
  if (!isAliasWord(first) || !isAliasWord(second) || more.length > 0) {
    throw new SecurityError("malformed", "an alias is two words");
  }
  return { alias: [first, second], slip };
}

function isAliasWord(value: CborValue | undefined): value is number {
  return typeof value === "number" && value < ALIAS_WORDS;
}

/** `deskKey`: the desk's X-Wing public key, 1216 bytes. Returns 1392 bytes. */
export function sealSummary(
  p: Primitives,
  summary: Summary,
  place: SummaryPlace & { readonly deskKey: Uint8Array },
): Promise<Uint8Array> {
  return hpkeSeal(p, place.deskKey, summaryInfo(place), pad(encodeSummary(summary), SUMMARY_PLAINTEXT_BYTES));
}

/** Returns `null` when it does not open, or opens to something else than a summary. */
export async function openSummary(
  p: Primitives,
  sealed: Uint8Array,
  place: SummaryPlace & { readonly secretKey: Uint8Array },
): Promise<Summary | null> {
  return readPadded(await hpkeOpen(p, place.secretKey, summaryInfo(place), sealed));
}

/** As `openSummary`, with what a rewrap gave. */
export function openSummaryWith(p: Primitives, sealed: Uint8Array, { messageKey }: Opener): Summary | null {
  return readPadded(hpkeOpenWith(p, messageKey, sealed));
}

function readPadded(padded: Uint8Array | null): Summary | null {
  if (padded === null) return null;
  try {
    return parseSummary(unpad(padded));
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}
