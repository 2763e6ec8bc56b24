/**
 * Grants: a desk's secret, sealed to one officer.
 *
 *     inner 1168   HPKE to the officer's sealing key of the secret 32;
 *                  info  = label grant | desk u16 | epoch u32 | recipient key id 8
 *                  coins = HKDF-SHA256(secret, no salt, label grant-coins | SHA-256(recipient key) 32, 64 bytes)
 *     stored 1208  nonce 24 | XChaCha20-Poly1305(the epoch's shred key, aad = label grant-shred | desk u16 | epoch u32
 *                  | officer id 16) of inner
 *     signature 64 by the lead or officer who grants, see `./officerSignature.ts`: kind grant, object id = the recipient's id,
 *                  content = inner
 *
 * The secret of epoch 1, 2, 3 … is that epoch's seed; that of epoch 0 is the desk's matching key. The coins come from the
 * secret, so everyone who holds it can seal the same grant again and compare; since the secret is 32 random bytes, nobody
 * else can. The key id is the first 8 bytes of SHA-256 of the recipient's sealing key.
 */
import { concat, equalBytes, exactly, u16, u32, utf8 } from "./bytes.ts";
import { openFailed, SecurityError } from "./errors.ts";
import { hpkeOpen, hpkeSeal } from "./hpke.ts";
import { LABELS } from "./labels.ts";
import {
  GRANT_BYTES,
  GRANT_INNER_BYTES,
  KEY_ID_BYTES,
  OFFICER_ID_BYTES,
  SHRED_KEY_BYTES,
  XCHACHA_NONCE_BYTES,
  XWING_COINS_BYTES,
  XWING_PUBLIC_KEY_BYTES,
} from "./limits.ts";
import { checkOfficerSignature, ENTRY_KINDS, signAsOfficer, type SignerKeyOf } from "./officerSignature.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";

const SECRET_BYTES = 32;
const NO_SALT = new Uint8Array(0);

/** The "epoch" under which a desk's matching key is granted. */
export const MATCHING_KEY_EPOCH = 0;

/** Which secret of which desk. */
export interface GrantSubject {
  readonly deskId: number;
  readonly epoch: number;
}

/** A grant as it travels to the server, which adds the shred layer. */
export interface Grant extends GrantSubject {
  /** The recipient, 16 bytes. */
  readonly officerId: Uint8Array;
  /** 1168 bytes. */
  readonly inner: Uint8Array;
  /** Who granted, 16 bytes. */
  readonly signerId: Uint8Array;
  readonly signature: Uint8Array;
}

/** Seals a secret (32 bytes) to an officer's X-Wing public key. Deterministic. Returns 1168 bytes. */
export async function sealGrant(
  p: Primitives,
  { deskId, epoch, secret, recipientKey }: GrantSubject & { secret: Uint8Array; recipientKey: Uint8Array },
): Promise<Uint8Array> {
  exactly(secret, SECRET_BYTES, "secret");
  exactly(recipientKey, XWING_PUBLIC_KEY_BYTES, "recipient key");
  const coinsInfo = concat(utf8(LABELS.grantCoins), await p.sha256(recipientKey)); // Node's HKDF takes 1024 bytes at most
  const coins = await p.hkdfSha256(secret, NO_SALT, coinsInfo, XWING_COINS_BYTES);
  return hpkeSeal(p, recipientKey, await grantInfo(p, { deskId, epoch }, recipientKey), secret, coins);
}

/**
 * Opens a grant with the officer's sealing key pair. Returns the secret, 32 bytes, after sealing it again: a grant that opens
 * but was not made by the rule is refused. Compare what comes of it with the statement: `checkDeskSecret`.
 * @throws SecurityError `malformed` for another length, `open_failed`
 */
export async function openGrant(
  p: Primitives,
  inner: Uint8Array,
  { deskId, epoch, recipient }: GrantSubject & { recipient: KeyPair },
): Promise<Uint8Array> {
  if (inner.length !== GRANT_INNER_BYTES) throw new SecurityError("malformed", "a grant of another length");
  const info = await grantInfo(p, { deskId, epoch }, recipient.publicKey);
  const secret = await hpkeOpen(p, recipient.secretKey, info, inner);
  if (secret?.length !== SECRET_BYTES) throw openFailed();
  const made = await checkGrant(p, inner, { deskId, epoch, secret, recipientKey: recipient.publicKey });
  if (!made) throw openFailed();
  return secret;
}

/** Whether `inner` grants exactly this secret to exactly this recipient: any holder of the secret can tell. */
export async function checkGrant(
  p: Primitives,
  inner: Uint8Array,
  subject: GrantSubject & { secret: Uint8Array; recipientKey: Uint8Array },
): Promise<boolean> {
  return equalBytes(inner, await sealGrant(p, subject));
}

/** Seals and signs a grant. `signing` is the granting lead's or officer's Ed25519 pair. */
export async function makeGrant(
  p: Primitives,
  subject: GrantSubject & { secret: Uint8Array },
  recipient: { id: Uint8Array; sealingKey: Uint8Array },
  signer: { id: Uint8Array; signing: KeyPair },
): Promise<Grant> {
  const { deskId, epoch, secret } = subject;
  const inner = await sealGrant(p, { deskId, epoch, secret, recipientKey: recipient.sealingKey });
  const unsigned = { deskId, epoch, officerId: recipient.id, inner, signerId: signer.id };
  return { ...unsigned, signature: signAsOfficer(p, signedForm(unsigned), signer.signing.secretKey) };
}

/** Checks who granted. @throws SecurityError `unknown_signer`, `bad_signature` */
export function checkGrantSignature(p: Primitives, grant: Grant, signerKeyOf: SignerKeyOf): void {
  checkOfficerSignature(p, signedForm(grant), grant.signature, signerKeyOf);
}

/** Seals a grant under its epoch's shred key (32 bytes). Returns 1208 bytes, which is what a database stores. */
export function shredSeal(
  p: Primitives,
  shredKey: Uint8Array,
  inner: Uint8Array,
  { deskId, epoch, officerId }: GrantSubject & { officerId: Uint8Array },
): Uint8Array {
  exactly(shredKey, SHRED_KEY_BYTES, "shred key");
  exactly(inner, GRANT_INNER_BYTES, "grant");
  const nonce = p.randomBytes(XCHACHA_NONCE_BYTES);
  return concat(nonce, p.xchachaSeal(shredKey, nonce, inner, shredAad({ deskId, epoch }, officerId)));
}

/** Takes the shred layer off: 1208 bytes → 1168. @throws SecurityError `malformed`, `open_failed` */
export function shredOpen(
  p: Primitives,
  shredKey: Uint8Array,
  stored: Uint8Array,
  { deskId, epoch, officerId }: GrantSubject & { officerId: Uint8Array },
): Uint8Array {
  exactly(shredKey, SHRED_KEY_BYTES, "shred key");
  if (stored.length !== GRANT_BYTES) throw new SecurityError("malformed", "a stored grant of another length");
  const nonce = stored.slice(0, XCHACHA_NONCE_BYTES);
  const aad = shredAad({ deskId, epoch }, officerId);
  const inner = p.xchachaOpen(shredKey, nonce, stored.slice(XCHACHA_NONCE_BYTES), aad);
  if (!inner) throw openFailed();
  return inner;
}

function signedForm(grant: Omit<Grant, "signature">) {
  const { deskId, epoch, officerId, signerId, inner } = grant;
  return { kind: ENTRY_KINDS.grant, deskId, epoch, objectId: officerId, signerId, content: inner };
}

async function grantInfo(
  p: Primitives,
  { deskId, epoch }: GrantSubject,
  recipientKey: Uint8Array,
): Promise<Uint8Array> {
  const keyId = (await p.sha256(recipientKey)).slice(0, KEY_ID_BYTES);
  return concat(utf8(LABELS.grant), u16(deskId), u32(epoch), keyId);
}

function shredAad({ deskId, epoch }: GrantSubject, officerId: Uint8Array): Uint8Array {
  return concat(utf8(LABELS.grantShred), u16(deskId), u32(epoch), exactly(officerId, OFFICER_ID_BYTES, "officer id"));
}
