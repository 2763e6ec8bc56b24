/** Removing an officer: what will happen, in plain words, before anything is signed. */
import { useSignal } from "@preact/signals";
import { emptiedDesks, equalBytes, withoutOfficer, type RosterOfficer } from "../../../../security/index.ts";
import { texts } from "../../state/language.ts";
import { publishNext } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { deskName } from "../../state/desks.ts";
import { Field, Notice } from "../parts.tsx";
import { Act, Panel, type SheetProps } from "./parts.tsx";
import { useRulesOf } from "./useRulesOf.ts";

/** Whether nobody else is a lead. */
export function isLastLead({ chain }: OpenSession, { id, role }: RosterOfficer): boolean {
  const { officers } = chain.newest.roster;
  return role === "lead" && !officers.some((each) => each.role === "lead" && !equalBytes(each.id, id));
}

/** Whether one lead would be left without this one: nobody then removes or replaces that one but the ceremony. */
export function leavesOneLead({ chain }: OpenSession, { id, role }: RosterOfficer): boolean {
  const others = chain.newest.roster.officers.filter((each) => each.role === "lead" && !equalBytes(each.id, id));
  return role === "lead" && others.length === 1;
}

/** Says which desks nobody would be on any more: before it is signed, as nothing brings them back. */
export function Emptied({ session, officers }: { session: OpenSession; officers: readonly RosterOfficer[] }) {
  const t = texts.value.ownDesks;
  const { newest } = session.chain;
  const desks = emptiedDesks(newest, officers);
  if (desks.length === 0) return null;
  return (
    <Notice tone="caution" live title={t.emptied(desks.map(deskName).join(", "))}>
      {newest.roster.recovery === null && <p>{t.noRecovery}</p>}
    </Notice>
  );
}

export function Remove({ session, officer, onDone, onCancel }: SheetProps) {
  const t = texts.value.people;
  const typed = useSignal("");
  const wrong = useSignal(false);
  const replies = useSignal(false);
  const rules = useRulesOf(officer);
  if (isLastLead(session, officer)) {
    return (
      <Panel title={t.removeOf(officer.name)}>
        <Notice tone="caution" title={t.removeLast} />
        <div class="row">
          <button type="button" onClick={onCancel}>
            {t.cancel}
          </button>
        </div>
      </Panel>
    );
  }
  const remove = async (): Promise<void> => {
    wrong.value = typed.value.trim().normalize("NFC") !== officer.name;
    if (wrong.value) return;
    const forgetSigningKeys = replies.value;
    const version = await publishNext((chain) => {
      const { officers, newEpochs } = withoutOfficer(chain.newest, officer.id);
      return { officers, newEpochs, forgetSigningKeys };
    });
    onDone(version, { statement: true, certificate: officer.role === "lead" });
  };
  // Once it is published this sheet is drawn once more, for somebody who is on the roster no longer.
  const others = session.chain.newest.roster.officers.filter(({ id }) => !equalBytes(id, officer.id));
  return (
    <Panel title={t.removeOf(officer.name)}>
      <Act submit={t.removeSubmit} onSubmit={remove} onCancel={onCancel}>
        <ul class="points">
          <li>{t.removeWill(officer.name)}</li>
          {equalBytes(officer.id, session.officerId) && <li>{t.removeSelf}</li>}
          {officer.desks.length > 0 && <li>{t.removeKeys(officer.desks.map(deskName).join(", "))}</li>}
          <li>{t.removeStays}</li>
          <li>{t.removeFloor}</li>
          {officer.role === "lead" && <li>{t.removeLead}</li>}
          {rules.onCall && <li>{t.removeOnCall(officer.name)}</li>}
          {rules.signed && <li>{t.removeRules}</li>}
        </ul>
        {leavesOneLead(session, officer) && <Notice tone="caution" title={t.oneLeadLeft} />}
        <Emptied session={session} officers={others} />
        <div>
          <label class="choice">
            <input type="checkbox" checked={replies.value} onChange={() => (replies.value = !replies.value)} />
            {t.removeReplies}
          </label>
          <p class="soft small">{t.removeRepliesHint}</p>
        </div>
        <Field label={t.removeType(officer.name)} error={wrong.value ? t.removeTypeWrong : undefined} of={typed} />
      </Act>
    </Panel>
  );
}
