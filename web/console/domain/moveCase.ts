/** Moving a case to another desk: the signed entry that says so, written on the desk that it leaves, and what opens it there. */
import {
  deskOf,
  encodeAction,
  isoDay,
  SecurityError,
  type KeyPair,
  type Primitives,
  type VerifiedStatement,
} from "../../../security/index.ts";
import type { ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import type { MoveCaseRequest } from "../../../api/routes/moves/schema.ts";
import type { CaseFile } from "./caseFile.ts";
import { keyFor, type Keyring } from "./keyring.ts";
import { rewrapAll, strangeIn } from "./rewrapCase.ts";
import { buildEntry } from "./writeEntry.ts";

export interface MoveJob {
  /** As it was read last: what is added to the case after that, the host waits for. */
  readonly answer: ReadCaseAnswer;
  /** The same, opened and judged. */
  readonly file: Pick<CaseFile, "heads" | "items" | "refusedEntries">;
  readonly to: number;
  readonly reason: string;
  readonly keyring: Keyring;
  /** The newest one. */
  readonly statement: VerifiedStatement;
  readonly officer: { readonly id: Uint8Array; readonly signing: KeyPair };
}

/**
 * @throws SecurityError `unknown_desk`, `too_long`, `out_of_range` without a reason; `open_failed` where the key of the desk's current
 * epoch is not held: the new desk could not read why
 */
export async function buildMove(p: Primitives, job: MoveJob): Promise<MoveCaseRequest> {
  const { answer, file, to, reason, keyring, statement, officer } = job;
  const { id: caseId, desk: deskId } = answer.case;
  const [from, target] = [deskOf(statement, deskId), deskOf(statement, to)];
  if (keyFor(keyring, deskId, from.epoch) === null) {
    throw new SecurityError("open_failed", "the key of the desk that the case leaves is not held");
  }
  const content = encodeAction({ code: "moved", to, reason });
  const entry = await buildEntry(p, { caseId, deskId, statement, after: file.heads, officer, kind: "action", content });
  const entries = [...answer.entries, { ...entry, day: isoDay(0) }];
  const hands = { deskId, keyring };
  const rewraps = await rewrapAll(p, {
    caseId,
    items: answer.items,
    entries,
    strange: strangeIn(file),
    hands,
    to: target,
    officer,
  });
  return { to, entry, rewraps };
}
