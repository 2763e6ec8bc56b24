/**
 * As `./secondReader.ts`, for what officers keep: vaults, saved views, entries, requests, shares of the recovery key. Node's
 * own crypto module and the `argon2` package; no code of security/.
 */
import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  verify,
} from "node:crypto";
import argon2 from "argon2";
import { hpke, unpadded } from "./secondReader.ts";

export const sha256 = (...parts: Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();

const number = (value: number, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
};
export const u8 = (value: number): Buffer => number(value, 1);
export const u16 = (value: number): Buffer => number(value, 2);
export const u32 = (value: number): Buffer => number(value, 4);

export function hkdf(ikm: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync("sha256", ikm, Buffer.alloc(0), info, 32));
}

export const hmac = (key: Buffer, ...parts: Buffer[]): Buffer =>
  createHmac("sha256", key).update(Buffer.concat(parts)).digest();

/** The public half of an Ed25519 seed, 32 bytes. */
export function ed25519Public(seed: Buffer): Buffer {
  const key = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return createPublicKey(createPrivateKey({ key, format: "der", type: "pkcs8" }))
    .export({ format: "der", type: "spki" })
    .subarray(-32);
}

/** Whether a signature over `label | 0x00 | parts` is of this key (32 bytes). */
export function signed(label: string, parts: readonly Buffer[], signature: Buffer, key: Buffer): boolean {
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]);
  const message = Buffer.concat([Buffer.from(label), Buffer.from([0]), ...parts]);
  return verify(null, message, createPublicKey({ key: spki, format: "der", type: "spki" }), signature);
}

/** Authentication key and vault key. The passphrase is normal already. */
export async function vaultKeys(passphrase: string, salt: Buffer): Promise<[Buffer, Buffer]> {
  const cost = { type: argon2.argon2id, memoryCost: 65_536, timeCost: 3, parallelism: 1, hashLength: 32 } as const;
  const stretched = await argon2.hash(Buffer.from(passphrase), { ...cost, salt, raw: true });
  return [hkdf(stretched, "abri/v1/vault-auth"), hkdf(stretched, "abri/v1/vault-key")];
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** HChaCha20 (draft-irtf-cfrg-xchacha, section 2.2): the subkey of the first 16 bytes of a nonce. */
function hchacha20(key: Buffer, nonce: Buffer): Buffer {
  const input = Buffer.concat([Buffer.from("expand 32-byte k"), key, nonce.subarray(0, 16)]);
  const state = Array.from({ length: 16 }, (_, i) => input.readInt32LE(4 * i));
  const at = (i: number): number => state[i] as number;
  const quarter = (a: number, b: number, c: number, d: number): void => {
    for (const [to, from, into, by] of [
      [a, b, d, 16],
      [c, d, b, 12],
      [a, b, d, 8],
      [c, d, b, 7],
    ] as const) {
      state[to] = (at(to) + at(from)) | 0;
      state[into] = rotated(at(into) ^ at(to), by);
    }
  };
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, i + 4, i + 8, i + 12);
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const out = Buffer.alloc(32);
  [0, 1, 2, 3, 12, 13, 14, 15].forEach((word, i) => out.writeInt32LE(at(word), 4 * i));
  return out;
}

/** nonce 24 | XChaCha20-Poly1305: throws where it does not open. */
export function xchachaOpen(key: Buffer, sealed: Buffer, aad: Buffer): Buffer {
  const inner = Buffer.concat([Buffer.alloc(4), sealed.subarray(16, 24)]);
  const decipher = createDecipheriv("chacha20-poly1305", hchacha20(key, sealed), inner, { authTagLength: 16 });
  decipher.setAAD(aad, { plaintextLength: sealed.length - 40 });
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(24, -16)), decipher.final()]);
}

export interface ReadEntry {
  readonly kind: number;
  readonly after: readonly string[];
  readonly content: Buffer;
}

/** Opens an entry and checks everything that it says of itself. */
export async function openEntry(
  sealed: Buffer,
  place: { readonly desk: number; readonly epoch: number; readonly objectId: Buffer; readonly caseId: Buffer },
  sealingSeed: Buffer,
  signer: { readonly id: Buffer; readonly key: Buffer },
): Promise<ReadEntry> {
  const where = Buffer.concat([u16(place.desk), u32(place.epoch), place.objectId]);
  const plaintext = unpadded(await hpke(sealingSeed, Buffer.concat([Buffer.from("abri/v1/note"), where]), sealed));
  const body = plaintext.subarray(81);
  const [kind, signerId] = [plaintext.subarray(64, 65), plaintext.subarray(65, 81)];
  const covered = [kind, where, signerId, body];
  if (!signed("abri/v1/officer-entry", covered, plaintext.subarray(0, 64), signer.key)) throw new Error("signature");
  if (!signerId.equals(signer.id) || !body.subarray(0, 16).equals(place.caseId)) throw new Error("place");
  const count = body[16] as number;
  const after = Array.from({ length: count }, (_, i) => body.subarray(17 + 32 * i, 49 + 32 * i).toString("hex"));
  return { kind: kind[0] as number, after, content: body.subarray(17 + 32 * count) };
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The 80 bytes of eight printed lines, each of which was copied right. */
export function shareBytes(lines: readonly string[]): Buffer {
  const parts = lines.map((line, i) => {
    const characters = line.replaceAll(" ", "");
    const bits = characters
      .slice(1, 17)
      .split("")
      .map((each) => ALPHABET.indexOf(each).toString(2).padStart(5, "0"))
      .join("");
    const part = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
    const check = sha256(Buffer.from("abri/v1/recovery-line"), u8(i + 1), part).readUInt16BE() >> 6;
    if (characters[0] !== `${i + 1}` || characters.slice(17) !== `${ALPHABET[check >> 5]}${ALPHABET[check & 31]}`)
      throw new Error(`line ${i + 1}`);
    return part;
  });
  const bytes = Buffer.concat(parts);
  const check = sha256(Buffer.from("abri/v1/recovery-share"), bytes.subarray(0, 75)).subarray(0, 5);
  if (!bytes.subarray(75).equals(check)) throw new Error("share");
  return bytes;
}

/** The secret of two of Shamir's shares (32 values and x, each): the lines through both points, at 0. */
export function joined(one: Buffer, two: Buffer): Buffer {
  const [x, z] = [one[32] as number, two[32] as number];
  const slope = inverse(x ^ z);
  return Buffer.from(
    Array.from({ length: 32 }, (_, i) => {
      const [y, w] = [one[i] as number, two[i] as number];
      return y ^ times(times(y ^ w, slope), x);
    }),
  );
}

/** In GF(2^8) with the polynomial 0x11b: by doubling, as the standard of AES multiplies. */
function times(a: number, b: number): number {
  let [product, left, right] = [0, a, b];
  for (; right > 0; right >>= 1) {
    if (right & 1) product ^= left;
    left = left & 0x80 ? (left << 1) ^ 0x11b : left << 1;
  }
  return product;
}

const inverse = (a: number): number => Array.from({ length: 256 }, (_, b) => b).find((b) => times(a, b) === 1) ?? 0;
