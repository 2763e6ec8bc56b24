/**
 * What officers decide about a case, each together with the signed entry that says so: both or neither. Who read what, and
 * whether a colleague should have read along, is in sealed entries; consoles judge it, and this host cannot.
 */
import type { Queryable } from "../../prisma/client.ts";
import { type CaseFacts, countItems } from "../../prisma/repositories/cases.ts";
import * as handling from "../../prisma/repositories/handling.ts";
import { isRecused } from "../../prisma/repositories/recusals.ts";
import { holdsCase } from "../../prisma/repositories/leases.ts";
import { officerById } from "../../prisma/repositories/officers.ts";
import { lockCases } from "../../prisma/locks.ts";
import { dayOfDate, hourBefore } from "../../prisma/values.ts";
import { dayOf, dueDayBy, urgentDueBy, type TriageRuleSet } from "../../security/index.ts";
import { ApiError } from "../errors.ts";
import type { SignedIn } from "../officers/sessions.ts";
import { addNewEntry, type EntryInput } from "./addEntry.ts";
import { type CaseDeps, caseOf } from "./caseOf.ts";
import { whileWriting } from "./keepEntry.ts";

export interface HandlingDeps extends CaseDeps {
  readonly rules: () => Promise<TriageRuleSet>;
}

type Step = (tx: Queryable, facts: CaseFacts) => Promise<void>;

/** @throws ApiError `not_found`, `id_taken`, `directory_conflict`, and what the step throws */
async function decide(
  deps: HandlingDeps,
  caller: SignedIn,
  caseId: string,
  entry: EntryInput,
  step: Step,
): Promise<void> {
  await whileWriting(deps.db, async (tx) => {
    // What is put into a case, and what is decided about it, come one after the other.
    await lockCases(tx);
    await step(tx, await caseOf(tx, deps, caller, caseId));
    await addNewEntry({ ...deps, db: tx }, caller, caseId, entry);
  });
}

async function mustHold(tx: Queryable, deps: HandlingDeps, caller: SignedIn, caseId: string): Promise<void> {
  const held = await holdsCase(tx, { caseId, officerId: caller.officer.id, now: new Date(deps.now()) });
  if (!held) throw new ApiError("not_holder");
}

/** Nobody decides over a message that they have not seen. */
async function mustHaveSeen(tx: Queryable, caller: SignedIn, caseId: string, items: number): Promise<void> {
  if ((await countItems(tx, caseId, caller.desks)) !== items) throw new ApiError("case_changed");
}

function mustNotBeClosed({ state }: CaseFacts): void {
  if (state === "closed") throw new ApiError("case_closed");
}

/** By when a case of this level has to be answered that came, or was set to it, now. */
function dueNow(rules: TriageRuleSet, level: number, now: number): handling.Due {
  if (level !== 0) return { day: dueDayBy(rules, level, dayOf(now)), hour: null };
  const hour = hourBefore(new Date(urgentDueBy(rules, now)));
  return { day: dayOfDate(hour), hour };
}

export interface LevelInput {
  readonly level: number;
  /** How many items of the case the officer has seen. */
  readonly items: number;
  readonly entry: EntryInput;
}

/**
 * Whoever may read a case may raise it at once, whoever holds it; lowering it is its holder's.
 * @throws ApiError `not_found`, `not_holder`, `case_closed`, `case_changed`, `id_taken`, `directory_conflict`
 */
export async function setLevel(deps: HandlingDeps, caller: SignedIn, caseId: string, input: LevelInput): Promise<void> {
  const due = dueNow(await deps.rules(), input.level, deps.now());
  await decide(deps, caller, caseId, input.entry, async (tx, facts) => {
    mustNotBeClosed(facts);
    if (input.level > facts.level) await mustHold(tx, deps, caller, caseId);
    await mustHaveSeen(tx, caller, caseId, input.items);
    await handling.setLevel(tx, caseId, { level: input.level, due, entryId: input.entry.id });
  });
}

/** @throws ApiError `not_found`, `not_holder`, `case_closed`, `case_changed`, `id_taken`, `directory_conflict` */
export async function closeCase(
  deps: HandlingDeps,
  caller: SignedIn,
  caseId: string,
  { items, entry }: Omit<LevelInput, "level">,
): Promise<void> {
  await decide(deps, caller, caseId, entry, async (tx, facts) => {
    mustNotBeClosed(facts);
    await mustHold(tx, deps, caller, caseId);
    await mustHaveSeen(tx, caller, caseId, items);
    await handling.closeCase(tx, caseId, dayOf(deps.now()));
  });
}

/** @throws ApiError `not_found`, `case_not_closed`, `id_taken`, `directory_conflict` */
export async function reopenCase(
  deps: HandlingDeps,
  caller: SignedIn,
  caseId: string,
  entry: EntryInput,
): Promise<void> {
  const rules = await deps.rules();
  await decide(deps, caller, caseId, entry, async (tx, { level }) => {
    const due = dueNow(rules, level, deps.now());
    if (!(await handling.reopenCase(tx, caseId, due))) throw new ApiError("case_not_closed");
  });
}

/** @throws ApiError `not_found`, `case_closed`, `id_taken`, `directory_conflict` */
export async function askSecondReader(
  deps: HandlingDeps,
  caller: SignedIn,
  caseId: string,
  { wanted, entry }: { readonly wanted: boolean; readonly entry: EntryInput },
): Promise<void> {
  await decide(deps, caller, caseId, entry, async (tx, facts) => {
    mustNotBeClosed(facts);
    await handling.setSecondWanted(tx, caseId, wanted);
  });
}

/**
 * To a named officer of the desk, who need not be there: nobody holds the case until somebody claims it.
 * @throws ApiError `not_found`, `not_holder`, `case_closed`, `not_on_desk`, `id_taken`, `directory_conflict`
 */
export async function handOver(
  deps: HandlingDeps,
  caller: SignedIn,
  caseId: string,
  { officerId, entry }: { readonly officerId: string; readonly entry: EntryInput },
): Promise<void> {
  const officer = await officerById(deps.db, officerId);
  const named = officer?.state === "active" ? await deps.rights.of(officer) : null;
  await decide(deps, caller, caseId, entry, async (tx, facts) => {
    mustNotBeClosed(facts);
    await mustHold(tx, deps, caller, caseId);
    if (named?.desks.includes(facts.desk) !== true || officerId === caller.officer.id) {
      throw new ApiError("not_on_desk");
    }
    if (await isRecused(tx, caseId, officerId)) throw new ApiError("not_on_desk");
    await handling.handTo(tx, caseId, officerId);
  });
}
