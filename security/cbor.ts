/**
 * Deterministic CBOR (RFC 8949 section 4.2.1) for structured plaintext and signed content: maps with unsigned integer
 * keys, byte strings, text strings, unsigned integers, booleans and arrays; nothing else.
 *
 * `parseCbor` is strict: what it accepts, `encodeCbor` would have written byte for byte, so a signature over received
 * bytes and one over re-encoded content never disagree.
 */
import { decode, encode, rfc8949EncodeOptions, Token, Type } from "cborg";
import { equalBytes } from "./bytes.ts";
import { SecurityError } from "./errors.ts";

export type CborValue = number | boolean | string | Uint8Array | readonly CborValue[] | CborMap;
export type CborMap = ReadonlyMap<number, CborValue>;

/**
 * A byte-order mark at the start of a text (pasted text has them) is dropped: decoders of UTF-8 drop it too, cborg's
 * among them, and the text would then not re-encode to the same bytes.
 */
const OPTIONS = {
  ...rfc8949EncodeOptions,
  typeEncoders: {
    string: (text: string) => (text.startsWith("\uFEFF") ? new Token(Type.string, text.replace(/^\uFEFF+/, "")) : null),
  },
};

/** A lone surrogate, which UTF-8 cannot carry, becomes U+FFFD. */
export function encodeCbor(value: CborValue): Uint8Array {
  return encode(value, OPTIONS);
}

/** @throws SecurityError `malformed` when it does not decode, `non_canonical` when another encoding was used */
export function parseCbor(bytes: Uint8Array): CborValue {
  let value: unknown;
  try {
    value = decode(bytes, {
      strict: true,
      useMaps: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowNaN: false,
      allowInfinity: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
    });
  } catch (cause) {
    throw new SecurityError("malformed", "not CBOR", { cause });
  }
  checkKinds(value);
  if (!equalBytes(encodeCbor(value), bytes)) throw new SecurityError("non_canonical", "not deterministic CBOR");
  return value;
}

function checkKinds(value: unknown): asserts value is CborValue {
  if (typeof value === "boolean" || typeof value === "string" || value instanceof Uint8Array) return;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return;
  if (Array.isArray(value)) return value.forEach(checkKinds);
  if (value instanceof Map) {
    for (const [key, item] of value as Map<unknown, unknown>) {
      if (typeof key !== "number" || !Number.isSafeInteger(key) || key < 0) {
        throw new SecurityError("malformed", "a map key is not an unsigned integer");
      }
      checkKinds(item);
    }
    return;
  }
  throw new SecurityError("malformed", "a kind of value that protocol v1 does not use");
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
