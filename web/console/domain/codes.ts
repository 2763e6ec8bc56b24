/**
 * The codes of a case: that of the first report, and then each one that took the place of the one before. A change of code
 * counts when its signatures hold and a signed entry of an officer takes it up; the entry decides between two changes of one
 * code, and its list of what was there tells what the old code signed before the change from what it signed after.
 */
import {
  equalBytes,
  parseDescriptor,
  toHex,
  verifyRekey,
  verifyThread,
  type FirstReport,
  type Primitives,
  type Rekey,
  type ThreadItem,
} from "../../../security/index.ts";
import type { AttachedEntry } from "./entries.ts";

/** Where a case can be answered. */
export type CaseCode = Pick<FirstReport, "descriptor" | "mailboxId">;

/** An entry that takes up a change of code. */
export type TakenUp = AttachedEntry & Required<Pick<AttachedEntry, "rekey">>;

export interface CaseCodes {
  /** The first report's, then that of each change that was taken up: the last one is the one in use. */
  readonly codes: readonly [CaseCode, ...CaseCode[]];
  /** `changes[i]` led from `codes[i]` to `codes[i + 1]`. */
  readonly changes: readonly TakenUp[];
  /** An entry takes up a change that is not here, or two do: the last code is given up, and for which one is not known. */
  readonly broken: boolean;
}

/**
 * How an item stands to a case: signed by the code in use (`current`), a change of code that was followed (`taken_up`), signed
 * by a code that was given up (`old_code`), for no case that is known (`unmatched`), or not to be believed.
 */
export type Standing = "current" | "taken_up" | "old_code" | "unmatched" | "unsigned" | "known_mailbox";

/** The chain of codes. The order of items does not matter: each change names the code that it follows upon. */
export async function followCodes(
  p: Primitives,
  report: CaseCode,
  rekeys: readonly Rekey[],
  attached: readonly AttachedEntry[],
): Promise<CaseCodes> {
  const codes: [CaseCode, ...CaseCode[]] = [report];
  const changes: TakenUp[] = [];
  for (;;) {
    const current = codes.at(-1) ?? report;
    const entries = attached.filter(isTakenUp).filter((entry) => equalBytes(entry.mailboxId, current.mailboxId));
    const [entry] = entries;
    if (entry === undefined) return { codes, changes, broken: false };
    const rekey = entries.length === 1 ? await fitting(p, rekeys, entry, codes) : null;
    if (rekey === null) return { codes, changes, broken: true };
    codes.push({ descriptor: rekey.descriptor, mailboxId: rekey.newMailboxId });
    changes.push(entry);
  }
}

const isTakenUp = (entry: AttachedEntry): entry is TakenUp => entry.rekey !== undefined;

async function fitting(
  p: Primitives,
  rekeys: readonly Rekey[],
  { rekey: { newMailboxId } }: TakenUp,
  codes: readonly CaseCode[],
): Promise<Rekey | null> {
  const descriptors = codes.map(({ descriptor }) => descriptor);
  for (const rekey of rekeys) {
    if (!equalBytes(rekey.newMailboxId, newMailboxId)) continue;
    if (await verifyRekey(p, rekey, descriptors)) return rekey;
  }
  return null;
}

/** @param codes `null`: of no report that could be found */
export async function standingOf(
  p: Primitives,
  item: ThreadItem,
  envelopeId: Uint8Array,
  codes: CaseCodes | null,
): Promise<Standing> {
  if (codes === null) return "unmatched";
  const at = codes.codes.findIndex(({ mailboxId }) => equalBytes(mailboxId, item.mailboxId));
  const code = codes.codes[at];
  if (code === undefined || !(await verifyThread(p, item, parseDescriptor(code.descriptor).threadKey)))
    return "unsigned";
  const next = codes.codes[at + 1];
  if (next === undefined) {
    if (item.type !== "rekey") return "current";
    const descriptors = codes.codes.map(({ descriptor }) => descriptor);
    return (await verifyRekey(p, item, descriptors)) ? "current" : "known_mailbox";
  }
  if (item.type === "rekey") return equalBytes(item.newMailboxId, next.mailboxId) ? "taken_up" : "old_code";
  const was = codes.changes[at]?.rekey.before.some((id) => equalBytes(id, envelopeId));
  return was === true ? "current" : "old_code";
}

/** The code in use, to which replies go; `null` where that is not known. */
export function codeInUse({ codes, broken }: CaseCodes): CaseCode | null {
  return broken ? null : (codes.at(-1) ?? null);
}

/** Whether a mailbox is one that the case has had. */
export function isOfCase({ codes }: CaseCodes, mailboxId: Uint8Array): boolean {
  return codes.some((code) => toHex(code.mailboxId) === toHex(mailboxId));
}
