/**
 * A case as its officers may believe it: every item opened and judged, every entry opened and its signature checked.
 * What does not hold is kept, with the reason, so that it can be shown as refused; none of its content is.
 */
import {
  equalBytes,
  fromBase64Url,
  openReport,
  openSummary,
  parseDescriptor,
  SecurityError,
  slipOf,
  toHex,
  verifyThread,
  type DeskSecret,
  type FirstReport,
  type LaterMessage,
  type Opened,
  type Primitives,
  type Slip,
  type Summary,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { CaseItem, ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import type { QueueItem } from "../../../api/routes/queue/schema.ts";
import { uuidBytes } from "./ids.ts";
import { keyFor, type Keyring } from "./keyring.ts";
import { openEntries, type CaseEntries, type SentReplyEntry } from "./entries.ts";
import { filesOf, type ItemFiles } from "./files.ts";
import { slipDifferences, type SlipDifference } from "./slipDifferences.ts";

/** Why an item is not part of the case, though it lies in it. */
export type Refusal =
  | "other_desk" // no key held opens the wrap
  | "damaged" // the wrap opens, what it carries does not
  | "malformed" // not an envelope
  | "unsigned" // a later message whose signature does not hold under the thread key
  | "no_thread" // a later message, and no first report to hold it against
  | "repeated" // an envelope id that came before
  | "known_mailbox"; // a first report for a mailbox that another one has

interface ItemHead {
  readonly id: string;
  /** ISO day. */
  readonly releasedDay: string;
  /** What triage sealed beside the item; `null` when it does not open. */
  readonly summary: Summary | null;
}

export type JudgedItem = ItemHead &
  (
    | {
        readonly state: "report";
        readonly slip: Slip;
        readonly content: FirstReport;
        readonly differences: readonly SlipDifference[];
        readonly files: ItemFiles | null;
      }
    | {
        readonly state: "message";
        readonly slip: Slip;
        readonly content: LaterMessage;
        readonly differences: readonly SlipDifference[];
        readonly files: ItemFiles | null;
      }
    | { readonly state: "refused"; readonly reason: Refusal }
  );

export interface CaseFile extends CaseEntries {
  /** The first report that this case is about, when one was believed: replies go to its mailbox. */
  readonly report: FirstReport | null;
  readonly items: readonly JudgedItem[];
  /** Later messages that found no first report here: their case has to be looked for. */
  readonly strays: readonly LaterMessage[];
}

export interface CaseContext {
  readonly keyring: Keyring;
  readonly chain: VerifiedChain;
  /** Set when the mailbox of this case's first report is known to belong to another case. */
  readonly mailboxTaken?: boolean;
  /** Of several first reports, the mailbox (16 bytes) of the one that the case is about; the first one when left out. */
  readonly about?: Uint8Array;
  /** The first report of another case, which messages lying here name: their signatures are held against it. */
  readonly elsewhere?: FirstReport;
}

interface OpenedItem {
  readonly head: ItemHead;
  readonly opened: Opened | { readonly state: "malformed" };
  /** What the server says of its files. */
  readonly told: CaseItem["attachments"];
}
type Content = Extract<Opened, { state: "opened" }>;

/**
 * Opens the summary of an item with the keys of its desk; `null` when none that is held opens it. The item names the epoch
 * of its envelope; triage seals the summary to the epoch of its own day, which is a later one around a change of keys.
 */
export async function openItemSummary(
  p: Primitives,
  item: QueueItem,
  deskId: number,
  keyring: Keyring,
): Promise<Summary | null> {
  const sealed = fromBase64Url(item.summary);
  const itemId = uuidBytes(item.id);
  for (const { epoch, sealing } of deskKeys(keyring, deskId, item.epoch)) {
    const summary = await openSummary(p, sealed, { deskId, epoch, itemId, secretKey: sealing.secretKey });
    if (summary !== null) return summary;
  }
  return null;
}

/** The keys of a desk that are held, from the epoch named on: the one named first. */
function deskKeys(keyring: Keyring, deskId: number, from: number): readonly DeskSecret[] {
  return keyring.desks
    .filter((key) => key.deskId === deskId && key.epoch >= from)
    .toSorted((a, b) => a.epoch - b.epoch);
}

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
  for (const item of answer.items) opened.push(await openItem(p, item, deskId, context.keyring));

  const first = firstOf(opened, context.about);
  const firstContent = first && contentOf(first);
  const report = firstContent?.type === "first" && context.mailboxTaken !== true ? firstContent : null;

  const seen = new Set<string>();
  const items: JudgedItem[] = [];
  const thread = report ?? context.elsewhere ?? null;
  for (const item of opened) items.push(await judge(p, item, { seen, first, report, thread, deskId }));

  const strays = report === null ? opened.map(contentOf).filter((content) => content?.type === "message") : [];
  const entries = await openEntries(p, answer.entries, { deskId, ...context });
  return { report, items, strays, ...(report === null ? entries : onlyTo(report, entries)) };
}

/** The first report that the case is about. Whoever can move rows can put several into one case. */
function firstOf(opened: readonly OpenedItem[], about: Uint8Array | undefined): OpenedItem | undefined {
  const firsts = opened.filter((item) => contentOf(item)?.type === "first");
  const wanted = about && firsts.find((item) => equalBytes(contentOf(item)?.mailboxId ?? new Uint8Array(), about));
  return wanted ?? firsts[0];
}

/** A signed reply does not say which case it lies in, but to which mailbox it went: another's is refused. */
function onlyTo({ mailboxId }: FirstReport, { replies, refusedEntries }: CaseEntries): CaseEntries {
  const ours = (reply: SentReplyEntry): boolean => equalBytes(reply.mailboxId, mailboxId);
  const strange = replies.filter((reply) => !ours(reply)).map(({ id, day }) => ({ id, day, code: "other_mailbox" }));
  return { replies: replies.filter(ours), refusedEntries: [...refusedEntries, ...strange] };
}

async function openItem(p: Primitives, item: CaseItem, deskId: number, keyring: Keyring): Promise<OpenedItem> {
  const told = keyFor(keyring, deskId, item.epoch);
  const keys = told === null ? keyring.desks : [told, ...keyring.desks.filter((key) => key !== told)];
  const head = {
    id: item.id,
    releasedDay: item.releasedDay,
    summary: await openItemSummary(p, item, deskId, keyring),
  };
  return { head, opened: await openEnvelope(p, item.envelope, keys), told: item.attachments };
}

function contentOf({ opened }: OpenedItem): Content["content"] | null {
  return opened.state === "opened" ? opened.content : null;
}

interface Bench {
  /** Envelope ids seen so far, in hexadecimal. */
  readonly seen: Set<string>;
  readonly first: OpenedItem | undefined;
  readonly report: FirstReport | null;
  /** The report whose thread key later messages must be signed with. */
  readonly thread: FirstReport | null;
  readonly deskId: number;
}

async function judge(p: Primitives, item: OpenedItem, bench: Bench): Promise<JudgedItem> {
  const { head, opened } = item;
  if (opened.state !== "opened") return { ...head, state: "refused", reason: opened.state };
  const envelopeId = toHex(opened.envelopeId);
  if (bench.seen.has(envelopeId)) return { ...head, state: "refused", reason: "repeated" };
  bench.seen.add(envelopeId);

  const { content, slip } = opened;
  const differences = lies(head.summary, opened, bench.deskId);
  const files = filesOf(opened.attachments, item.told);
  if (content.type === "first") {
    // A report of somebody else is shown wherever it lies: moving it must not be a way to hide it.
    const known =
      item === bench.first ? bench.report === null : sameMailbox(content, bench.first && contentOf(bench.first));
    if (known) return { ...head, state: "refused", reason: "known_mailbox" };
    return { ...head, state: "report", slip, content, differences, files };
  }
  if (content.type !== "message") return { ...head, state: "refused", reason: "no_thread" };
  const refusal = await checkThread(p, content, bench.thread);
  return refusal === null
    ? { ...head, state: "message", slip, content, differences, files }
    : { ...head, state: "refused", reason: refusal };
}

function sameMailbox(one: Content["content"], other: Content["content"] | null | undefined): boolean {
  return other !== null && other !== undefined && equalBytes(one.mailboxId, other.mailboxId);
}

/** `null` when the message is signed by the thread key of the first report, and for its mailbox. */
export async function checkThread(
  p: Primitives,
  message: LaterMessage,
  report: FirstReport | null,
): Promise<"unsigned" | "no_thread" | null> {
  if (report === null) return "no_thread";
  const { threadKey } = parseDescriptor(report.descriptor);
  const signed = sameMailbox(message, report) && (await verifyThread(p, message, threadKey));
  return signed ? null : "unsigned";
}

/**
 * The slip is told three times: to triage (the summary repeats it), again inside the payload, and by the answers themselves.
 * The sealed content is the truth; so is the desk whose key opened it.
 */
function lies(summary: Summary | null, opened: Content, deskId: number): readonly SlipDifference[] {
  const truth: Slip =
    opened.content.type === "first" ? slipOf(opened.content.answers) : { ...opened.slip, type: "message" };
  const found = new Map<string, SlipDifference>();
  for (const told of [opened.slip, ...(summary ? [summary.slip] : [])]) {
    for (const difference of slipDifferences(told, truth)) found.set(difference.field, difference);
  }
  const toldDesk = [opened.slip.desk, deskId].find((desk) => desk !== opened.deskId);
  if (toldDesk !== undefined && !found.has("desk")) {
    found.set("desk", { field: "desk", triage: [String(toldDesk)], sealed: [String(opened.deskId)] });
  }
  return [...found.values()];
}
