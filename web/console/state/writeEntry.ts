/** Sealing what an officer writes into the case on screen, after what was read of it. */
import type { EntryKind } from "../../../security/index.ts";
import type { NewEntry } from "../../../api/routes/cases/schema.ts";
import { buildEntry } from "../domain/writeEntry.ts";
import { HttpError } from "../http.ts";
import { checkReadIn } from "./newestKeys.ts";
import { openedCase } from "./openCase.ts";
import { session } from "./session.ts";

export interface EntryContent {
  readonly kind: EntryKind;
  readonly content: Uint8Array;
}

/**
 * @throws HttpError `not_signed_in` when no keys are open or another case is on screen, as `checkReadIn`; SecurityError as `buildEntry`
 */
export async function sealForCase(caseId: string, { kind, content }: EntryContent): Promise<NewEntry> {
  const [now, shown] = [session.value, openedCase.value];
  if (now === null || shown?.id !== caseId) throw new HttpError("not_signed_in");
  checkReadIn(now, shown);
  const { p, officerId, identity, chain } = now;
  return buildEntry(p, {
    caseId,
    deskId: shown.answer.case.desk,
    statement: chain.newest.statement,
    after: shown.file.heads,
    officer: { id: officerId, signing: identity.signing },
    kind,
    content,
  });
}
