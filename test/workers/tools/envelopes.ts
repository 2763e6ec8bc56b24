/** Envelopes as reporters' pages make them, and as forgers do. */
import {
  codeKeys,
  fromHex,
  newFollowUpCode,
  parseEnvelope,
  parseIntakeBody,
  sealFirstReport,
} from "../../../security/index.ts";
import type { Answers, CodeKeys, Primitives, SealedAttachments, VerifiedStatement } from "../../../security/index.ts";
import { ENVELOPE_BYTES, SLIP_BYTES } from "../../../security/limits.ts";
import type { Database } from "../../../prisma/client.ts";
import { storeEnvelope } from "../../../prisma/repositories/intake.ts";
import { files, sealAll } from "../../security/files.ts";
import { answersWith } from "../../tools/answers.ts";
import type { TestUnit } from "../../tools/unit.ts";

/** Answers that give level 3 on the general desk. */
const CALM = answersWith({ subject: "witness", help: ["rights"] });

export interface MadeEnvelope {
  readonly id: Uint8Array;
  readonly envelope: Uint8Array;
  readonly slip: Uint8Array;
}

export interface MadeUpload extends MadeEnvelope {
  readonly uploadId: Uint8Array;
  readonly parts: readonly Uint8Array[];
}

export interface EnvelopeMaker {
  /** A first report; `answers` changes what matters to a test. */
  report(
    answers?: Partial<Answers>,
    statement?: VerifiedStatement,
    attachments?: SealedAttachments,
  ): Promise<MadeEnvelope>;
  /** A report with files of these sizes, and the parts of their stream. */
  reportWith(sizes: readonly number[], answers?: Partial<Answers>): Promise<MadeUpload>;
  /** The right prefix and lengths, and a slip of the right length that opens for nobody. */
  garbageSlip(made?: MadeEnvelope): Promise<MadeEnvelope>;
}

/** Stretching a code takes a quarter of a second: one code serves all envelopes of a file of tests. */
export async function envelopeMaker({ p, unit, statement: newest }: TestUnit): Promise<EnvelopeMaker> {
  const keys: CodeKeys = await codeKeys(p, newFollowUpCode(p), fromHex(unit.unitId));
  const report: EnvelopeMaker["report"] = async (answers = {}, statement = newest, attachments) => {
    const { body, envelopeId } = await sealFirstReport(p, statement, { ...CALM, ...answers }, keys, attachments);
    return { id: envelopeId, ...parseIntakeBody(body) };
  };
  return {
    report,
    reportWith: async (sizes, answers = {}) => {
      const { parts, sealed } = await sealAll(p, files(...sizes));
      return { ...(await report(answers, newest, sealed)), parts, uploadId: sealed.uploadId };
    },
    garbageSlip: async (made) => forgeSlip(p, made ?? (await report())),
  };
}

/** Replaces the slip by random bytes and the prefix's hash of it by theirs, as anyone on the internet can. */
async function forgeSlip(p: Primitives, { id, envelope }: MadeEnvelope): Promise<MadeEnvelope> {
  const { slipHash } = parseEnvelope(envelope);
  const slip = p.randomBytes(SLIP_BYTES);
  const forged = envelope.slice();
  const at = Buffer.from(envelope).indexOf(slipHash);
  forged.set(await p.sha256(slip), at);
  return { id, envelope: forged, slip };
}

/** Bytes that are no envelope at all, of the right lengths. */
export function noise(p: Primitives): MadeEnvelope {
  return { id: p.randomBytes(16), envelope: p.randomBytes(ENVELOPE_BYTES[0]), slip: p.randomBytes(SLIP_BYTES) };
}

/** Puts it where the reporter host would, with receipts of its own. */
export async function store(db: Database, p: Primitives, made: MadeEnvelope, keepUntilDay: number): Promise<void> {
  const stored = await storeEnvelope(db, {
    envelopeId: made.id,
    idMac: p.randomBytes(32),
    bodyMac: p.randomBytes(32),
    keepUntilDay,
    envelope: made.envelope,
    slip: made.slip,
  });
  if (stored !== "stored") throw new Error(`intake says ${stored}`);
}
