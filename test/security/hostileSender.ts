/** Seals what an honest page would not: for tests of what receivers refuse. */
import { concat } from "../../security/bytes.ts";
import { encodePrefix, withSlipHash, wrapInfo, type StreamFacts } from "../../security/envelope.ts";
import { hpkeSeal } from "../../security/hpke.ts";
import { encodePayload, sealPayload, type Payload } from "../../security/payload.ts";
import type { Primitives } from "../../security/primitives/types.ts";
import { sealSlip } from "../../security/slip.ts";
import { deskOf, type VerifiedStatement } from "../../security/statement.ts";
import { rekeyMessage, threadMessage } from "../../security/thread.ts";
import type { Slip } from "../../security/vocabulary.ts";

export interface Hostile {
  /** CBOR, or what pretends to be. */
  readonly content: Uint8Array;
  readonly desk: number;
  /** What triage is told. */
  readonly slip: Slip;
  /** Signs the payload when given. */
  readonly threadKey?: Uint8Array;
  /** Signs it as the code that takes over, when given. */
  readonly newThreadKey?: Uint8Array;
  /** Signatures made for something else, instead of those. */
  readonly signatures?: Omit<Payload, "content">;
  /** Bytes of the prefix that say there are attachments. */
  readonly stream?: StreamFacts;
  /** Instead of the payload's own encoding. */
  readonly plaintext?: Uint8Array;
}

const BUCKET = 8192;

export async function sealByHand(p: Primitives, statement: VerifiedStatement, hostile: Hostile): Promise<Uint8Array> {
  const { content, desk, threadKey, newThreadKey, stream } = hostile;
  const unfinished = encodePrefix(statement.hash, p.randomBytes(16), BUCKET, stream);
  const slip = await sealSlip(p, hostile.slip, unfinished, statement.triageKey);
  const prefix = withSlipHash(unfinished, await p.sha256(slip));
  const contentKey = p.randomBytes(32);
  const info = await wrapInfo(p, desk, prefix);
  const wrap = await hpkeSeal(p, deskOf(statement, desk).sealingKey, info, contentKey);
  const payload: Payload = {
    content,
    ...(threadKey && { signature: p.ed25519Sign(await threadMessage(p, prefix, wrap, content), threadKey) }),
    ...(newThreadKey && { newSignature: p.ed25519Sign(await rekeyMessage(p, prefix, wrap, content), newThreadKey) }),
    ...hostile.signatures,
  };
  const plaintext = hostile.plaintext ?? encodePayload(payload);
  return concat(prefix, wrap, await sealPayload(p, contentKey, prefix, wrap, plaintext, BUCKET), slip);
}
