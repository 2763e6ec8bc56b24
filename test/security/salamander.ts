/**
 * Builds an "invisible salamander" (Dodis, Grubbs, Ristenpart, Woodage 2018): one ChaCha20-Poly1305 ciphertext that opens
 * under two keys to two texts. One free block lets the two Poly1305 tags meet.
 */
import { concat } from "../../security/bytes.ts";
import type { Primitives } from "../../security/primitives/types.ts";

const P = (1n << 130n) - 5n;
const BLOCK = 1n << 128n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;

const mod = (x: bigint): bigint => ((x % P) + P) % P;
const read = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const write = (x: bigint, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => Number((x >> BigInt(8 * i)) & 255n));

function inverse(a: bigint): bigint {
  let [r0, r1, t0, t1] = [P, mod(a), 0n, 1n];
  while (r1 !== 0n) [r0, r1, t0, t1] = [r1, r0 % r1, t1, t0 - (r0 / r1) * t1];
  return mod(t0);
}

/** The keystream that the cipher uses, from block 1 on: what it makes of zeros. */
function keystream(p: Primitives, key: Uint8Array, length: number): Uint8Array {
  return p.chachaSeal(key, new Uint8Array(12), new Uint8Array(length), new Uint8Array(0)).slice(0, length);
}

/**
 * The first text is readable under `one`, the second, after it, under `two`; elsewhere each sees noise.
 */
export function salamander(
  p: Primitives,
  one: Uint8Array,
  two: Uint8Array,
  texts: readonly [Uint8Array, Uint8Array],
): { ciphertext: Uint8Array; aad: Uint8Array; plaintexts: [Uint8Array, Uint8Array] } {
  const half = 16 * Math.ceil(Math.max(texts[0].length, texts[1].length) / 16);
  const length = 2 * half + 16;
  const a = keystream(p, one, length);
  const b = keystream(p, two, length);
  const [keyA, keyB] = [polyKey(one), polyKey(two)];
  const body = new Uint8Array(length);
  for (let i = 0; i < half; i++) {
    body[i] = (texts[0][i] ?? 32) ^ (a[i] as number);
    body[half + i] = (texts[1][i] ?? 32) ^ (b[half + i] as number);
  }
  const lengths = read(concat(new Uint8Array(8), write(BigInt(length), 8))) + BLOCK;
  const evaluate = (r: bigint): bigint => {
    let sum = 0n;
    for (let at = 0; at < 2 * half; at += 16) sum = mod((sum + read(body.slice(at, at + 16)) + BLOCK) * r);
    return sum;
  };
  for (let attempt = 0; attempt < 4096; attempt++) {
    const [sumA, sumB] = [evaluate(keyA.r), evaluate(keyB.r)];
    for (let carry = -8n; carry <= 8n; carry++) {
      // (sumA + x)·rA² + len·rA + sA = (sumB + x)·rB² + len·rB + sB + carry·2^128
      const right = mod(
        sumB * keyB.r * keyB.r +
          lengths * keyB.r +
          keyB.s -
          keyA.s +
          carry * BLOCK -
          sumA * keyA.r * keyA.r -
          lengths * keyA.r,
      );
      const block = mod(right * inverse(keyA.r * keyA.r - keyB.r * keyB.r)) - BLOCK;
      if (block < 0n || block >= BLOCK) continue;
      body.set(write(block, 16), 2 * half);
      const tag = (mod((sumA + block + BLOCK) * keyA.r * keyA.r + lengths * keyA.r) + keyA.s) & (BLOCK - 1n);
      const ciphertext = concat(body, write(tag, 16));
      const nonce = new Uint8Array(12);
      const aad = new Uint8Array(0);
      const opened = [p.chachaOpen(one, nonce, ciphertext, aad), p.chachaOpen(two, nonce, ciphertext, aad)] as const;
      if (opened[0] && opened[1]) return { ciphertext, aad, plaintexts: [opened[0], opened[1]] };
    }
    const at = 2 * half - 1 - (attempt % 8);
    body[at] = (body[at] as number) ^ (1 + (attempt % 255));
  }
  throw new Error("no salamander in 4096 attempts");
}

/** RFC 8439 section 2.6: r and s from block 0 of the keystream. */
function polyKey(key: Uint8Array): { r: bigint; s: bigint } {
  const block = chachaBlock(key, 0);
  return { r: read(block.slice(0, 16)) & CLAMP, s: read(block.slice(16, 32)) };
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** RFC 8439 section 2.3, zero nonce. */
function chachaBlock(key: Uint8Array, counter: number): Uint8Array {
  const view = new DataView(key.buffer, key.byteOffset, 32);
  const keyWords = Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i, true));
  const start = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...keyWords, counter, 0, 0, 0);
  const x = start.slice();
  const step = (a: number, b: number, d: number, by: number): void => {
    x[a] = (x[a] as number) + (x[b] as number);
    x[d] = rotate((x[d] as number) ^ x[a], by);
  };
  const quarter = (a: number, b: number, c: number, d: number): void => {
    step(a, b, d, 16);
    step(c, d, b, 12);
    step(a, b, d, 8);
    step(c, d, b, 7);
  };
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const out = new Uint8Array(64);
  const write32 = new DataView(out.buffer);
  x.forEach((word, i) => write32.setUint32(4 * i, word + (start[i] as number), true));
  return out;
}
