/** SHA-256 of bytes that come one after the other. WebCrypto has it for whole messages only, libsodium only in its sumo build. */
import { sha256 } from "@noble/hashes/sha2.js";

export interface IncrementalSha256 {
  update(bytes: Uint8Array): void;
  /** 32 bytes; the end of it. */
  digest(): Uint8Array;
}

export function incrementalSha256(): IncrementalSha256 {
  const hash = sha256.create();
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
