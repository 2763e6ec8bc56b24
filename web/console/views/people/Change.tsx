/** Changing what an officer may do: what each change comes to is said while it is chosen, before anything is signed. */
import { useSignal } from "@preact/signals";
import { equalBytes, wholeDesks, withChange, type RosterOfficer } from "../../../../security/index.ts";
import { texts } from "../../state/language.ts";
import { publishNext } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { deskName } from "../../state/desks.ts";
import { Notice } from "../parts.tsx";
import { Act, DeskChoice, Panel, RoleChoice, type SheetProps } from "./parts.tsx";
import { Emptied, isLastLead, leavesOneLead } from "./Remove.tsx";
import { useRulesOf } from "./useRulesOf.ts";

type Place = Pick<RosterOfficer, "role" | "desks">;

/** What signing would do, one sentence each; none when nothing is changed. */
function consequences(officer: RosterOfficer, next: Place, rules: ReturnType<typeof useRulesOf>): string[] {
  const t = texts.value.people;
  const { name } = officer;
  const names = (desks: readonly number[]): string => desks.map(deskName).join(", ");
  const given = next.desks.filter((desk) => !officer.desks.includes(desk));
  const taken = officer.desks.filter((desk) => !next.desks.includes(desk));
  const turned = next.role !== officer.role;
  return [
    ...(given.length > 0 ? [t.changeGives(name, names(given))] : []),
    ...(taken.length > 0 ? [t.removeKeys(names(taken)), t.removeStays, t.removeFloor] : []),
    ...(turned && next.role === "auditor" ? [t.changeToAuditor(name)] : []),
    ...(turned && next.role === "lead" ? [t.changeToLead(name)] : []),
    ...(turned && officer.role === "lead" ? [t.changeFromLead(name)] : []),
    ...(turned && officer.role === "lead" && rules.signed ? [t.removeRules] : []),
    ...(next.desks.length === 0 && rules.onCall ? [t.removeOnCall(name)] : []),
  ];
}

/** The roster as it would be, also while what is chosen cannot be signed yet. */
const officersWith = ({ chain }: OpenSession, officer: RosterOfficer, next: Place): readonly RosterOfficer[] =>
  chain.newest.roster.officers.map((each) => (equalBytes(each.id, officer.id) ? { ...each, ...next } : each));

export function Change({ session, officer, onDone, onCancel }: SheetProps) {
  const t = texts.value.people;
  const role = useSignal(officer.role);
  const desks = useSignal<readonly number[]>(officer.desks);
  const problem = useSignal<"none" | "nothing" | "last">("none");
  const noDesk = useSignal(false);
  const next = { role: role.value, desks: role.value === "auditor" ? [] : wholeDesks(desks.value) };
  const will = consequences(officer, next, useRulesOf(officer));
  const change = async (): Promise<void> => {
    noDesk.value = next.role !== "auditor" && next.desks.length === 0;
    const last = next.role !== "lead" && isLastLead(session, officer);
    problem.value = will.length === 0 ? "nothing" : last ? "last" : "none";
    if (noDesk.value || problem.value !== "none") return;
    const version = await publishNext((chain) => withChange(chain.newest, officer.id, next));
    const statement = officer.desks.some((desk) => !next.desks.includes(desk));
    onDone(version, { statement, certificate: officer.role === "lead" && next.role !== "lead" });
  };
  return (
    <Panel title={t.changeOf(officer.name)}>
      <Act submit={t.changeSubmit} onSubmit={change} onCancel={onCancel}>
        <RoleChoice of={role} />
        {role.value !== "auditor" && (
          <DeskChoice
            of={desks}
            desks={session.chain.newest.statement.desks.map(({ id }) => id)}
            error={noDesk.value}
          />
        )}
        {next.role !== "lead" && leavesOneLead(session, officer) && <Notice tone="caution" title={t.oneLeadLeft} />}
        <Emptied session={session} officers={officersWith(session, officer, next)} />
        <div aria-live="polite">
          {will.length === 0 ? (
            <p class="soft">{t.changeChoose}</p>
          ) : (
            <ul class="points">
              {will.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </div>
        {problem.value === "nothing" && <Notice tone="plain" live title={t.changeNothing} />}
        {problem.value === "last" && <Notice tone="caution" live title={t.changeLast} />}
      </Act>
    </Panel>
  );
}
