/**
 * A rewrap order: what an officer asks the officer host to keep, signed with the officer's own key. A rewrap takes the place of
 * the one before it, so that whoever has an officer's open session and not their keys could otherwise put nonsense in its place.
 *
 *     signature 64 = Ed25519 over label rewrap-order | 0x00 | officer id 16 | case id 16 | desk u16 | epoch u32
 *                    | SHA-256( for each object, in order: id 16 | its rewraps, 1186 each )
 *
 * The host checks it against the roster, and keeps it nowhere.
 */
import { concat, exactly, u16, u32 } from "./bytes.ts";
import { LABELS } from "./labels.ts";
import { OBJECT_ID_BYTES, OFFICER_ID_BYTES, REWRAP_BYTES } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import { signedBytes } from "./signed.ts";

export interface RewrapOrder {
  /** Who asks, 16 bytes. */
  readonly officerId: Uint8Array;
  /** The case that the objects lie in when it is asked, 16 bytes. */
  readonly caseId: Uint8Array;
  /** To which the rewraps are sealed. */
  readonly deskId: number;
  readonly epoch: number;
  /** In the order of the request: items (envelope's rewrap, then the summary's), then entries. */
  readonly objects: readonly { readonly id: Uint8Array; readonly rewraps: readonly Uint8Array[] }[];
}

async function covered(p: Primitives, { officerId, caseId, deskId, epoch, objects }: RewrapOrder): Promise<Uint8Array> {
  const all = objects.flatMap(({ id, rewraps }) => [
    exactly(id, OBJECT_ID_BYTES, "object id"),
    ...rewraps.map((rewrap) => exactly(rewrap, REWRAP_BYTES, "rewrap")),
  ]);
  return signedBytes(
    LABELS.rewrapOrder,
    exactly(officerId, OFFICER_ID_BYTES, "officer id"),
    exactly(caseId, OBJECT_ID_BYTES, "case id"),
    u16(deskId),
    u32(epoch),
    await p.sha256(concat(...all)),
  );
}

/** Signs with the officer's Ed25519 seed (32 bytes). Returns 64 bytes. */
export async function signRewrapOrder(p: Primitives, order: RewrapOrder, secretKey: Uint8Array): Promise<Uint8Array> {
  return p.ed25519Sign(await covered(p, order), secretKey);
}

/** @param publicKey the officer's Ed25519 key, 32 bytes */
export async function checkRewrapOrder(
  p: Primitives,
  order: RewrapOrder,
  signature: Uint8Array,
  publicKey: Uint8Array,
): Promise<boolean> {
  return p.ed25519Verify(signature, await covered(p, order), publicKey);
}
