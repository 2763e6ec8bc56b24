/** Changing triage rules: every field with its own message, and nothing signed from here. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { TargetedInputEvent } from "preact";
import type { RosterOfficer, TriageRuleSet } from "../../../../security/index.ts";
import { readDraft, type RulesField, type RulesProblems } from "../../domain/rulesDraft.ts";
import { texts, weekdayText } from "../../state/language.ts";
import { draftIn, type DayForm, type RulesForm } from "../../state/rulesForm.ts";
import { Field, Notice } from "../parts.tsx";
import { Panel } from "../people/parts.tsx";
import { HolidayList, TurnList } from "./Lists.tsx";

const NO_PROBLEM: RulesProblems = new Map();
/** Monday to Friday. */
const WORKDAYS = 5;

interface Props {
  readonly form: RulesForm;
  /** Of the newest roster. */
  readonly officers: readonly RosterOfficer[];
  readonly onSee: (wanted: TriageRuleSet) => void;
  readonly onCancel: () => void;
}

export function Edit({ form, officers, onSee, onCancel }: Props) {
  const { rules: t, people } = texts.value;
  // Who is on no desk opens no case.
  const able = officers.filter(({ desks }) => desks.length > 0);
  const problems = useSignal(NO_PROBLEM);
  const tried = useSignal(0);
  useEffect(() => {
    if (tried.value > 0) document.querySelector<HTMLElement>('.people [aria-invalid="true"]')?.focus();
  }, [tried.value]);
  const see = (event: Event): void => {
    event.preventDefault();
    const read = readDraft(draftIn(form), able);
    problems.value = "problems" in read ? read.problems : NO_PROBLEM;
    tried.value += 1;
    if ("rules" in read) onSee(read.rules);
  };
  const errorOf = (field: RulesField): string | undefined => {
    const problem = problems.value.get(field);
    return problem && t.problems[problem];
  };
  return (
    <form class="rules-form" onSubmit={see} noValidate autocomplete="off">
      <Panel title={t.editTitle}>
        {problems.value.size > 0 && <Notice tone="alarm" live title={t.wrong} />}
        <h3>{t.times}</h3>
        <div class="rules-times">
          <Field label={t.p0} hint={t.p0Hint} error={errorOf("p0")} of={form.urgentHours} kind="digits" />
          {form.days.map((days, i) => (
            <Field
              key={i}
              label={t.level1to3(String(i + 1))}
              hint={t.level1to3Hint}
              error={errorOf(`p${i + 1}` as RulesField)}
              of={days}
              kind="digits"
            />
          ))}
        </div>
      </Panel>
      <Week form={form} errorOf={errorOf} />
      <Panel title={t.holidays}>
        <p class="soft small">{t.holidaysText}</p>
        <HolidayList of={form.holidays} zone={form.timeZone.value} />
      </Panel>
      <Panel title={t.turns}>
        <p class="soft small">{t.turnsText}</p>
        <TurnList of={form.turns} officers={able} error={errorOf("turns")} />
      </Panel>
      <div class="row">
        <button class="first" type="submit">
          {t.see}
        </button>
        <button type="button" onClick={onCancel}>
          {people.cancel}
        </button>
      </div>
    </form>
  );
}

function Week({ form, errorOf }: { form: RulesForm; errorOf: (field: RulesField) => string | undefined }) {
  const t = texts.value.rules;
  const likeMonday = (): void => {
    const [monday, ...others] = form.week;
    for (const day of others.slice(0, WORKDAYS - 1)) {
      if (monday === undefined) return;
      day.staffed.value = monday.staffed.value;
      day.from.value = monday.from.value;
      day.to.value = monday.to.value;
    }
  };
  return (
    <Panel title={t.staffed}>
      <p class="soft small">{t.hoursHint}</p>
      <Zone of={form.timeZone} />
      <div class="rules-week">
        {form.week.map((day, weekday) => (
          <Day key={weekday} weekday={weekday} of={day} error={errorOf(`day${weekday}`)} />
        ))}
      </div>
      <div class="row">
        <button type="button" onClick={likeMonday}>
          {t.likeMonday}
        </button>
      </div>
    </Panel>
  );
}

function Day({ weekday, of, error }: { weekday: number; of: DayForm; error: string | undefined }) {
  const t = texts.value.rules;
  const id = useId();
  const { staffed } = of;
  return (
    <fieldset class="choices rules-day" aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{weekdayText(weekday)}</legend>
      <label class="choice">
        <input type="checkbox" checked={staffed.value} onChange={() => (staffed.value = !staffed.value)} />
        {t.isStaffed}
      </label>
      {staffed.value &&
        (["from", "to"] as const).map((end) => (
          <label class="choice" key={end}>
            {t[end]}
            <input
              type="text"
              class="time"
              maxLength={8}
              value={of[end].value}
              aria-invalid={error ? "true" : "false"}
              aria-describedby={error ? `${id}-error` : undefined}
              onInput={(event: TargetedInputEvent<HTMLInputElement>) => (of[end].value = event.currentTarget.value)}
            />
          </label>
        ))}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** This device's zone first, then the one of the rules, then all that the browser knows. */
function Zone({ of }: { of: Signal<string> }) {
  const t = texts.value.rules;
  const id = useId();
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([here, of.value, "UTC", ...Intl.supportedValuesOf("timeZone")])];
  return (
    <div class="field">
      <label for={id}>{t.zone}</label>
      <select id={id} value={of.value} onChange={(event) => (of.value = event.currentTarget.value)}>
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone === here ? t.zoneHere(zone) : zone}
          </option>
        ))}
      </select>
    </div>
  );
}
