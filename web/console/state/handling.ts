/** What the officer decides about the case on screen, each with the signed entry that says so. */
import { ACTION_REASON_MAX_BYTES, ACTION_TEXT_MAX_BYTES, levelOf, utf8 } from "../../../security/index.ts";
import type { Action, Level, Outcome } from "../../../security/index.ts";
import { slipsOf } from "../domain/caseLevel.ts";
import { uuidBytes } from "../domain/ids.ts";
import { countsOf } from "../domain/standing.ts";
import type { NewEntry } from "../../../api/routes/cases/schema.ts";
import { HttpError } from "../http.ts";
import { sealAct } from "./acts.ts";
import { withNewestKeys } from "./newestKeys.ts";
import { isOnScreen, leaseUntil, readAgain, type CaseOnScreen } from "./openCase.ts";
import { api } from "./server.ts";

/** Words that an officer types beside a decision; what is left empty is not sent. */
export interface Words {
  readonly text: string;
  /** Why nobody read along. */
  readonly alone: string;
}

export const isTooLong = ({ text, alone }: Words): boolean =>
  utf8(text.trim()).length > ACTION_TEXT_MAX_BYTES || utf8(alone.trim()).length > ACTION_REASON_MAX_BYTES;

function said<Key extends string>(key: Key, typed: string): { readonly [K in Key]?: string } {
  const text = typed.trim();
  return (text === "" ? {} : { [key]: text }) as { readonly [K in Key]?: string };
}

/** @throws HttpError, SecurityError `too_long` */
async function decide(caseId: string, action: Action, send: (entry: NewEntry) => Promise<unknown>): Promise<void> {
  try {
    await withNewestKeys(caseId, async () => send(await sealAct(caseId, action)));
  } catch (error) {
    // What came in between, or what a colleague did, is to be looked at first.
    if (error instanceof HttpError && error.code.startsWith("case_")) await readAgain(caseId);
    throw error;
  }
  await readAgain(caseId);
}

/** @throws as `decide` */
export async function setLevel(shown: CaseOnScreen, level: Level, { text, alone }: Words): Promise<void> {
  const slips = countsOf(slipsOf(shown.file.items).map(levelOf));
  const action: Action = { code: "levelled", level, ...said("reason", text), slips, ...said("alone", alone) };
  const items = shown.answer.items.length;
  await decide(shown.id, action, (entry) => api.setLevel(shown.id, { level, items, entry }));
}

/** @throws as `decide` */
export async function closeCase(shown: CaseOnScreen, outcome: Outcome, { text, alone }: Words): Promise<void> {
  const action: Action = { code: "closed", outcome, ...said("text", text), ...said("alone", alone) };
  const items = shown.answer.items.length;
  await decide(shown.id, action, (entry) => api.closeCase(shown.id, { items, entry }));
  if (isOnScreen(shown.id)) leaseUntil.value = null;
}

/** @throws as `decide` */
export async function reopenCase({ id }: CaseOnScreen): Promise<void> {
  await decide(id, { code: "reopened" }, (entry) => api.reopenCase(id, { entry }));
}

/** @throws as `decide` */
export async function handOver({ id }: CaseOnScreen, officerId: string, text: string): Promise<void> {
  const action: Action = { code: "handedOver", officerId: uuidBytes(officerId), ...said("text", text) };
  await decide(id, action, (entry) => api.handOver(id, { officerId, entry }));
  if (isOnScreen(id)) leaseUntil.value = null;
}

/** Asks a colleague to read along; or, as such a colleague, says that one has. @throws as `decide` */
export async function secondReader({ id }: CaseOnScreen, code: "secondAsked" | "secondRead"): Promise<void> {
  await decide(id, { code }, (entry) => api.askSecondReader(id, { wanted: code === "secondAsked", entry }));
}
