/**
 * A case as its officers may believe it: every item opened and judged, every entry opened and its signature checked.
 * What does not hold is kept, with the reason, so that it can be shown as refused; none of its content is.
 */
import {
  equalBytes,
  fromBase64Url,
  openReport,
  openReportWith,
  SecurityError,
  toHex,
  type DeskSecret,
  type FirstReport,
  type Opened,
  type Primitives,
  type ThreadItem,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { CaseItem, ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import type { SeenBefore } from "./backdated.ts";
import { codeInUse, followCodes, isOfCase, standingOf, type CaseCode, type CaseCodes } from "./codes.ts";
import { openEntries, type CaseEntries, type SentReplyEntry } from "./entries.ts";
import { goneOf, type Keyring } from "./keyring.ts";
import { openedSummary } from "./itemSummary.ts";
import { isDead, openerOfEnvelope, sealedDeskOf, type Hands } from "./openers.ts";
import { filesOf } from "./files.ts";
import type { ItemHead, JudgedItem } from "./judgedItem.ts";
import { countMissing } from "./missing.ts";
import { liesOf } from "./slipDifferences.ts";

export interface CaseFile extends CaseEntries {
  /** The first report that this case is about, when one was believed. */
  readonly report: FirstReport | null;
  /** The codes that this case has had; `null` without a report. */
  readonly codes: CaseCodes | null;
  /** The code that replies go to; `null` where it is not known, or was changed and nobody recorded it. */
  readonly code: CaseCode | null;
  /** A change of code lies here that holds and that no entry takes up. */
  readonly unrecorded: boolean;
  /** How many envelopes signed entries say were put here, and are not. */
  readonly missing: number;
  readonly items: readonly JudgedItem[];
  /** What came later and found no first report here: its case has to be looked for. */
  readonly strays: readonly ThreadItem[];
  /** The server has the case on another desk than this one, where its log leaves it: nobody signed that move. */
  readonly leftOn: number | null;
  /** How many items and entries open with older keys alone, though somebody says to have sealed them to newer ones. */
  readonly dead: number;
  /** Its log leads from the desk that its sender sealed it to, to the one where the server has it. */
  readonly borneOut: boolean;
}

export interface CaseContext {
  readonly keyring: Keyring;
  readonly chain: VerifiedChain;
  /** As a case was seen before, where one was. */
  readonly seen?: SeenBefore | undefined;
  /** Set when the mailbox of this case's first report is known to belong to another case. */
  readonly mailboxTaken?: boolean;
  /** Of several first reports, the mailbox (16 bytes) of the one that the case is about; the first one when left out. */
  readonly about?: Uint8Array;
  /** The codes of another case, one of which items lying here name: their signatures are held against it. */
  readonly elsewhere?: CaseCodes;
}

interface OpenedItem {
  readonly of: CaseItem;
  readonly head: ItemHead;
  readonly opened: Opened | { readonly state: "malformed" };
  /** The host says that the keys of its epoch were destroyed. */
  readonly gone: ReturnType<typeof goneOf>;
  /** On which it came in. */
  readonly deskId: number;
  /** What the server says of its files. */
  readonly told: CaseItem["attachments"];
}
type Content = Extract<Opened, { state: "opened" }>;

/** Tries every desk key that is held, the one the server named first. */
export async function openEnvelope(
  p: Primitives,
  envelope: string,
  keys: readonly DeskSecret[],
): Promise<Opened | { readonly state: "malformed" }> {
  try {
    return await openReport(p, fromBase64Url(envelope), keys);
  } catch (error) {
    if (error instanceof SecurityError) return { state: "malformed" };
    throw error;
  }
}

export async function openCaseFile(p: Primitives, answer: ReadCaseAnswer, context: CaseContext): Promise<CaseFile> {
  const deskId = answer.case.desk;
  const opened: OpenedItem[] = [];
  const hands = { deskId, keyring: context.keyring };
  for (const item of answer.items) opened.push(await openItem(p, item, hands));

  const first = firstOf(opened, context.about);
  const firstContent = first && contentOf(first);
  const report = firstContent?.type === "first" && context.mailboxTaken !== true ? firstContent : null;

  const home = await homeOf(p, first ?? opened[0], hands);
  const entries = await openEntries(p, answer.entries, { caseId: answer.case.id, deskId, home, ...context });
  const later = opened.map(contentOf).filter((content) => content !== null && content.type !== "first");
  const rekeys = later.filter((content) => content.type === "rekey");
  const codes = report && (await followCodes(p, report, rekeys, entries.attached));

  const seen = new Set<string>();
  const items: JudgedItem[] = [];
  const thread = codes ?? context.elsewhere ?? null;
  for (const item of opened) items.push(await judge(p, item, { seen, first, report, thread }));
  const ours = codes === null ? entries : onlyOf(codes, entries);
  const desk = ours.movedTo ?? home ?? (first ?? opened[0])?.deskId ?? deskId;
  const unrecorded = items.some((item) => item.state === "rekey" && !item.takenUp);
  return {
    report,
    codes,
    // The person no longer wants to be answered at the old code, whatever the host keeps of what an officer recorded.
    code: codes && !unrecorded ? codeInUse(codes) : null,
    unrecorded,
    missing: countMissing(ours.attached, answer.items),
    items,
    strays: report === null ? later : [],
    leftOn: desk === deskId ? null : desk,
    dead: await countDead(p, answer, { items, refused: entries.refusedEntries }, hands),
    borneOut: home !== null && desk === deskId,
    ...ours,
  };
}

/** Of what opens: what does not is said to be refused, whatever was made of it. */
async function countDead(
  p: Primitives,
  { items, entries }: ReadCaseAnswer,
  told: { readonly items: readonly JudgedItem[]; readonly refused: CaseEntries["refusedEntries"] },
  hands: Hands,
): Promise<number> {
  const refused = new Set(
    [...told.items.filter(({ state }) => state === "refused"), ...told.refused].map(({ id }) => id),
  );
  let dead = 0;
  for (const of of items) if (!refused.has(of.id) && (await isDead(p, { kind: "envelope", of }, hands))) dead++;
  for (const of of entries) if (!refused.has(of.id) && (await isDead(p, { kind: "entry", of }, hands))) dead++;
  return dead;
}

/** The desk that an item was sealed to; `null` where it does not open, or nothing tells: anybody can seal a summary to any desk. */
async function homeOf(p: Primitives, item: OpenedItem | undefined, hands: Hands): Promise<number | null> {
  if (item?.opened.state !== "opened") return null;
  return item.of.rewrap === undefined ? item.opened.deskId : sealedDeskOf(p, item.of, hands);
}

/** The first report that the case is about. Whoever can move rows can put several into one case. */
function firstOf(opened: readonly OpenedItem[], about: Uint8Array | undefined): OpenedItem | undefined {
  const firsts = opened.filter((item) => contentOf(item)?.type === "first");
  const wanted = about && firsts.find((item) => equalBytes(contentOf(item)?.mailboxId ?? new Uint8Array(), about));
  return wanted ?? firsts[0];
}

/** An entry does not say which case it lies in, but which mailbox it is about: another's is refused. */
function onlyOf(codes: CaseCodes, { replies, attached, refusedEntries, log, ...rest }: CaseEntries): CaseEntries {
  const ours = ({ mailboxId }: { mailboxId: Uint8Array }): boolean => isOfCase(codes, mailboxId);
  const strange = [...replies, ...attached].filter((entry) => !ours(entry));
  const codeOf = (reply: SentReplyEntry): number =>
    codes.codes.findIndex(({ mailboxId }) => equalBytes(mailboxId, reply.mailboxId));
  return {
    ...rest,
    log: log.map((line) =>
      strange.some(({ id }) => id === line.id) ? { ...line, said: { kind: "refused", code: "other_mailbox" } } : line,
    ),
    // Each mailbox counts its replies from 1.
    replies: replies.filter(ours).toSorted((a, b) => codeOf(a) - codeOf(b)),
    attached: attached.filter(ours),
    refusedEntries: [...refusedEntries, ...strange.map(({ id, day }) => ({ id, day, code: "other_mailbox" }))],
  };
}

async function openItem(
  p: Primitives,
  item: CaseItem,
  hands: Hands & Pick<CaseContext, "keyring">,
): Promise<OpenedItem> {
  const { id, releasedDay, envelope, rewrap } = item;
  const { summary, deskId } = await openedSummary(p, item, hands);
  const opener = await openerOfEnvelope(p, item, hands);
  const opened = opener
    ? await openReportWith(p, fromBase64Url(envelope), opener)
    : await openEnvelope(p, envelope, []);
  return {
    of: item,
    head: { id, releasedDay, summary, envelopeId: opened.state === "opened" ? opened.envelopeId : null },
    gone: goneOf(hands.keyring, hands.deskId, rewrap?.epoch ?? item.epoch),
    opened,
    // Where triage put it; a summary that does not open says nothing of that.
    deskId: deskId ?? (opened.state === "opened" ? opened.deskId : hands.deskId),
    told: item.attachments,
  };
}

function contentOf({ opened }: OpenedItem): Content["content"] | null {
  return opened.state === "opened" ? opened.content : null;
}

interface Bench {
  /** Envelope ids seen so far, in hexadecimal. */
  readonly seen: Set<string>;
  readonly first: OpenedItem | undefined;
  readonly report: FirstReport | null;
  /** The codes with one of which whatever is not a first report must be signed. */
  readonly thread: CaseCodes | null;
}

async function judge(p: Primitives, item: OpenedItem, bench: Bench): Promise<JudgedItem> {
  const { head, opened } = item;
  if (opened.state === "other_desk" && item.gone) return { ...head, state: "refused", reason: item.gone };
  if (opened.state !== "opened") return { ...head, state: "refused", reason: opened.state };
  const envelopeId = toHex(opened.envelopeId);
  if (bench.seen.has(envelopeId)) return { ...head, state: "refused", reason: "repeated" };
  bench.seen.add(envelopeId);

  const { content, slip } = opened;
  const files = filesOf(opened.attachments, item.told);
  const believed = { ...head, slip, differences: liesOf(head.summary, opened, item.deskId), files };
  if (content.type === "first") {
    // A report of somebody else is shown wherever it lies: moving it must not be a way to hide it.
    const known =
      item === bench.first ? bench.report === null : sameMailbox(content, bench.first && contentOf(bench.first));
    if (known) return { ...head, state: "refused", reason: "known_mailbox", type: content.type };
    return { ...believed, state: "report", content };
  }
  const standing = await standingOf(p, content, opened.envelopeId, bench.thread);
  if (standing === "old_code" || standing === "unmatched") return { ...believed, state: standing, content };
  if (standing !== "current" && standing !== "taken_up") {
    return { ...head, state: "refused", reason: standing, type: content.type };
  }
  if (content.type === "message") return { ...believed, state: "message", content };
  if (content.type === "withdrawal") return { ...believed, state: "withdrawal", content };
  return { ...believed, state: "rekey", content, takenUp: standing === "taken_up" };
}

function sameMailbox(one: Content["content"], other: Content["content"] | null | undefined): boolean {
  return other !== null && other !== undefined && equalBytes(one.mailboxId, other.mailboxId);
}
