/** Holidays and turns on call: lists that a lead adds days to and takes days out of. */
import { useSignal, type Signal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import type { ComponentChildren, TargetedInputEvent } from "preact";
import { dayOf, isoDay, localTime, toHex, type RosterOfficer } from "../../../../security/index.ts";
import type { RulesDraft } from "../../domain/rulesDraft.ts";
import { texts, weekdayDayText } from "../../state/language.ts";
import { deskName } from "../../state/desks.ts";

type ListProblem = "none" | "noDay" | "dayTaken";

/** The day of a date field, since 1970; null for none. */
function dayIn(text: string): number | null {
  const day = dayOf(Date.parse(`${text}T00:00:00Z`));
  return Number.isInteger(day) && day >= 0 ? day : null;
}

/** What is in the list, each with its button; after one was taken out the focus is on the field that adds. */
function Taken(props: {
  days: readonly { readonly day: number; readonly said: ComponentChildren }[];
  take: (day: number) => void;
}) {
  const t = texts.value.rules;
  if (props.days.length === 0) return null;
  return (
    <ul class="lines">
      {props.days.map(({ day, said }) => (
        <li key={day}>
          <span>{said}</span>
          <button type="button" onClick={() => props.take(day)}>
            {t.take}
            <span class="hidden-text"> {weekdayDayText(isoDay(day))}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function DayField(props: {
  label: string;
  of: Signal<string>;
  problem: ListProblem;
  at: { current: HTMLInputElement | null };
}) {
  const { label, of, problem, at } = props;
  const t = texts.value.rules;
  const id = useId();
  const wrong = problem !== "none";
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        ref={at}
        type="date"
        value={of.value}
        aria-invalid={wrong ? "true" : "false"}
        aria-describedby={wrong ? `${id}-error` : undefined}
        onInput={(event: TargetedInputEvent<HTMLInputElement>) => (of.value = event.currentTarget.value)}
      />
      {wrong && (
        <p class="error" id={`${id}-error`} role="alert">
          {t.problems[problem]}
        </p>
      )}
    </div>
  );
}

/** @param props.zone whose midnight ends a day */
export function HolidayList({ of, zone }: { of: Signal<RulesDraft["holidays"]>; zone: string }) {
  const t = texts.value.rules;
  const typed = useSignal("");
  const problem = useSignal<ListProblem>("none");
  const field = useRef<HTMLInputElement>(null);
  const add = (): void => {
    const day = dayIn(typed.value);
    const past = day === null || day < localTime(Date.now(), zone).day;
    problem.value = past ? "noDay" : of.value.includes(day) ? "dayTaken" : "none";
    if (day === null || problem.value !== "none") return;
    of.value = [...of.value, day].sort((a, b) => a - b);
    typed.value = "";
  };
  const take = (day: number): void => {
    of.value = of.value.filter((each) => each !== day);
    field.current?.focus();
  };
  return (
    <>
      <Taken days={of.value.map((day) => ({ day, said: weekdayDayText(isoDay(day)) }))} take={take} />
      <div class="rules-add">
        <DayField label={t.addDay} of={typed} problem={problem.value} at={field} />
        <button type="button" onClick={add}>
          {t.add}
          <span class="hidden-text"> {t.addDay}</span>
        </button>
      </div>
    </>
  );
}

interface TurnsProps {
  readonly of: Signal<RulesDraft["turns"]>;
  readonly officers: readonly RosterOfficer[];
  readonly error: string | undefined;
}

export function TurnList({ of, officers, error }: TurnsProps) {
  const t = texts.value.rules;
  const typed = useSignal("");
  const able = officers.toSorted((a, b) => a.name.localeCompare(b.name));
  const who = useSignal(able[0] === undefined ? "" : toHex(able[0].id));
  const problem = useSignal<ListProblem>("none");
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const nameOf = (officerId: Uint8Array): ComponentChildren => {
    const hex = toHex(officerId);
    return officers.find((each) => toHex(each.id) === hex)?.name ?? <span class="damaged">{t.gone}</span>;
  };
  const add = (): void => {
    const day = dayIn(typed.value);
    const officer = able.find((each) => toHex(each.id) === who.value);
    const taken = of.value.some(({ firstDay }) => firstDay === day);
    problem.value = day === null ? "noDay" : taken ? "dayTaken" : "none";
    if (day === null || officer === undefined || problem.value !== "none") return;
    of.value = [...of.value, { firstDay: day, officerId: officer.id }].sort((a, b) => a.firstDay - b.firstDay);
    typed.value = "";
  };
  const take = (day: number): void => {
    of.value = of.value.filter(({ firstDay }) => firstDay !== day);
    field.current?.focus();
  };
  const days = of.value.map(({ firstDay: day, officerId }) => ({
    day,
    said: (
      <>
        <strong>{nameOf(officerId)}</strong> <span class="soft">{t.turnFrom(weekdayDayText(isoDay(day)))}</span>
      </>
    ),
  }));
  return (
    <>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <Taken days={days} take={take} />
      <div class="rules-add">
        <DayField label={t.addTurnFrom} of={typed} problem={problem.value} at={field} />
        <div class="field">
          <label for={id}>{t.addTurnWho}</label>
          <select
            id={id}
            value={who.value}
            aria-describedby={`${id}-hint`}
            onChange={(event) => (who.value = event.currentTarget.value)}
          >
            {able.map((officer) => (
              <option key={toHex(officer.id)} value={toHex(officer.id)}>
                {officer.name} ({officer.desks.map(deskName).join(", ")})
              </option>
            ))}
          </select>
        </div>
        <button type="button" onClick={add}>
          {t.add}
          <span class="hidden-text"> {t.addTurnFrom}</span>
        </button>
      </div>
      <p class="hint soft small" id={`${id}-hint`}>
        {t.addTurnHint}
      </p>
    </>
  );
}
