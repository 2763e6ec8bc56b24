/** Types that several parts of the library share, and that belong to none of them. */
import type { KeyPair } from "./primitives/types.ts";

/** A desk's secret keys for one epoch: X-Wing for what is sealed to the desk, Ed25519 for the replies it signs. */
export interface DeskSecret {
  readonly deskId: number;
  readonly epoch: number;
  readonly sealing: KeyPair;
  readonly signing: KeyPair;
}

/** What opens one sealed object without its desk's key, and where that object was sealed. */
export interface Opener {
  readonly deskId: number;
  readonly epoch: number;
  /** Key 32 | nonce 12 of the object's AEAD. */
  readonly messageKey: Uint8Array;
}
