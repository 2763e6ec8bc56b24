/** Links between two cases: said in the log of both, the other one first, so that no link is known to one side alone. */
import { encodeAction, type Action } from "../../../security/index.ts";
import { openCaseFile } from "../domain/caseFile.ts";
import { uuidBytes } from "../domain/ids.ts";
import { buildEntry } from "../domain/writeEntry.ts";
import { HttpError } from "../http.ts";
import { act } from "./acts.ts";
import { withNewestKeys } from "./newestKeys.ts";
import { openedCase } from "./openCase.ts";
import { session } from "./session.ts";
import { api } from "./server.ts";

/** Why two cases are not linked: `other_desk` would tell one desk of the cases of another. */
export class LinkRefused extends Error {
  readonly code: "other_desk" | "itself";
  constructor(code: LinkRefused["code"]) {
    super(code);
    this.code = code;
  }
}

/**
 * Links the case on screen with another one of its desk, or takes the link off. What one side says already is not said
 * again, so trying once more mends a link that got half way.
 * @throws LinkRefused; HttpError `not_found` for a case that is not there, …
 */
export function setLink(caseId: string, otherId: string, linked: boolean): Promise<void> {
  return withNewestKeys(caseId, () => linkBoth(caseId, otherId, linked));
}

async function linkBoth(caseId: string, otherId: string, linked: boolean): Promise<void> {
  const [now, shown] = [session.value, openedCase.value];
  if (now === null || shown?.id !== caseId) throw new HttpError("not_signed_in");
  if (otherId === caseId) throw new LinkRefused("itself");
  const code = linked ? "linked" : "unlinked";
  const { p, keyring, chain, officerId, identity } = now;
  const answer = await api.readCase(otherId);
  if (answer.case.desk !== shown.answer.case.desk) throw new LinkRefused("other_desk");
  const other = await openCaseFile(p, answer, { keyring, chain });
  if (other.facts.links.includes(caseId) !== linked) {
    const action: Action = { code, caseId: uuidBytes(caseId) };
    const entry = await buildEntry(p, {
      caseId: otherId,
      deskId: answer.case.desk,
      statement: chain.newest.statement,
      after: other.heads,
      officer: { id: officerId, signing: identity.signing },
      kind: "action",
      content: encodeAction(action),
    });
    await api.addEntry(otherId, entry);
  }
  if (shown.file.facts.links.includes(otherId) !== linked) {
    await act(caseId, { code, caseId: uuidBytes(otherId) });
  }
}
