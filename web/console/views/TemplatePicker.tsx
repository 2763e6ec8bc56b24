/** Beginning a reply with a template: in the person's language, with what it says in the officer's, and its blanks filled in. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { LANGUAGES, type Language } from "../../../security/index.ts";
import { PURPOSES, type FillIn, type Purpose } from "../../locales/console/templates/purposes.ts";
import { templateState } from "../../locales/console/templates/reviewed.ts";
import { directionOf } from "../../locales/form/languages.ts";
import { fillInsOf, fillTemplate, type FillInValues } from "../domain/template.ts";
import { language as ownLanguage, texts } from "../state/language.ts";
import { loadTemplates, templates } from "../state/templates.ts";
import { Choice } from "./Choice.tsx";
import { Notice, Problem } from "./parts.tsx";
import { useTask } from "./useTask.ts";

interface PickerProps {
  /** The language of the report. */
  readonly language: Language;
  readonly put: (text: string) => void;
}

export function TemplatePicker(props: PickerProps) {
  const { template: t } = texts.value.reply;
  const [open, used] = [useSignal(false), useSignal(false)];
  const id = useId();
  const put = (text: string): void => {
    props.put(text);
    open.value = false; // and with it what was filled in
    used.value = true;
  };
  return (
    <div class="templates">
      <button
        class="quiet"
        type="button"
        aria-expanded={open.value}
        aria-controls={id}
        onClick={() => {
          open.value = !open.value;
          used.value = false;
        }}
      >
        {t.title}
      </button>
      <span class="soft small" role="status">
        {used.value && t.used}
      </span>
      <div id={id}>{open.value && <Picker language={props.language} put={put} />}</div>
    </div>
  );
}

function Picker({ language: first, put }: PickerProps) {
  const { template: t, purpose: purposes } = texts.value.reply;
  const [language, purpose] = [useSignal<Language>(first), useSignal<Purpose | null>(null)];
  const values = useSignal<FillInValues>({});
  const task = useTask();
  const load = (): void => task.run(loadTemplates);
  useEffect(load, []);
  const template = purpose.value && templates.value?.[language.value][purpose.value];
  const own = purpose.value && templates.value?.[ownLanguage.value][purpose.value];
  const asked = template ? fillInsOf(template) : [];
  const filled = template ? fillTemplate(template, values.value, t.fill) : "";
  return (
    <div class="picker">
      <Problem error={task.error} again={load} />
      <div class="row">
        <Choice
          label={t.language}
          value={language.value}
          options={LANGUAGES.map((each) => ({ value: each, text: texts.value.words.language[each] }))}
          onChoose={(next) => (language.value = next)}
        />
        <Choice
          label={t.purpose}
          value={purpose.value ?? ""}
          options={[
            { value: "" as const, text: t.none },
            ...PURPOSES.map((each) => ({ value: each, text: purposes[each] })),
          ]}
          onChoose={(next) => (purpose.value = next === "" ? null : next)}
        />
      </div>
      {purpose.value && template && (
        <>
          <State language={language.value} purpose={purpose.value} />
          <p class="said template" lang={language.value} dir={directionOf(language.value)}>
            {filled}
          </p>
          {own && language.value !== ownLanguage.value && (
            <p class="soft small">
              {t.beside} <span lang={ownLanguage.value}>{fillTemplate(own, {}, t.fill)}</span>
            </p>
          )}
          {asked.length > 0 && <FillIns asked={asked} values={values} />}
          <div class="row">
            <button type="button" onClick={() => put(filled)}>
              {t.use}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function State({ language, purpose }: { language: Language; purpose: Purpose }) {
  const { template: t } = texts.value.reply;
  if (templateState(language, purpose) === "draft")
    return (
      <Notice tone="caution" title={t.drafts}>
        {t.draftNote}
      </Notice>
    );
  return (
    <p>
      <span class="mark">{t.reviewed}</span>
    </p>
  );
}

/** Kept while the picker is open, in this page's memory alone. */
function FillIns({ asked, values }: { asked: readonly FillIn[]; values: Signal<FillInValues> }) {
  const { template: t } = texts.value.reply;
  const id = useId();
  return (
    <fieldset class="fill-ins" aria-describedby={`${id}-memory`}>
      <legend>{t.fillIn}</legend>
      <p class="hint" id={`${id}-memory`}>
        {t.memory}
      </p>
      {asked.map((name) => (
        <div class="field" key={name}>
          <label for={`${id}-${name}`}>{t.fill[name]}</label>
          <input
            id={`${id}-${name}`}
            type="text"
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            maxLength={300}
            value={values.value[name] ?? ""}
            onKeyDown={(event) => {
              if (event.key === "Enter") event.preventDefault(); // the form around sends the reply
            }}
            onInput={({ currentTarget }) => {
              values.value = { ...values.value, [name]: currentTarget.value };
            }}
          />
        </div>
      ))}
    </fieldset>
  );
}
