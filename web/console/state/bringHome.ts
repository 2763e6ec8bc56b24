/** What came later, lying in a case of its own: held against the case it belongs to, and put into that one. */
import { DESK_RESTRICTED } from "../../../security/index.ts";
import type { ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import type { Api } from "../api.ts";
import { belong, buildAttachment } from "../domain/attach.ts";
import { openCaseFile, type CaseContext, type CaseFile } from "../domain/caseFile.ts";
import type { JudgedItem } from "../domain/judgedItem.ts";
import { findCaseOf, movedDeskOf, type FoundCase } from "../domain/findCase.ts";
import { isOver } from "../domain/sealable.ts";
import { HttpError } from "../http.ts";
import type { OpenSession } from "./session.ts";

/** How often an item is held against a case that changes meanwhile. */
const ATTEMPTS = 3;

export interface Home {
  /** As judged against the case that it belongs to, where there is one. */
  readonly file: CaseFile;
  /** The case that everything was moved into. */
  readonly movedTo: string | null;
  /** The desk of the case that this belongs to, where it does not go there by itself. */
  readonly follows: number | null;
  readonly problem: unknown;
}

/** @param file of the case `answer`, in which no first report is believed */
export async function bringHome(answer: ReadCaseAnswer, file: CaseFile, now: OpenSession, by: Api): Promise<Home> {
  const { p, keyring, chain } = now;
  const context: CaseContext = { keyring, chain };
  const { id: caseId, desk: deskId } = answer.case;
  const stays = (judged: CaseFile, problem: unknown = null): Home => ({
    file: judged,
    movedTo: null,
    follows: null,
    problem,
  });
  for (let attempt = 1; ; attempt++) {
    const [stray] = file.strays;
    const found = stray && (await findCaseOf(p, stray, { caseId, deskId }, by, context));
    const matching = found && keyring.matching.get(found.deskId);
    if (stray && !found) return { ...stays(file), follows: await movedDeskOf(p, stray, by, context) };
    if (!found || !matching) return stays(file);
    const judged = { ...(await openCaseFile(p, answer, { ...context, elsewhere: found.codes })), strays: [] };
    // Until a lead has renewed the directory nothing is written into any case: what came later is shown where it lies.
    if (!belong(judged.items) || isOver(chain.newest.statement)) return stays(judged);
    if (opensToMore(deskId, found)) return { ...stays(judged), follows: found.deskId };
    const problem = await attach(now, { answer, found, file: judged, matching }, by);
    if (problem === null) return { ...stays(judged), movedTo: found.caseId };
    if (problem.code === "tag_taken") return stays(withTakenMailbox(judged));
    // A colleague took up another change of the same code first: what lies here is held against that one now.
    // What was written into this case meanwhile has to come along, so it is read again first: by whoever opens it next.
    if (problem.code !== "id_taken" || attempt === ATTEMPTS) return stays(judged, problem);
  }
}

/**
 * What lies on one desk joins a case of another by itself on its way to the restricted one alone: whose officers see both anyway.
 * All else would be sealed to people whom nobody meant to see it, on a server's word for where that case is; an officer moves it.
 * There too the case's own log has to lead from the desk that its report was sealed to.
 */
function opensToMore(deskId: number, { deskId: into, file }: FoundCase): boolean {
  return into !== deskId && (into !== DESK_RESTRICTED || !file.borneOut);
}

interface Attaching {
  /** The case that it lies in. */
  readonly answer: ReadCaseAnswer;
  readonly found: FoundCase;
  /** Judged against the case found. */
  readonly file: CaseFile;
  readonly matching: Uint8Array;
}

/** `null` when it is done. */
async function attach(
  { p, chain, officerId, identity, keyring }: OpenSession,
  { answer, found, file, matching }: Attaching,
  by: Api,
): Promise<HttpError | null> {
  const officer = { id: officerId, signing: identity.signing };
  const { statement } = chain.newest;
  const from = { answer, file, keyring };
  const job = { from, items: file.items, into: found, statement, matching, officer };
  try {
    await by.attach(answer.case.id, await buildAttachment(p, job));
    return null;
  } catch (problem) {
    if (problem instanceof HttpError) return problem;
    throw problem;
  }
}

/** A new code that is another case's already is refused: the replies of two cases would stand in one mailbox. */
function withTakenMailbox(file: CaseFile): CaseFile {
  const items = file.items.map((item): JudgedItem => {
    if (item.state !== "rekey" || item.takenUp) return item;
    const { id, releasedDay, summary, envelopeId } = item;
    return { id, releasedDay, summary, envelopeId, state: "refused", reason: "known_mailbox", type: "rekey" };
  });
  return { ...file, items };
}
