/** What officers keep in mind about a case: what is done, its labels, the cases it is linked with. All of it is in the log. */
import { useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId } from "preact/hooks";
import { CHECKLIST, isLabel, normalizeLabel, type ChecklistItem } from "../../../security/index.ts";
import { act } from "../state/acts.ts";
import { knownLabels, rememberLabels } from "../state/labels.ts";
import { dayText, texts } from "../state/language.ts";
import { LinkRefused, setLink } from "../state/links.ts";
import type { CaseOnScreen } from "../state/openCase.ts";
import { rows } from "../state/queue.ts";
import { routeHref } from "../state/route.ts";
import { caseName } from "./CaseLog.tsx";
import { Notice, Problem } from "./parts.tsx";
import { useFocusNext, WRONG } from "./useFocusFirst.ts";
import { useTask, type Task } from "./useTask.ts";

const ITEMS = Object.keys(CHECKLIST) as ChecklistItem[];

export function Marks({ shown }: { shown: CaseOnScreen }) {
  const { marks: t } = texts.value;
  const task = useTask();
  return (
    <section class="panel">
      <header>
        <h2>{t.title}</h2>
        <span class="soft small">{t.signed}</span>
      </header>
      <div class="inside">
        {task.error instanceof LinkRefused ? (
          <Notice tone="caution" live title={t[task.error.code]} />
        ) : (
          <Problem error={task.error} />
        )}
        <Checklist shown={shown} task={task} />
        <Labels shown={shown} task={task} />
        <Links shown={shown} task={task} />
      </div>
    </section>
  );
}

interface Part {
  readonly shown: CaseOnScreen;
  readonly task: Task;
}

function Checklist({ shown, task }: Part) {
  const { marks: t, checklist, case: c } = texts.value;
  const { ticked } = shown.file.facts;
  return (
    <fieldset class="checklist">
      <legend>{t.checklist}</legend>
      {ITEMS.map((item) => {
        const done = ticked.get(item);
        const toggle = (): void =>
          task.run(() => act(shown.id, { code: done === undefined ? "ticked" : "unticked", item }));
        return (
          <label key={item}>
            {/* Not disabled while one is written: the focus would be lost. A second click meanwhile does nothing. */}
            <input
              type="checkbox"
              checked={done !== undefined}
              onClick={(event) => {
                event.preventDefault(); // the log says what is ticked
                toggle();
              }}
            />
            <span>{checklist[item]}</span>
            {done && <span class="soft small">{`${done.signerName ?? c.holderUnknown} · ${dayText(done.day)}`}</span>}
          </label>
        );
      })}
    </fieldset>
  );
}

function Labels({ shown, task }: Part) {
  const { marks: t } = texts.value;
  const { labels } = shown.file.facts;
  const [typed, wrong] = [useSignal(""), useSignal<string | undefined>(undefined)];
  useEffect(() => rememberLabels(shown.id, labels), [shown.id, labels.join("\n")]);
  const add = (): void => {
    const label = normalizeLabel(typed.value);
    wrong.value = isLabel(label) ? (labels.includes(label) ? t.labelThere : undefined) : t.labelWrong;
    if (wrong.value !== undefined) return;
    task.run(async () => {
      await act(shown.id, { code: "labelled", label });
      typed.value = "";
    });
  };
  const offered = [...knownLabels.value].filter((label) => !labels.includes(label));
  return (
    <AddTo
      title={t.labels}
      label={t.newLabel}
      button={t.addLabel}
      none={t.noLabel}
      typed={typed}
      wrong={wrong.value}
      add={add}
      offered={offered}
    >
      {labels.map((label) => (
        <li key={label} class="mark">
          <span dir="auto">{label}</span>
          <Remove
            name={t.removeLabel(label)}
            remove={() => task.run(() => act(shown.id, { code: "unlabelled", label }))}
          />
        </li>
      ))}
    </AddTo>
  );
}

const OFFERED_MAX = 50;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function Links({ shown, task }: Part) {
  const { marks: t } = texts.value;
  const { links } = shown.file.facts;
  const [typed, wrong] = [useSignal(""), useSignal<string | undefined>(undefined)];
  const others = (rows.value ?? []).filter(({ of }) => of.id !== shown.id && of.desk === shown.answer.case.desk);
  const named = others.map(({ of, name }) => ({ id: of.id, name: name || of.id.slice(0, 8) }));
  const add = (): void => {
    const words = normalizeLabel(typed.value).toLowerCase();
    const found = named.filter(({ id, name }) => id === words || name.toLowerCase() === words);
    const id = UUID.test(words) ? words : found.length === 1 ? found[0]?.id : undefined;
    wrong.value = id === undefined ? t.linkWrong : links.includes(id) ? t.linkThere : undefined;
    if (id === undefined || wrong.value !== undefined) return;
    task.run(async () => {
      await setLink(shown.id, id, true);
      typed.value = "";
    });
  };
  // As many as a list can be read; of ten thousand those that begin as what is typed.
  const begun = normalizeLabel(typed.value).toLowerCase();
  const offered = named
    .filter(({ id, name }) => !links.includes(id) && name.toLowerCase().startsWith(begun))
    .slice(0, OFFERED_MAX)
    .map(({ name }) => name);
  return (
    <AddTo
      title={t.links}
      label={t.newLink}
      button={t.addLink}
      none={t.noLink}
      typed={typed}
      wrong={wrong.value}
      add={add}
      offered={offered}
    >
      {links.map((id) => (
        <li key={id} class="mark">
          <a href={routeHref({ at: "case", id })}>{caseName(id)}</a>
          <Remove name={t.removeLink(caseName(id))} remove={() => task.run(() => setLink(shown.id, id, false))} />
        </li>
      ))}
    </AddTo>
  );
}

function Remove({ name, remove }: { name: string; remove: () => void }) {
  return (
    <button class="quiet remove" type="button" aria-label={name} title={name} onClick={remove}>
      <span aria-hidden="true">×</span>
    </button>
  );
}

interface Adding {
  readonly title: string;
  readonly label: string;
  readonly button: string;
  readonly none: string;
  readonly typed: Signal<string>;
  readonly wrong: string | undefined;
  readonly add: () => void;
  readonly offered: readonly string[];
  readonly children: readonly ComponentChildren[];
}

/** What there is, as a list, and one line to add to it. */
function AddTo({ title, label, button, none, typed, wrong, add, offered, children }: Adding) {
  const id = useId();
  const { place, focusNext } = useFocusNext<HTMLFormElement>();
  return (
    <form
      class="marks"
      ref={place}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add();
        focusNext(WRONG);
      }}
    >
      <h3>{title}</h3>
      {children.length === 0 ? <p class="soft">{none}</p> : <ul>{children}</ul>}
      <div class="field">
        <label for={id} class="hidden-text">
          {label}
        </label>
        {wrong && (
          <p class="error" id={`${id}-error`}>
            {wrong}
          </p>
        )}
        <div class="row">
          <input
            id={id}
            type="text"
            dir="auto"
            autocomplete="off"
            maxLength={100}
            list={`${id}-known`}
            placeholder={label}
            value={typed.value}
            aria-describedby={wrong ? `${id}-error` : undefined}
            aria-invalid={wrong ? "true" : undefined}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
          <button type="submit">{button}</button>
        </div>
        <datalist id={`${id}-known`}>
          {offered.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </div>
    </form>
  );
}
