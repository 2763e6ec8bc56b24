/**
 * Putting what came later into the case it belongs to: a tag, and a signed entry that says so. A change of code is taken up
 * by that entry. The officer host gets the same of every item, so that it does not learn which one was what.
 */
import {
  ATTACHED_ITEMS_MAX,
  deskOf,
  encodeAttached,
  LOG_HEADS_MAX,
  matchTag,
  rekeyEntryId,
  toBase64Url,
  toHex,
  type KeyPair,
  type Primitives,
  type VerifiedStatement,
} from "../../../security/index.ts";
import type { AttachCaseRequest, ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import type { CaseFile } from "./caseFile.ts";
import type { JudgedItem } from "./judgedItem.ts";
import type { FoundCase } from "./findCase.ts";
import type { Keyring } from "./keyring.ts";
import { rewrapAll, strangeIn } from "./rewrapCase.ts";
import { uuidBytes, uuidOf } from "./ids.ts";
import { buildEntry } from "./writeEntry.ts";

export interface AttachJob {
  /** The case that the items lie in, and its newest entries: they come along. */
  readonly from: { readonly answer: ReadCaseAnswer; readonly file: CaseFile; readonly keyring: Keyring };
  /** Judged against the codes of `into`. */
  readonly items: readonly JudgedItem[];
  readonly into: FoundCase;
  /** The newest one. */
  readonly statement: VerifiedStatement;
  /** The matching key of the desk of `into`, 32 bytes. */
  readonly matching: Uint8Array;
  readonly officer: { readonly id: Uint8Array; readonly signing: KeyPair };
}

/** Whether every one of the items belongs to the case that they were judged against. */
export function belong(items: readonly JudgedItem[]): boolean {
  const strange = ["refused", "report", "unmatched"];
  return items.length > 0 && items.every(({ state }) => !strange.includes(state));
}

/** @throws SecurityError `unknown_desk` when the case's desk is no more */
export async function buildAttachment(p: Primitives, job: AttachJob): Promise<AttachCaseRequest> {
  const { from, into, items, matching, officer } = job;
  const { mailboxId } = into.codes.codes.at(-1) ?? into.codes.codes[0];
  // One code gives way to one other: of several changes lying together the first that fits is the one.
  const rekey = into.codes.broken ? undefined : items.find((item) => item.state === "rekey" && !item.takenUp);
  const newMailboxId = rekey?.state === "rekey" ? rekey.content.newMailboxId : null;
  const objectId = newMailboxId ? await rekeyEntryId(p, matching, mailboxId) : null;
  const content = encodeAttached({
    mailboxId,
    envelopeIds: idsOf(items),
    from: uuidBytes(from.answer.case.id),
    ...(newMailboxId && { rekey: { newMailboxId, before: idsOf(into.file.items) } }),
  });
  const entry = await buildEntry(p, {
    caseId: into.caseId,
    ...(objectId && { id: uuidOf(objectId) }),
    deskId: into.deskId,
    statement: job.statement,
    after: bothHeads(into.file.heads, from.file.heads),
    officer,
    kind: "attached",
    content,
  });
  const tag = newMailboxId ? await matchTag(p, matching, newMailboxId) : p.randomBytes(32);
  const request = { into: into.caseId, tag: toBase64Url(tag), entry };
  return from.answer.case.desk === into.deskId ? request : { ...request, rewraps: await rewrapsOf(p, job) };
}

/** What lies on another desk is sealed to that of the case it joins. */
async function rewrapsOf(p: Primitives, { from, into, statement, officer }: AttachJob) {
  const { case: head, items, entries } = from.answer;
  const hands = { deskId: head.desk, keyring: from.keyring };
  const to = deskOf(statement, into.deskId);
  return rewrapAll(p, { caseId: head.id, items, entries, strange: strangeIn(from.file), hands, to, officer });
}

/** At most 16, ascending, as an entry names them. */
function bothHeads(...heads: readonly (readonly Uint8Array[])[]): Uint8Array[] {
  const byHash = new Map(heads.flat().map((hash) => [toHex(hash), hash]));
  return [...byHash]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, hash]) => hash)
    .slice(0, LOG_HEADS_MAX);
}

function idsOf(items: readonly JudgedItem[]): Uint8Array[] {
  return items.flatMap(({ envelopeId }) => envelopeId ?? []).slice(0, ATTACHED_ITEMS_MAX);
}
