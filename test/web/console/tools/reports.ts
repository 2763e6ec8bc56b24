/** Sealed items as an officer's console gets them, made with the same functions that the form and the worker use. */
import {
  deskOf,
  PART_BYTES,
  parseIntakeBody,
  sealFirstReport,
  sealLaterMessage,
  sealRekey,
  sealSummary,
  sealWithdrawal,
  slipOf,
  toBase64Url,
  type Answers,
  type CodeKeys,
  type Danger,
  type Language,
  type SealedAttachments,
  type Slip,
} from "../../../../security/index.ts";
import type { CaseItem } from "../../../../api/routes/cases/schema.ts";
import { uuidOf } from "../../../../web/console/domain/ids.ts";
import { keysWithoutCode } from "../../../tools/codes.ts";
import { randomUuidBytes, type TestUnit } from "../../../tools/unit.ts";

export { answersWith } from "../../../tools/answers.ts";

/** The keys of somebody new. */
export const keysOf = ({ p, unit }: TestUnit): Promise<CodeKeys> => keysWithoutCode(p, unit);

export interface ItemOptions {
  /** What triage seals in the summary instead of the truth. */
  readonly slip?: Slip;
  readonly alias?: readonly [number, number];
  /** The desk in whose queue the item lies, when it is not that of the slip. */
  readonly queueDesk?: number;
  /** ISO day. */
  readonly releasedDay?: string;
  readonly change?: (envelope: Uint8Array) => void;
  /** What goes with it; see `sealFiles`. */
  readonly attachments?: SealedAttachments;
}

export async function firstItem(
  unit: TestUnit,
  answers: Answers,
  keys: Pick<CodeKeys, "descriptor">,
  options: ItemOptions = {},
): Promise<CaseItem> {
  const { body } = await sealFirstReport(unit.p, unit.statement, answers, keys, options.attachments);
  return toItem(unit, parseIntakeBody(body).envelope, options.slip ?? slipOf(answers), options);
}

export interface MessageText {
  readonly text: string;
  readonly danger?: Danger;
  readonly language?: Language;
  readonly desk?: number;
}

export async function messageItem(
  unit: TestUnit,
  message: MessageText,
  keys: Pick<CodeKeys, "mailboxId" | "thread">,
  options: ItemOptions = {},
): Promise<CaseItem> {
  const { text, danger = "no", language = "fr", desk = 1 } = message;
  const said = { text, danger, language, desk };
  const { body } = await sealLaterMessage(unit.p, unit.statement, said, keys, options.attachments);
  const slip: Slip = { ...laterSlip("message", desk), danger, language };
  return toItem(unit, parseIntakeBody(body).envelope, options.slip ?? slip, options);
}

const laterSlip = (type: Slip["type"], desk: number): Slip => ({
  type,
  danger: "unknown",
  kinds: [],
  accused: [],
  signs: [],
  desk,
  language: "fr",
  assisted: false,
});

export async function withdrawalItem(
  unit: TestUnit,
  keys: Pick<CodeKeys, "mailboxId" | "thread">,
  options: ItemOptions = {},
): Promise<CaseItem> {
  const { body } = await sealWithdrawal(unit.p, unit.statement, { language: "fr", desk: 1 }, keys);
  return toItem(unit, parseIntakeBody(body).envelope, options.slip ?? laterSlip("withdrawal", 1), options);
}

export async function rekeyItem(
  unit: TestUnit,
  codes: {
    readonly old: Pick<CodeKeys, "mailboxId" | "thread">;
    readonly fresh: Pick<CodeKeys, "descriptor" | "thread">;
  },
  options: ItemOptions = {},
): Promise<CaseItem> {
  const { body } = await sealRekey(unit.p, unit.statement, { language: "fr", desk: 1 }, codes);
  return toItem(unit, parseIntakeBody(body).envelope, options.slip ?? laterSlip("rekey", 1), options);
}

/** An envelope as it lies in a queue: a new id, and the summary sealed to the desk for that id. */
export async function toItem(
  unit: TestUnit,
  envelope: Uint8Array,
  slip: Slip,
  { alias = [7, 77], queueDesk, releasedDay = "2026-03-02", change, attachments }: ItemOptions = {},
): Promise<CaseItem> {
  const changed = envelope.slice();
  change?.(changed);
  const itemId = randomUuidBytes(unit.p);
  const desk = deskOf(unit.statement, queueDesk ?? slip.desk);
  const place = { deskId: desk.id, epoch: desk.epoch, itemId, deskKey: desk.sealingKey };
  return {
    id: uuidOf(itemId),
    epoch: desk.epoch,
    releasedDay,
    summary: toBase64Url(await sealSummary(unit.p, { alias: [alias[0], alias[1]], slip }, place)),
    envelope: toBase64Url(changed),
    attachments: attachments ? { state: "here", parts: attachments.streamLength / PART_BYTES } : null,
  };
}
