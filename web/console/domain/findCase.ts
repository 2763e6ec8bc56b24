/**
 * Finding the case of what came later. The server knows a case by a tag, HMAC(desk matching key, mailbox id), and cannot
 * tell which mailbox that is. A tag only finds: the item is believed, and moved, when its signature holds under a thread key
 * of the case found.
 */
import { matchTag, toBase64Url, type Primitives, type ThreadItem } from "../../../security/index.ts";
import type { ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { openCaseFile, type CaseContext, type CaseFile } from "./caseFile.ts";
import { isOfCase, type CaseCodes } from "./codes.ts";

const TAG_BYTES = 32;

/** What this needs of the officer API. */
export interface CaseFinder {
  readonly findCase: (
    tag: string,
  ) => Promise<{ readonly caseId: string | null; readonly movedTo?: number | undefined }>;
  readonly readCase: (id: string) => Promise<ReadCaseAnswer>;
}

export interface FoundCase {
  readonly caseId: string;
  readonly deskId: number;
  readonly file: CaseFile;
  readonly codes: CaseCodes;
}

/** The tag of a mailbox under a desk's matching key, as the API writes it; `null` when that key is not held. */
export async function caseTag(
  p: Primitives,
  matching: ReadonlyMap<number, Uint8Array>,
  deskId: number,
  mailboxId: Uint8Array,
): Promise<string | null> {
  const key = matching.get(deskId);
  return key === undefined ? null : toBase64Url(await matchTag(p, key, mailboxId));
}

/**
 * Tries the matching key of every desk that is held, the item's own desk first. `null` when no other case is known that has,
 * or had, that mailbox.
 */
export async function findCaseOf(
  p: Primitives,
  item: Pick<ThreadItem, "mailboxId">,
  { caseId, deskId }: { caseId: string; deskId: number },
  finder: CaseFinder,
  context: CaseContext,
): Promise<FoundCase | null> {
  const desks = [deskId, ...[...context.keyring.matching.keys()].filter((id) => id !== deskId)];
  for (const desk of desks) {
    const tag = await caseTag(p, context.keyring.matching, desk, item.mailboxId);
    const found = tag === null ? null : (await finder.findCase(tag)).caseId;
    if (found === null || found === caseId) continue;
    const answer = await finder.readCase(found);
    const file = await openCaseFile(p, answer, context);
    const { codes } = file;
    // Anyone who can write a tag can write a wrong one: the case counts when that very mailbox is one of its own.
    if (codes && isOfCase(codes, item.mailboxId)) return { caseId: found, deskId: answer.case.desk, file, codes };
  }
  return null;
}

/** The desk that the case of an item was moved to, where the officer is not on it: as far as the tags of earlier desks tell. */
export async function movedDeskOf(
  p: Primitives,
  item: Pick<ThreadItem, "mailboxId">,
  finder: Pick<CaseFinder, "findCase">,
  { keyring }: CaseContext,
): Promise<number | null> {
  for (const desk of keyring.matching.keys()) {
    const tag = await caseTag(p, keyring.matching, desk, item.mailboxId);
    const movedTo = tag === null ? undefined : (await finder.findCase(tag)).movedTo;
    if (movedTo !== undefined) return movedTo;
  }
  return null;
}

/**
 * Tags for the items of a case that was moved to this desk: for a change of code that of the new mailbox, for all others random
 * bytes, so that the host cannot tell which was which. Nothing for a case that never moved: its items have theirs.
 */
export async function itemTags(
  p: Primitives,
  { items, movedTo }: CaseFile,
  deskId: number,
  { keyring }: CaseContext,
): Promise<{ readonly items?: { readonly id: string; readonly tag: string }[] }> {
  if (movedTo === null || items.length < 2) return {};
  const tags: { id: string; tag: string }[] = [];
  for (const item of items) {
    const rekey = item.state === "rekey" && item.takenUp ? item.content.newMailboxId : null;
    const tag = rekey === null ? null : await caseTag(p, keyring.matching, deskId, rekey);
    tags.push({ id: item.id, tag: tag ?? toBase64Url(p.randomBytes(TAG_BYTES)) });
  }
  return { items: tags };
}
