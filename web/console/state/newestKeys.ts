/** Writing again when a desk's keys have changed since the case was read: with the new ones, after what came until then. */
import { HttpError } from "../http.ts";
import { readAgain, type CaseOnScreen } from "./openCase.ts";
import { refreshTrust, session, type OpenSession } from "./session.ts";

/**
 * Does it once more, with the directory and the case read afresh, where the host says that the directory has changed.
 * @throws what `write` throws
 */
export async function withNewestKeys<Done>(caseId: string, write: () => Promise<Done>): Promise<Done> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof HttpError) || error.code !== "directory_conflict") throw error;
    await refreshTrust();
    if (session.peek() === null) throw error;
    await readAgain(caseId);
    return write();
  }
}

/**
 * What is written in an epoch has to come after all that was written before it: consoles refuse what nobody had seen by then. So a
 * case that was read with the keys before is read again first.
 * @throws HttpError `directory_conflict`
 */
export function checkReadIn({ chain }: OpenSession, { answer, statement }: CaseOnScreen): void {
  const epochIn = ({ desks }: CaseOnScreen["statement"]) => desks.find(({ id }) => id === answer.case.desk)?.epoch;
  if (epochIn(chain.newest.statement) !== epochIn(statement)) throw new HttpError("directory_conflict");
}
