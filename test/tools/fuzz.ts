/**
 * Random bytes for parsers. One case in four is noise of any length; the others are a rightful sample with something
 * done to it, because noise alone never gets past a first byte. The same seed gives the same cases; a failure names it,
 * and ABRI_FUZZ_SEED brings it back.
 */
import { randomInt } from "node:crypto";
import { concat } from "../../security/bytes.ts";
import { SecurityError } from "../../security/errors.ts";
import { depth } from "./depth.ts";

/** How often each parser is asked. */
export const FUZZ_CASES = depth(1_000, 1_000_000);
/** Where a case costs a signature or a decapsulation. */
export const FUZZ_CASES_WITH_KEYS = depth(1_000, 100_000);
export const FUZZ_LIMIT_MS = depth(180_000, 3 * 3_600_000);

/** Mulberry32: fast, of a 32-bit seed, and good enough for choosing what to break. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 to `below` - 1. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

/** Bytes that mean something to a parser: the ends of ranges, and what CBOR begins things with. */
const TELLING = [0x00, 0x01, 0x17, 0x18, 0x19, 0x1b, 0x3f, 0x40, 0x58, 0x60, 0x80, 0x9f, 0xa0, 0xb8, 0xf4, 0xff];

const EDITS: readonly ((random: Random, bytes: Uint8Array) => Uint8Array)[] = [
  (random, bytes) => changed(random, bytes, (byte) => byte ^ (1 << random.below(8))),
  (random, bytes) => changed(random, bytes, () => random.below(256)),
  (random, bytes) => changed(random, bytes, () => random.pick(TELLING)),
  (random, bytes) => bytes.slice(0, random.below(bytes.length + 1)),
  (random, bytes) => concat(bytes, random.bytes(1 + random.below(8))),
  (random, bytes) => spliced(random, bytes, new Uint8Array(0)),
  (random, bytes) => spliced(random, bytes, random.bytes(1 + random.below(8))),
  (random, bytes) => spliced(random, bytes, bytes.slice(random.below(bytes.length + 1)).slice(0, 24)),
];

/** Half of all changes fall into the first bytes, where structure is. */
function place(random: Random, length: number): number {
  return random.below(random.below(2) === 0 ? Math.min(length, 48) : length);
}

function changed(random: Random, bytes: Uint8Array, to: (byte: number) => number): Uint8Array {
  const out = bytes.slice();
  const at = place(random, out.length);
  if (out.length > 0) out[at] = to(out[at] as number);
  return out;
}

/** A few bytes replaced by others: nothing, noise, or a piece of the same. */
function spliced(random: Random, bytes: Uint8Array, piece: Uint8Array): Uint8Array {
  const at = place(random, bytes.length + 1);
  const out = new Uint8Array(Math.max(at, bytes.length - random.below(8)) + piece.length);
  out.set(bytes.subarray(0, at));
  out.set(piece, at);
  out.set(bytes.subarray(bytes.length - (out.length - at - piece.length)), at + piece.length);
  return out;
}

/** One case: noise, or a sample with one to three changes. */
export function mangled(random: Random, samples: readonly Uint8Array[]): Uint8Array {
  const sample = random.pick(samples);
  if (random.below(4) === 0) return random.bytes(random.below(Math.min(2 * sample.length, 128) + 1));
  let bytes = sample;
  for (let edits = 1 + random.below(3); edits > 0; edits--) bytes = random.pick(EDITS)(random, bytes);
  return bytes;
}

/**
 * Puts `cases` random inputs through `check`, which throws when something is wrong.
 * @throws Error that names the seed, the case and its bytes
 */
export async function fuzz<T extends Uint8Array | string>(
  cases: number,
  next: (random: Random) => T,
  check: (input: T) => unknown,
): Promise<void> {
  const seed = Number(process.env["ABRI_FUZZ_SEED"] ?? randomInt(2 ** 32));
  const random = new Random(seed);
  for (let i = 0; i < cases; i++) {
    const input = next(random);
    try {
      const checked = check(input);
      if (checked instanceof Promise) await checked;
    } catch (cause) {
      const shown = typeof input === "string" ? JSON.stringify(input) : Buffer.from(input).toString("hex");
      throw new Error(`ABRI_FUZZ_SEED=${seed}, case ${i}, input ${shown.slice(0, 4000)}: ${String(cause)}`, { cause });
    }
  }
}

function refused(error: unknown): null {
  if (error instanceof SecurityError) return null;
  throw error;
}

/** What `read` makes of an input, or null when it refuses it as documented; any other error is thrown on. */
export function refusing<I, O>(read: (input: I) => O): (input: I) => O | null {
  return (input) => {
    try {
      const value = read(input);
      return value instanceof Promise ? (value.catch(refused) as O) : value;
    } catch (error) {
      return refused(error);
    }
  };
}
