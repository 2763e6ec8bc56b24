/** Opening a desk, and giving one another name: what it comes to is said before anything is signed. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import {
  type DeskName,
  equalBytes,
  isDeskName,
  isDeskNameTaken,
  tidyDeskName,
  toHex,
  withDesk,
  withDeskName,
  type RosterOfficer,
} from "../../../../security/index.ts";
import { deskName } from "../../state/desks.ts";
import { language, texts } from "../../state/language.ts";
import { publishNext } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { Field, Notice } from "../parts.tsx";
import { Act, Panel } from "./parts.tsx";

interface SheetProps {
  readonly session: OpenSession;
  readonly onDone: (version: number, said: string) => void;
  readonly onCancel: () => void;
}

const LANGUAGES = ["fr", "en"] as const;
type Names = Readonly<Record<(typeof LANGUAGES)[number], Signal<string>>>;

/** What is wrong with a name, once somebody wanted to sign it. */
function wrongWith(typed: string, names: readonly DeskName[], desk?: number): string | undefined {
  const t = texts.value.ownDesks;
  const name = tidyDeskName(typed);
  if (!isDeskName(name)) return t.unfit;
  return isDeskNameTaken(name, names, desk) ? t.taken : undefined;
}

function NameFields({
  of,
  names,
  asked,
  desk,
}: {
  of: Names;
  names: readonly DeskName[];
  asked: boolean;
  desk?: number;
}) {
  const t = texts.value.ownDesks;
  return LANGUAGES.map((each) => (
    <Field
      key={each}
      label={each === "fr" ? t.french : t.english}
      hint={t.nameHint}
      error={asked ? wrongWith(of[each].value, names, desk) : undefined}
      of={of[each]}
      maxLength={60}
    />
  ));
}

const typedOf = (of: Names) => ({ fr: of.fr.value, en: of.en.value });
const fits = (of: Names, names: readonly DeskName[], desk?: number): boolean =>
  LANGUAGES.every((each) => wrongWith(of[each].value, names, desk) === undefined);

function useFirstField(): void {
  useEffect(() => document.querySelector<HTMLElement>(".people input")?.focus(), []);
}

export function OpenDesk({ session, onDone, onCancel }: SheetProps) {
  const t = texts.value.ownDesks;
  const names: Names = { fr: useSignal(""), en: useSignal("") };
  const chosen = useSignal<readonly Uint8Array[]>([]);
  const asked = useSignal(false);
  useFirstField();
  const { officers, deskNames, recovery } = session.chain.newest.roster;
  const members = officers.filter(({ id }) => chosen.value.some((each) => equalBytes(each, id)));
  const isMine = members.some(({ id }) => equalBytes(id, session.officerId));
  const open = async (): Promise<void> => {
    asked.value = true;
    if (!fits(names, deskNames) || members.length === 0) return;
    const ids = chosen.value;
    const version = await publishNext((chain) => withDesk(chain.newest, typedOf(names), ids));
    onDone(version, t.opened(tidyDeskName(names[language.value].value)));
  };
  return (
    <Panel title={t.open}>
      <Act submit={t.submit} onSubmit={open} onCancel={onCancel}>
        <NameFields of={names} names={deskNames} asked={asked.value} />
        <MemberChoice of={chosen} officers={officers} missing={asked.value && members.length === 0} />
        {members.length === 1 && (
          <Notice tone="caution" live title={t.whoOne}>
            {recovery === null && <p>{t.noRecovery}</p>}
          </Notice>
        )}
        <ul class="points">
          {members.length > 0 && <li>{t.willKeys(members.map(({ name }) => name).join(", "))}</li>}
          {!isMine && <li>{t.willNotYou}</li>}
          <li>{t.willCome}</li>
          <li>{t.willSeen}</li>
          <li>{t.willStay}</li>
        </ul>
      </Act>
    </Panel>
  );
}

function MemberChoice(props: {
  of: Signal<readonly Uint8Array[]>;
  officers: readonly RosterOfficer[];
  missing: boolean;
}) {
  const { of, missing } = props;
  const t = texts.value.ownDesks;
  const id = useId();
  const officers = props.officers.filter(({ role }) => role !== "auditor");
  const has = (officer: RosterOfficer): boolean => of.value.some((each) => equalBytes(each, officer.id));
  const toggle = (officer: RosterOfficer): void => {
    of.value = has(officer) ? of.value.filter((each) => !equalBytes(each, officer.id)) : [...of.value, officer.id];
  };
  return (
    <fieldset class="choices" aria-describedby={missing ? `${id}-hint ${id}-error` : `${id}-hint`}>
      <legend>{t.who}</legend>
      {officers
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map((officer) => (
          <label class="choice" key={toHex(officer.id)}>
            <input type="checkbox" checked={has(officer)} onChange={() => toggle(officer)} />
            {officer.name}
          </label>
        ))}
      <p class="soft small means" id={`${id}-hint`}>
        {t.whoHint}
      </p>
      {missing && (
        <p class="error" role="alert" id={`${id}-error`}>
          {t.whoMissing}
        </p>
      )}
    </fieldset>
  );
}

export function RenameDesk({ session, desk, onDone, onCancel }: SheetProps & { desk: number }) {
  const t = texts.value.ownDesks;
  const { deskNames } = session.chain.newest.roster;
  const was = deskNames.find((each) => each.desk === desk)?.name;
  const names: Names = { fr: useSignal(was?.fr ?? ""), en: useSignal(was?.en ?? "") };
  const asked = useSignal(false);
  useFirstField();
  const rename = async (): Promise<void> => {
    asked.value = true;
    if (!fits(names, deskNames, desk)) return;
    const version = await publishNext((chain) => ({
      officers: chain.newest.roster.officers,
      deskNames: withDeskName(chain.newest, desk, typedOf(names)),
    }));
    onDone(version, t.renamed(deskName(desk)));
  };
  return (
    <Panel title={t.renameOf(deskName(desk))}>
      <Act submit={t.renameSubmit} onSubmit={rename} onCancel={onCancel}>
        <NameFields of={names} names={deskNames} asked={asked.value} desk={desk} />
        <p>{t.renameWill}</p>
      </Act>
    </Panel>
  );
}
