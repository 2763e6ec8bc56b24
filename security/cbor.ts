/**
 * Deterministic CBOR (RFC 8949 section 4.2.1) for structured plaintext and signed content: unsigned integers, byte strings,
 * text strings, arrays, maps with unsigned integer keys, booleans; nothing else.
 *
 * `parseCbor` is strict: what it accepts, `encodeCbor` would have written byte for byte, so a signature over received
 * bytes and one over re-encoded content never disagree. Written here because these six kinds take a sixth of what a whole
 * library takes of the reporter's page; tests hold it against that library. See decisions/0004.
 */
import { concat, fromUtf8, readUnsigned, u16, u32, u8, utf8 } from "./bytes.ts";
import { SecurityError } from "./errors.ts";

export type CborValue = number | boolean | string | Uint8Array | readonly CborValue[] | CborMap;
export type CborMap = ReadonlyMap<number, CborValue>;

/** Major types, RFC 8949 section 3.1. */
const UINT = 0;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const FALSE = 0xf4;
const TRUE = 0xf5;

/** Our deepest content is four deep; a parser without a limit could be made to exhaust the stack. */
const MAX_DEPTH = 16;

/** First byte and argument, in the fewest bytes. @throws SecurityError `out_of_range` unless 0 to 2^53 - 1 */
function head(major: number, n: number): Uint8Array {
  if (!Number.isSafeInteger(n) || n < 0) throw new SecurityError("out_of_range", "an unsigned integer is needed");
  const first = (additional: number): Uint8Array => Uint8Array.of((major << 5) | additional);
  if (n < 24) return first(n);
  if (n < 0x100) return concat(first(24), u8(n));
  if (n < 0x1_0000) return concat(first(25), u16(n));
  if (n < 0x1_0000_0000) return concat(first(26), u32(n));
  return concat(first(27), u32(Math.floor(n / 0x1_0000_0000)), u32(n % 0x1_0000_0000));
}

/**
 * Map keys are sorted; a lone surrogate in a text, which UTF-8 cannot carry, becomes U+FFFD.
 * @throws SecurityError `out_of_range` for a number or a key that is no unsigned integer up to 2^53 - 1
 */
export function encodeCbor(value: CborValue): Uint8Array {
  if (typeof value === "number") return head(UINT, value);
  if (typeof value === "boolean") return Uint8Array.of(value ? TRUE : FALSE);
  if (typeof value === "string") {
    const text = utf8(value);
    return concat(head(TEXT, text.length), text);
  }
  if (value instanceof Uint8Array) return concat(head(BYTES, value.length), value);
  if (value instanceof Map) {
    const entries = [...(value as CborMap)].sort(([a], [b]) => a - b);
    return concat(head(MAP, value.size), ...entries.flatMap(([key, item]) => [head(UINT, key), encodeCbor(item)]));
  }
  const items = value as readonly CborValue[];
  return concat(head(ARRAY, items.length), ...items.map(encodeCbor));
}

/** @throws SecurityError `malformed` when it does not decode, `non_canonical` when another encoding was used */
export function parseCbor(bytes: Uint8Array): CborValue {
  const source = { bytes, at: 0 };
  const value = read(source, MAX_DEPTH);
  if (source.at !== bytes.length) throw new SecurityError("malformed", "bytes after the end");
  return value;
}

interface Source {
  readonly bytes: Uint8Array;
  at: number;
}

function read(source: Source, depth: number): CborValue {
  if (depth === 0) throw new SecurityError("malformed", "nested too deeply");
  const first = take(source, 1)[0] as number;
  if (first === FALSE || first === TRUE) return first === TRUE;
  const n = readArgument(source, first & 31);
  switch (first >> 5) {
    case UINT:
      return n;
    case BYTES:
      return take(source, n);
    case TEXT:
      return fromUtf8(take(source, n));
    case ARRAY: {
      const items: CborValue[] = [];
      while (items.length < n) items.push(read(source, depth - 1));
      return items;
    }
    case MAP:
      return readMap(source, n, depth);
    default:
      throw new SecurityError("malformed", "a kind of value that protocol v1 does not use");
  }
}

function readMap(source: Source, size: number, depth: number): CborMap {
  const map = new Map<number, CborValue>();
  let last = -1;
  while (map.size < size) {
    const key = read(source, 1);
    if (typeof key !== "number") throw new SecurityError("malformed", "a map key is not an unsigned integer");
    if (key <= last) throw new SecurityError("non_canonical", "map keys out of order, or twice the same");
    map.set((last = key), read(source, depth - 1));
  }
  return map;
}

/** The number that follows the first byte: a value, a length or a count. */
function readArgument(source: Source, additional: number): number {
  if (additional < 24) return additional;
  if (additional > 27) throw new SecurityError("malformed", "an indefinite or reserved length");
  const width = 1 << (additional - 24);
  const n = readUnsigned(take(source, width), 0, width);
  if (!Number.isSafeInteger(n)) throw new SecurityError("malformed", "an integer above 2^53 - 1");
  if (n < (width === 1 ? 24 : 2 ** (4 * width))) throw new SecurityError("non_canonical", "more bytes than needed");
  return n;
}

function take(source: Source, length: number): Uint8Array {
  const end = source.at + length;
  if (end > source.bytes.length) throw new SecurityError("malformed", "the bytes end too early");
  const taken = source.bytes.slice(source.at, end);
  source.at = end;
  return taken;
}

/** Reads the fields of a map one by one and, with `end`, refuses those nobody asked for. */
export class CborReader {
  readonly #map: CborMap;
  readonly #seen = new Set<number>();

  /** @throws SecurityError `malformed` unless `value` is a map */
  constructor(value: CborValue | undefined) {
    if (!(value instanceof Map)) throw new SecurityError("malformed", "a map is needed");
    this.#map = value as CborMap;
  }

  static parse(bytes: Uint8Array): CborReader {
    return new CborReader(parseCbor(bytes));
  }

  has(key: number): boolean {
    return this.#map.has(key);
  }

  /** An unsigned integer from `min` to `max`, both included. */
  uint(key: number, max: number = Number.MAX_SAFE_INTEGER, min = 0): number {
    const value = this.#take(key);
    if (typeof value !== "number" || value < min || value > max) throw this.#wrong(key);
    return value;
  }

  bool(key: number): boolean {
    const value = this.#take(key);
    if (typeof value !== "boolean") throw this.#wrong(key);
    return value;
  }

  /** A byte string of exactly `length` bytes, or of any length when that is left out. */
  bytes(key: number, length?: number): Uint8Array {
    const value = this.#take(key);
    if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) throw this.#wrong(key);
    return value;
  }

  /** A text of at most `maxBytes` bytes of UTF-8. */
  text(key: number, maxBytes: number): string {
    const value = this.#take(key);
    if (typeof value !== "string" || new TextEncoder().encode(value).length > maxBytes) throw this.#wrong(key);
    return value;
  }

  array(key: number, maxItems: number): readonly CborValue[] {
    const value = this.#take(key);
    if (!Array.isArray(value) || value.length > maxItems) throw this.#wrong(key);
    return value as readonly CborValue[];
  }

  map(key: number): CborReader {
    return new CborReader(this.#take(key));
  }

  /** @throws SecurityError `malformed` when the map holds a key that was never read */
  end(): void {
    for (const key of this.#map.keys()) if (!this.#seen.has(key)) throw this.#wrong(key);
  }

  #take(key: number): CborValue | undefined {
    this.#seen.add(key);
    return this.#map.get(key);
  }

  #wrong(key: number): SecurityError {
    return new SecurityError("malformed", `field ${key} is missing, unknown or out of range`);
  }
}

/** Lists that stand for sets are in one order, so that one content has one encoding. @throws SecurityError `malformed` */
export function checkAscending(items: readonly number[] | readonly string[]): void {
  if (items.some((item, i) => i > 0 && item <= (items[i - 1] as number | string))) {
    throw new SecurityError("malformed", "out of order, or twice the same");
  }
}
