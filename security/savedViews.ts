/**
 * What an officer looks for in the queue, kept for them where the server reads none of it: named sets of filters, and whether
 * single keys are shortcuts. One blob of one length per officer, however many there are.
 *
 *     views key = HKDF-SHA256(the officer's signing seed 32, no salt, label views-key, 32 bytes)
 *     views 8192 = nonce 24 | XChaCha20-Poly1305(views key, aad = label views | officer id 16 | counter u32) of
 *                  CBOR { 0: array of views, 1: single keys bool }, padded to 8152
 *     view = CBOR { 0: name, 1: level?, 2: desk?, 3: due?, 4: holder?, 5: state?, 6: language?, 7: kind?, 8: news?, 9: child?,
 *                   10: assisted?, 11: label?, 12: text? }
 *
 * The counter goes up with every change; a console that has seen a higher one refuses. The key comes of the vault, so that the
 * views open in every browser of the officer, and with no other passphrase.
 */
import { isLabel } from "./action.ts";
import { concat, exactly, u32, utf8 } from "./bytes.ts";
import { CborReader, encodeCbor, type CborValue } from "./cbor.ts";
import { openFailed, SecurityError } from "./errors.ts";
import { LABELS } from "./labels.ts";
import {
  AEAD_KEY_BYTES,
  ED25519_SEED_BYTES,
  LABEL_MAX_BYTES,
  OFFICER_ID_BYTES,
  VIEW_NAME_MAX_BYTES,
  VIEW_TEXT_MAX_BYTES,
  VIEWS_BYTES,
  VIEWS_MAX,
  VIEWS_PLAINTEXT_BYTES,
  XCHACHA_NONCE_BYTES,
} from "./limits.ts";
import { pad, unpad } from "./padding.ts";
import type { Primitives } from "./primitives/types.ts";
import { KINDS, LANGUAGES, type Kind, type Language } from "./vocabulary.ts";
import { optionalWord, readOptionalWord } from "./words.ts";

/** As on the wire: a word is its position, so these are only ever appended to. */
export const VIEW_DUES = ["overdue", "today", "soon"] as const;
export const VIEW_HOLDERS = ["mine", "nobody", "others", "handed"] as const;
export const VIEW_STATES = ["open", "answered", "closed"] as const;
export const VIEW_NEWS = ["report", "message", "withdrawal", "rekey", "none", "reopened"] as const;

const NO_SALT = new Uint8Array(0);
const LEVEL_MAX = 3;
const DESK_MAX = 65_535;

/** Everything that the queue can be filtered by; what is absent is not asked for. */
export interface ViewFilter {
  readonly level?: number | undefined;
  readonly desk?: number | undefined;
  readonly due?: (typeof VIEW_DUES)[number] | undefined;
  readonly holder?: (typeof VIEW_HOLDERS)[number] | undefined;
  readonly state?: (typeof VIEW_STATES)[number] | undefined;
  readonly language?: Language | undefined;
  readonly kind?: Kind | undefined;
  readonly news?: (typeof VIEW_NEWS)[number] | undefined;
  readonly child?: boolean | undefined;
  readonly assisted?: boolean | undefined;
  readonly label?: string | undefined;
  readonly text?: string | undefined;
}

export interface SavedView {
  /** As a label's: normal, 1 to 100 bytes of UTF-8, without control characters; no two alike. */
  readonly name: string;
  readonly filter: ViewFilter;
}

export interface ViewsContent {
  /** At most 16. */
  readonly views: readonly SavedView[];
  /** Whether single keys are shortcuts. */
  readonly singleKeys: boolean;
}

/** For an officer who has kept none yet. */
export const NO_VIEWS: ViewsContent = { views: [], singleKeys: true };

/** Whose views, and how often they have been changed. */
export interface ViewsPlace {
  /** The officer's uuid, 16 bytes. */
  readonly officerId: Uint8Array;
  /** 1 to 2^32 - 1. */
  readonly counter: number;
}

/** The key of an officer's views, 32 bytes, from their signing seed (32 bytes). */
export function viewsKey(p: Primitives, signingSeed: Uint8Array): Promise<Uint8Array> {
  exactly(signingSeed, ED25519_SEED_BYTES, "signing seed");
  return p.hkdfSha256(signingSeed, NO_SALT, utf8(LABELS.viewsKey), AEAD_KEY_BYTES);
}

/** Returns 8192 bytes. @throws SecurityError `out_of_range` for what cannot be read again */
export function sealViews(
  p: Primitives,
  key: Uint8Array,
  { content, ...place }: ViewsPlace & { readonly content: ViewsContent },
): Uint8Array {
  const plaintext = encodeContent(content);
  try {
    parseContent(plaintext);
  } catch (cause) {
    throw new SecurityError("out_of_range", "views that cannot be kept", { cause });
  }
  const nonce = p.randomBytes(XCHACHA_NONCE_BYTES);
  return concat(nonce, p.xchachaSeal(key, nonce, pad(plaintext, VIEWS_PLAINTEXT_BYTES), aadOf(place)));
}

/**
 * Opens an officer's views. `counter` is what the server says; `seenCounter` the highest this console has seen for the officer.
 * @throws SecurityError `malformed`, `non_canonical`, `views_rolled_back`, `open_failed` (wrong key, officer or counter)
 */
export function openViews(
  p: Primitives,
  key: Uint8Array,
  sealed: Uint8Array,
  { seenCounter = 0, ...place }: ViewsPlace & { readonly seenCounter?: number },
): ViewsContent {
  if (sealed.length !== VIEWS_BYTES) throw new SecurityError("malformed", "views of another length");
  if (place.counter < seenCounter) throw new SecurityError("views_rolled_back", "newer views have been seen");
  const nonce = sealed.slice(0, XCHACHA_NONCE_BYTES);
  const padded = p.xchachaOpen(key, nonce, sealed.slice(XCHACHA_NONCE_BYTES), aadOf(place));
  if (!padded) throw openFailed();
  return parseContent(unpad(padded));
}

function aadOf({ officerId, counter }: ViewsPlace): Uint8Array {
  return concat(utf8(LABELS.views), exactly(officerId, OFFICER_ID_BYTES, "officer id"), u32(counter));
}

function encodeContent({ views, singleKeys }: ViewsContent): Uint8Array {
  const maps = views.map(({ name, filter }) => new Map<number, CborValue>([[0, name], ...fieldsOf(filter)]));
  return encodeCbor(
    new Map<number, CborValue>([
      [0, maps],
      [1, singleKeys],
    ]),
  );
}

function fieldsOf(filter: ViewFilter): [number, CborValue][] {
  const plain = (key: number, value: CborValue | undefined): [number, CborValue][] =>
    value === undefined ? [] : [[key, value]];
  return [
    ...plain(1, filter.level),
    ...plain(2, filter.desk),
    ...optionalWord(3, VIEW_DUES, filter.due),
    ...optionalWord(4, VIEW_HOLDERS, filter.holder),
    ...optionalWord(5, VIEW_STATES, filter.state),
    ...optionalWord(6, LANGUAGES, filter.language),
    ...optionalWord(7, KINDS, filter.kind),
    ...optionalWord(8, VIEW_NEWS, filter.news),
    ...plain(9, filter.child),
    ...plain(10, filter.assisted),
    ...plain(11, filter.label),
    ...plain(12, filter.text),
  ];
}

/** @throws SecurityError `malformed`, `non_canonical` */
function parseContent(bytes: Uint8Array): ViewsContent {
  const reader = CborReader.parse(bytes);
  const views = reader.array(0, VIEWS_MAX).map((view) => parseView(new CborReader(view)));
  const singleKeys = reader.bool(1);
  reader.end();
  if (new Set(views.map(({ name }) => name)).size !== views.length) {
    throw new SecurityError("malformed", "two views of one name");
  }
  return { views, singleKeys };
}

function parseView(reader: CborReader): SavedView {
  const name = reader.text(0, VIEW_NAME_MAX_BYTES);
  if (!isLabel(name)) throw new SecurityError("malformed", "not a name of a view");
  const filter: ViewFilter = {
    ...(reader.has(1) && { level: reader.uint(1, LEVEL_MAX) }),
    ...(reader.has(2) && { desk: reader.uint(2, DESK_MAX, 1) }),
    ...readOptionalWord(reader, 3, VIEW_DUES, "due"),
    ...readOptionalWord(reader, 4, VIEW_HOLDERS, "holder"),
    ...readOptionalWord(reader, 5, VIEW_STATES, "state"),
    ...readOptionalWord(reader, 6, LANGUAGES, "language"),
    ...readOptionalWord(reader, 7, KINDS, "kind"),
    ...readOptionalWord(reader, 8, VIEW_NEWS, "news"),
    ...(reader.has(9) && { child: reader.bool(9) }),
    ...(reader.has(10) && { assisted: reader.bool(10) }),
    ...(reader.has(11) && { label: reader.text(11, LABEL_MAX_BYTES) }),
    ...(reader.has(12) && { text: reader.text(12, VIEW_TEXT_MAX_BYTES) }),
  };
  reader.end();
  return { name, filter };
}
