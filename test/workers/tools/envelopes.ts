/** Envelopes as reporters' pages make them, and as forgers do. */
import {
  DESK_GENERAL,
  parseEnvelope,
  parseIntakeBody,
  sealFirstReport,
  sealLaterMessage,
  sealRekey,
  sealWithdrawal,
} from "../../../security/index.ts";
import type {
  Answers,
  CodeKeys,
  Danger,
  EnvelopeType,
  Primitives,
  Sealed,
  SealedAttachments,
  VerifiedStatement,
} from "../../../security/index.ts";
import { ENVELOPE_BYTES, SLIP_BYTES } from "../../../security/limits.ts";
import type { Database } from "../../../prisma/client.ts";
import { storeEnvelope } from "../../../prisma/repositories/intake.ts";
import { files, sealAll } from "../../security/files.ts";
import { answersWith } from "../../tools/answers.ts";
import { keysWithoutCode } from "../../tools/codes.ts";
import type { TestUnit } from "../../tools/unit.ts";

/** What comes after a first report. */
export type LaterType = Exclude<EnvelopeType, "first">;
export const LATER_TYPES: readonly LaterType[] = ["message", "withdrawal", "rekey"];

export interface LaterOptions {
  /** Whose code signs; that of all reports of this maker when left out. */
  readonly by?: Pick<CodeKeys, "mailboxId" | "thread">;
  readonly desk?: number;
  /** Of a message: nobody who withdraws or changes a code is asked. */
  readonly danger?: Danger;
}

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
  /** What the holder of a code sends later; a rekey goes to `fresh`. */
  later(type: LaterType, options?: LaterOptions): Promise<MadeEnvelope>;
  /** The code of all reports that are made here, the one that takes its place, and one of somebody else. */
  readonly old: CodeKeys;
  readonly fresh: CodeKeys;
  readonly stranger: CodeKeys;
  /** The right prefix and lengths, and a slip of the right length that opens for nobody. */
  garbageSlip(made?: MadeEnvelope): Promise<MadeEnvelope>;
}

/** Three people serve all envelopes of a file of tests. */
export async function envelopeMaker({ p, unit, statement: newest }: TestUnit): Promise<EnvelopeMaker> {
  const newKeys = (): Promise<CodeKeys> => keysWithoutCode(p, unit);
  const [old, fresh, stranger] = await Promise.all([newKeys(), newKeys(), newKeys()]);
  const report: EnvelopeMaker["report"] = async (answers = {}, statement = newest, attachments) => {
    const { body, envelopeId } = await sealFirstReport(p, statement, { ...CALM, ...answers }, old, attachments);
    return { id: envelopeId, ...parseIntakeBody(body) };
  };
  const laterBody = (
    type: LaterType,
    { by = old, desk = DESK_GENERAL, danger = "no" }: LaterOptions,
  ): Promise<Sealed> => {
    const route = { language: "fr", desk } as const;
    if (type === "message") return sealLaterMessage(p, newest, { text: "Encore moi.", danger, ...route }, by);
    return type === "withdrawal"
      ? sealWithdrawal(p, newest, route, by)
      : sealRekey(p, newest, route, { old: by, fresh });
  };
  return {
    report,
    old,
    fresh,
    stranger,
    later: async (type, options = {}) => {
      const { body, envelopeId } = await laterBody(type, options);
      return { id: envelopeId, ...parseIntakeBody(body) };
    },
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
