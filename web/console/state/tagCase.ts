/** The blind tag of a case, which its report's mailbox gives: by it what comes later finds the case. */
import type { ReadCaseAnswer, TagCaseRequest } from "../../../api/routes/cases/schema.ts";
import { openCaseFile, type CaseContext, type CaseFile } from "../domain/caseFile.ts";
import { caseTag, findCaseOf, itemTags } from "../domain/findCase.ts";
import type { Api } from "../api.ts";
import { HttpError } from "../http.ts";
import { whenCaseGone } from "./caseGone.ts";
import { forgetWithKeys, type OpenSession } from "./session.ts";

interface Tagging {
  readonly p: OpenSession["p"];
  readonly context: CaseContext;
  /** The client that asks. */
  readonly by: Api;
}

/**
 * Tags the case with its report's mailbox. That the server, or whoever wrote a tag first, says otherwise is not enough to
 * refuse a report: only another case whose report really has this mailbox is.
 */
export async function tagCase(
  answer: ReadCaseAnswer,
  file: CaseFile,
  { p, context, by }: Tagging,
): Promise<{ readonly file: CaseFile; readonly mistagged: boolean }> {
  const { id, desk } = answer.case;
  const reports = file.items.flatMap((item) => (item.state === "report" ? [item.content] : []));
  for (const { mailboxId } of reports) {
    const tag = await caseTag(p, context.keyring.matching, desk, mailboxId);
    if (tag !== null && !(await setTag(id, { tag, ...(await itemTags(p, file, desk, context)) }, by))) continue;
    const isAbout = reports[0]?.mailboxId === mailboxId;
    return { file: isAbout ? file : await openCaseFile(p, answer, { ...context, about: mailboxId }), mistagged: false };
  }
  const [report] = reports;
  const elsewhere = report && (await findCaseOf(p, report, { caseId: id, deskId: desk }, by, context));
  if (!elsewhere) return { file, mistagged: true };
  return { file: await openCaseFile(p, answer, { ...context, mailboxTaken: true }), mistagged: false };
}

/** The tag of each case that this session has written, or found written. */
const tagged = new Map<string, string>();

/** `false` when another case of the desk has this tag, or this case another tag. What a colleague holds, they tag. */
async function setTag(id: string, request: TagCaseRequest, by: Api): Promise<boolean> {
  if (tagged.get(id) === request.tag) return true;
  try {
    await by.setTag(id, request);
    tagged.set(id, request.tag);
    return true;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.code === "tag_taken") return false;
    if (error.code !== "held_by_other") throw error;
    return true;
  }
}

whenCaseGone((caseId) => tagged.delete(caseId));
forgetWithKeys(() => tagged.clear());
