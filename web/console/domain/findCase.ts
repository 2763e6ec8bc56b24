/**
 * Finding the case of a later message. The server knows a case by a tag, HMAC(desk matching key, mailbox id), and cannot
 * tell which mailbox that is. A tag only finds: the message is believed, and moved, when its signature holds under the
 * thread key of the report found.
 */
import {
  equalBytes,
  matchTag,
  toBase64Url,
  type FirstReport,
  type LaterMessage,
  type Primitives,
} from "../../../security/index.ts";
import type { ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { openCaseFile, type CaseContext } from "./caseFile.ts";

/** What this needs of the officer API. */
export interface CaseFinder {
  readonly findCase: (tag: string) => Promise<{ readonly caseId: string | null }>;
  readonly readCase: (id: string) => Promise<ReadCaseAnswer>;
}

export interface FoundCase {
  readonly caseId: string;
  readonly report: FirstReport;
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
 * Tries the matching key of every desk that is held, the message's own desk first. `null` when no other case is known whose
 * report has that mailbox.
 */
export async function findCaseOf(
  p: Primitives,
  message: Pick<LaterMessage, "mailboxId">,
  { caseId, deskId }: { caseId: string; deskId: number },
  finder: CaseFinder,
  context: CaseContext,
): Promise<FoundCase | null> {
  const desks = [deskId, ...[...context.keyring.matching.keys()].filter((id) => id !== deskId)];
  for (const desk of desks) {
    const tag = await caseTag(p, context.keyring.matching, desk, message.mailboxId);
    const found = tag === null ? null : (await finder.findCase(tag)).caseId;
    if (found === null || found === caseId) continue;
    const { report } = await openCaseFile(p, await finder.readCase(found), context);
    // Anyone who can write a tag can write a wrong one: the case counts when its report has that very mailbox.
    if (report !== null && equalBytes(report.mailboxId, message.mailboxId)) return { caseId: found, report };
  }
  return null;
}
