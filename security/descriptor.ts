/**
 * The descriptor D, which a first report carries so that officers can answer:
 *
 *     token hash 32 | reply public key (X-Wing) 1216 | outer key 32 | thread verify key (Ed25519) 32      1312 bytes
 */
import { concat, exactly, utf8 } from "./bytes.ts";
import { LABELS } from "./labels.ts";
import { DESCRIPTOR_BYTES, HASH_BYTES, MAILBOX_ID_BYTES, XWING_PUBLIC_KEY_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";

export interface Descriptor {
  /** SHA-256 of the access token. */
  readonly tokenHash: Uint8Array;
  readonly replyKey: Uint8Array;
  readonly outerKey: Uint8Array;
  readonly threadKey: Uint8Array;
}

export function encodeDescriptor(d: Descriptor): Uint8Array {
  return exactly(concat(d.tokenHash, d.replyKey, d.outerKey, d.threadKey), DESCRIPTOR_BYTES, "a descriptor");
}

/** @throws SecurityError `out_of_range` unless it is 1312 bytes */
export function parseDescriptor(descriptor: Uint8Array): Descriptor {
  exactly(descriptor, DESCRIPTOR_BYTES, "a descriptor");
  const outerAt = HASH_BYTES + XWING_PUBLIC_KEY_BYTES;
  return {
    tokenHash: descriptor.slice(0, HASH_BYTES),
    replyKey: descriptor.slice(HASH_BYTES, outerAt),
    outerKey: descriptor.slice(outerAt, outerAt + 32),
    threadKey: descriptor.slice(outerAt + 32),
  };
}

/** SHA-256("abri/v1/mailbox" | D)[0..16]. Consoles compute it and believe nobody else's. */
export async function mailboxIdOf(p: Primitives, descriptor: Uint8Array): Promise<Uint8Array> {
  exactly(descriptor, DESCRIPTOR_BYTES, "a descriptor");
  return (await p.sha256(utf8(LABELS.mailbox), descriptor)).slice(0, MAILBOX_ID_BYTES);
}
