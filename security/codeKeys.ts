/** Everything that a follow-up code gives to the person who holds it. */
import { concat, exactly, utf8 } from "./bytes.ts";
import { encodeDescriptor, mailboxIdOf } from "./descriptor.ts";
import { parseCode } from "./followUpCode.ts";
import { LABELS, type Label } from "./labels.ts";
import { CODE_PBKDF2_ROUNDS, CODE_SECRET_DIGITS, STRETCHED_BYTES, UNIT_ID_BYTES } from "./limits.ts";
import type { KeyPair, Primitives } from "./primitives/types.ts";

export interface CodeKeys {
  /** Shown to the server to read the mailbox, 32 bytes. */
  readonly token: Uint8Array;
  /** SHA-256(token), 32 bytes. */
  readonly tokenHash: Uint8Array;
  /** X-Wing: replies are sealed to it. */
  readonly reply: KeyPair;
  /** Makes slots look random to whoever lacks it, 32 bytes. */
  readonly outerKey: Uint8Array;
  /** Ed25519: signs later messages. */
  readonly thread: KeyPair;
  readonly descriptor: Uint8Array;
  readonly mailboxId: Uint8Array;
}

/**
 * Derives the keys of a code; about 0.25 s on a laptop, by PBKDF2.
 *
 *     stretched = PBKDF2-HMAC-SHA-256(the first 24 digits, "abri/v1/follow-up" | unit id, 600 000 rounds, 32 bytes)
 *     token, reply seed, outer key, thread seed = HKDF-SHA-256(stretched, empty salt, one label each, 32 bytes)
 *
 * @param unitId 16 bytes; it never changes, so that codes live as long as the unit
 * @throws SecurityError `code_invalid`
 */
export async function codeKeys(p: Primitives, code: string, unitId: Uint8Array): Promise<CodeKeys> {
  const secret = utf8(parseCode(code).slice(0, CODE_SECRET_DIGITS));
  const salt = concat(utf8(LABELS.followUp), exactly(unitId, UNIT_ID_BYTES, "the unit id"));
  const stretched = await p.pbkdf2Sha256(secret, salt, CODE_PBKDF2_ROUNDS, STRETCHED_BYTES);
  const derive = (label: Label): Promise<Uint8Array> => p.hkdfSha256(stretched, new Uint8Array(0), utf8(label), 32);
  const token = await derive(LABELS.token);
  const tokenHash = await p.sha256(token);
  const reply = p.xwingKeyPair(await derive(LABELS.replySeed));
  const outerKey = await derive(LABELS.outer);
  const thread = p.ed25519KeyPair(await derive(LABELS.threadSeed));
  const descriptor = encodeDescriptor({
    tokenHash,
    replyKey: reply.publicKey,
    outerKey,
    threadKey: thread.publicKey,
  });
  return { token, tokenHash, reply, outerKey, thread, descriptor, mailboxId: await mailboxIdOf(p, descriptor) };
}
