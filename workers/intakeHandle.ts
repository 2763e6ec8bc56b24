/**
 * How the queue names an envelope. Its id stands in the envelope's prefix, which officers' queue keeps, while BullMQ
 * keeps times: in Redis's append-only file, in PostgreSQL's log. Were the id itself in the job, a thief of both could
 * say at which minute a certain report was triaged. So jobs carry the id under a permutation whose key never leaves
 * the workers: AES-256 on the one block of 16 random bytes, which is a pseudorandom permutation and nothing more.
 *
 * Every worker of a unit derives the same key, so the same envelope has the same handle everywhere. After a change of
 * the triage secret an old handle names no envelope; the next tick names it anew.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { LABELS, utf8 } from "../security/index.ts";
import type { Primitives } from "../security/index.ts";

const CIPHER = "aes-256-ecb";
const KEY_BYTES = 32;

export interface IntakeHandles {
  /** Envelope id, 16 bytes → 32 hex digits. */
  handleOf(envelopeId: Uint8Array): string;
  /** 32 hex digits → 16 bytes. Every handle gives some id; a foreign one gives an id that intake does not hold. */
  envelopeIdOf(handle: string): Uint8Array;
}

/** @param triageSecret 32 bytes, the current one */
export async function intakeHandles(p: Primitives, triageSecret: Uint8Array): Promise<IntakeHandles> {
  const key = await p.hkdfSha256(triageSecret, new Uint8Array(), utf8(LABELS.intakeHandle), KEY_BYTES);
  return {
    handleOf: (envelopeId) => {
      const cipher = createCipheriv(CIPHER, key, null).setAutoPadding(false);
      return Buffer.concat([cipher.update(envelopeId), cipher.final()]).toString("hex");
    },
    envelopeIdOf: (handle) => {
      const decipher = createDecipheriv(CIPHER, key, null).setAutoPadding(false);
      return new Uint8Array(Buffer.concat([decipher.update(Buffer.from(handle, "hex")), decipher.final()]));
    },
  };
}
