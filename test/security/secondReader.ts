/**
 * A second implementation of what a receiver does, from PROTOCOL.md: @hpke/core with its X-Wing, and Node's own crypto
 * module. It shares no code with security/, so that a mistake there cannot cancel itself out.
 */
import { createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { hkdfSync, pbkdf2Sync, verify, type KeyObject } from "node:crypto";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";

const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
const PREFIX = 144;
const WRAP = 1168;

function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer; // Buffer.slice would share its pool
}

export async function hpke(secretKey: Buffer, info: Buffer, sealed: Buffer): Promise<Buffer> {
  const recipientKey = await suite.kem.deserializePrivateKey(arrayBuffer(secretKey));
  const enc = arrayBuffer(sealed.subarray(0, 1120));
  const context = await suite.createRecipientContext({ recipientKey, enc, info: arrayBuffer(info) });
  return Buffer.from(await context.open(arrayBuffer(sealed.subarray(1120)), new ArrayBuffer(0)));
}

const sha256 = (...parts: Buffer[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();

export function unpadded(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(0x80);
  if (end < 0 || bytes.subarray(end + 1).some((byte) => byte !== 0)) throw new Error("padding");
  return bytes.subarray(0, end);
}

/** The payload's plaintext without its padding: CBOR. */
export async function openEnvelope(body: Buffer, deskId: number, sealingSeed: Buffer): Promise<Buffer> {
  const envelope = body.subarray(0, -1392);
  const prefix = envelope.subarray(0, PREFIX);
  const wrap = envelope.subarray(PREFIX, PREFIX + WRAP);
  const info = Buffer.concat([Buffer.from("abri/v1/envelope"), Buffer.from([0, deskId]), sha256(prefix)]);
  const contentKey = await hpke(sealingSeed, info, wrap);
  const key = hkdfSync("sha256", contentKey, sha256(prefix, wrap), "abri/v1/payload", 32);
  const decipher = createDecipheriv("chacha20-poly1305", Buffer.from(key), Buffer.alloc(12), { authTagLength: 16 });
  decipher.setAAD(envelope.subarray(0, PREFIX + WRAP), { plaintextLength: envelope.length - PREFIX - WRAP - 16 });
  decipher.setAuthTag(envelope.subarray(-16));
  return unpadded(Buffer.concat([decipher.update(envelope.subarray(PREFIX + WRAP, -16)), decipher.final()]));
}

/** The Ed25519 public key of a thread seed, hexadecimal. */
export function threadKey(seed: string): KeyObject {
  const pkcs8 = Buffer.from(`302e020100300506032b657004220420${seed}`, "hex");
  return createPublicKey(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }));
}

export interface SignedPayload {
  readonly content: Buffer;
  readonly signatures: readonly Buffer[];
  /** Whether the signature number `at` is of `key`, under this label. */
  readonly verifies: (at: number, label: string, key: KeyObject) => boolean;
}

/** Of a short payload's plaintext: map { 0: content, 1?: signature, 2?: new signature }, all byte strings. */
export function signedPayload(body: Buffer, plaintext: Buffer): SignedPayload {
  const [head, at] = plaintext[2] === 0x59 ? [plaintext.readUInt16BE(3), 5] : [plaintext[3] as number, 4];
  const content = plaintext.subarray(at, at + head);
  const signatures: Buffer[] = [];
  for (let next = at + head; next < plaintext.length; next += 67) {
    if (plaintext.subarray(next, next + 3).toString("hex") !== `0${signatures.length + 1}5840`)
      throw new Error("payload");
    signatures.push(plaintext.subarray(next + 3, next + 67));
  }
  if (plaintext[0] !== 0xa1 + signatures.length) throw new Error("payload");
  const signed = Buffer.concat([Buffer.from([0]), body.subarray(0, PREFIX + WRAP), sha256(content)]);
  return {
    content,
    signatures,
    verifies: (i, label, key) =>
      verify(null, Buffer.concat([Buffer.from(label), signed]), key, signatures[i] ?? Buffer.alloc(64)),
  };
}

/** The slip's plaintext without its padding: CBOR. */
export async function openSlip(body: Buffer, triageSeed: Buffer): Promise<Buffer> {
  const slip = body.subarray(-1392);
  const prefix = body.subarray(0, PREFIX);
  if (!sha256(slip).equals(prefix.subarray(60, 92))) throw new Error("slip hash");
  const info = Buffer.concat([Buffer.from("abri/v1/slip"), prefix.subarray(0, 60), prefix.subarray(92)]);
  return unpadded(await hpke(triageSeed, info, slip));
}

/** Token, reply seed, outer key and thread seed of a code, as hexadecimal. */
export function codeSecrets(code: string, unitId: Buffer): [string, string, string, string] {
  const salt = Buffer.concat([Buffer.from("abri/v1/follow-up"), unitId]);
  const stretched = pbkdf2Sync(code.replaceAll(" ", "").slice(0, 24), salt, 600_000, 32, "sha256");
  return ["token", "reply-seed", "outer", "thread-seed"].map((label) =>
    Buffer.from(hkdfSync("sha256", stretched, Buffer.alloc(0), `abri/v1/${label}`, 32)).toString("hex"),
  ) as [string, string, string, string];
}

/** The parts of a stream of attachments, from its files: a second sender, since a reader is the same backwards. */
export function streamParts(files: readonly Buffer[], contentKey: Buffer, envelopeId: Buffer): Buffer[] {
  const bytes = Buffer.concat([...files]);
  const padded = Buffer.alloc(262_144 * 2 ** Math.max(0, Math.ceil(Math.log2(bytes.length / 262_144))));
  bytes.copy(padded);
  const key = Buffer.from(hkdfSync("sha256", contentKey, envelopeId, "abri/v1/attachments", 32));
  const chunks = Array.from({ length: padded.length / 65_536 }, (_, i) => {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt16BE(i, 9);
    nonce[11] = (i + 1) * 65_536 === padded.length ? 1 : 0;
    const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
    const sealed = cipher.update(padded.subarray(i * 65_536, (i + 1) * 65_536));
    return Buffer.concat([sealed, cipher.final(), cipher.getAuthTag()]);
  });
  return Array.from({ length: chunks.length / 4 }, (_, i) => Buffer.concat(chunks.slice(4 * i, 4 * i + 4)));
}
