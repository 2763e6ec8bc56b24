/** The filters of the queue. Those at hand are always there, the others unfold; what is asked of summaries is asked in the page. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { KINDS, LANGUAGES, VIEW_DUES, VIEW_HOLDERS, VIEW_NEWS, VIEW_STATES } from "../../../security/index.ts";
import { askedFor, type QueueFilter } from "../domain/queueFilter.ts";
import { texts } from "../state/language.ts";
import { knownLabels } from "../state/labels.ts";
import { filter, selected, setFilter } from "../state/queue.ts";
import type { OpenSession } from "../state/session.ts";
import { deskName } from "../state/desks.ts";
import { toFocus } from "./queueKeys.ts";

/** The id of the field that `/` goes to. */
export const TEXT_FILTER = "filter-text";

const LEVELS = [0, 1, 2, 3] as const;
const FOLDED = ["state", "language", "kind", "news", "label", "child", "assisted"] as const;

const ask = (part: QueueFilter): void => void setFilter({ ...filter.value, ...part });

export function QueueFilters({ session }: { session: OpenSession }) {
  const { find, queue: t, levels } = texts.value;
  const asked = filter.value;
  const folded = askedFor(asked).filter((part) => FOLDED.some((each) => each === part)).length;
  const open = useSignal(folded > 0);
  const desks = [...new Set(session.keyring.desks.map(({ deskId }) => deskId))].sort((a, b) => a - b);
  return (
    <div class="filter-bar" role="search" aria-label={find.title}>
      <div class="filters">
        <label>
          {find.text}
          <input
            id={TEXT_FILTER}
            type="search"
            value={asked.text ?? ""}
            autocomplete="off"
            spellcheck={false}
            maxLength={60}
            onInput={(event) => ask({ text: event.currentTarget.value })}
            onKeyDown={backToList}
          />
        </label>
        <Choice
          label={t.filterLevel}
          all={t.all}
          value={asked.level}
          options={LEVELS.map((level) => [level, `P${level} · ${levels[level]}`])}
          choose={(level) => ask({ level })}
        />
        {desks.length > 1 && (
          <Choice
            label={t.filterDesk}
            all={t.all}
            value={asked.desk}
            options={desks.map((desk) => [desk, deskName(desk)])}
            choose={(desk) => ask({ desk })}
          />
        )}
        <Choice
          label={find.due}
          all={find.any}
          value={asked.due}
          options={VIEW_DUES.map((due) => [due, find.dues[due]])}
          choose={(due) => ask({ due })}
        />
        <Choice
          label={find.holder}
          all={t.all}
          value={asked.holder}
          options={VIEW_HOLDERS.map((holder) => [holder, find.holders[holder]])}
          choose={(holder) => ask({ holder })}
        />
        <button
          type="button"
          class="quiet"
          aria-expanded={open.value}
          aria-controls="more-filters"
          onClick={() => (open.value = !open.value)}
        >
          {folded === 0 ? find.more : find.asked(String(folded))}
        </button>
      </div>
      <div class="filters" id="more-filters" hidden={!open.value}>
        {open.value && <MoreFilters />}
      </div>
    </div>
  );
}

function MoreFilters() {
  const { find, queue: t, words } = texts.value;
  const asked = filter.value;
  const labels = [...knownLabels.value].sort((a, b) => a.localeCompare(b));
  return (
    <>
      <Choice
        label={find.state}
        all={find.notClosed}
        value={asked.state}
        options={VIEW_STATES.map((state) => [state, find.states[state]])}
        choose={(state) => ask({ state })}
      />
      <Choice
        label={find.language}
        all={find.any}
        value={asked.language}
        options={LANGUAGES.map((language) => [language, words.language[language]])}
        choose={(language) => ask({ language })}
      />
      <Choice
        label={find.kind}
        all={find.any}
        value={asked.kind}
        options={KINDS.map((kind) => [kind, words.kind[kind]])}
        choose={(kind) => ask({ kind })}
      />
      <Choice
        label={find.news}
        all={t.all}
        value={asked.news}
        options={VIEW_NEWS.map((news) => [news, find.newses[news]])}
        choose={(news) => ask({ news })}
      />
      {(labels.length > 0 || asked.label !== undefined) && (
        <Choice
          label={find.label}
          all={find.any}
          value={asked.label}
          options={[...new Set([...labels, ...(asked.label === undefined ? [] : [asked.label])])].map((label) => [
            label,
            label,
          ])}
          choose={(label) => ask({ label })}
        />
      )}
      <Tick on={asked.child === true} set={(child) => ask({ child })}>
        {find.child}
      </Tick>
      <Tick on={asked.assisted === true} set={(assisted) => ask({ assisted })}>
        {find.assisted}
      </Tick>
    </>
  );
}

interface ChoiceOf<Value extends string | number> {
  readonly label: string;
  /** What stands for no choice. */
  readonly all: string;
  readonly value: Value | undefined;
  readonly options: readonly (readonly [Value, string])[];
  readonly choose: (value: Value | undefined) => void;
}

function Choice<Value extends string | number>({ label, all, value, options, choose }: ChoiceOf<Value>) {
  return (
    <label>
      {label}
      <select
        value={value ?? ""}
        onChange={(event) => choose(options.find(([each]) => String(each) === event.currentTarget.value)?.[0])}
      >
        <option value="">{all}</option>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Tick({ on, set, children }: { on: boolean; set: (on: boolean) => void; children: ComponentChildren }) {
  return (
    <label>
      <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
      {children}
    </label>
  );
}

/** Escape goes back to the list, where the letters move again. */
function backToList(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  event.preventDefault();
  if (selected.value !== null) toFocus.value = selected.value;
  document.querySelector<HTMLElement>("#content h1")?.focus({ preventScroll: true });
}
