/** The officer's own views of the queue: one click each, and a name for what is asked now. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { isLabel, normalizeLabel, SecurityError, VIEWS_MAX } from "../../../security/index.ts";
import { askedFor, sameFilter } from "../domain/queueFilter.ts";
import { texts } from "../state/language.ts";
import { filter, setFilter } from "../state/queue.ts";
import { readViews, removeView, saveView, startOver, views, viewsProblem } from "../state/views.ts";
import { isFocusLost } from "./keepFocus.ts";
import { Notice, Problem } from "./parts.tsx";
import { useFocusNext, WRONG } from "./useFocusFirst.ts";

export function SavedViews() {
  const t = texts.value.views;
  useEffect(() => void readViews(), []);
  const kept = views.value;
  const shown = kept.find((view) => sameFilter(view.filter, filter.value));
  const asking = askedFor(filter.value).length > 0;
  const { place, focusNext } = useFocusNext<HTMLDivElement>();
  // What was pressed is gone once a view is kept or removed: the view has the focus then, or what keeps one.
  useLayoutEffect(() => {
    if (isFocusLost()) place.current?.querySelector<HTMLElement>('[aria-pressed="true"], .keep')?.focus();
  }, [shown]);
  return (
    <>
      {(kept.length > 0 || asking) && (
        <div class="saved-views" ref={place} role="group" aria-label={t.title}>
          {kept.map((view) => (
            <button
              key={view.name}
              type="button"
              dir="auto"
              aria-pressed={view === shown}
              onClick={() => void setFilter(view === shown ? {} : view.filter)}
            >
              {view.name}
            </button>
          ))}
          {shown !== undefined && (
            <button type="button" class="quiet" onClick={() => void removeView(shown.name)}>
              {t.remove(shown.name)}
            </button>
          )}
          {shown === undefined && asking && kept.length < VIEWS_MAX && <SaveView focusNext={focusNext} />}
          {asking && (
            <button type="button" class="quiet" onClick={() => void setFilter({})}>
              {texts.value.find.clear}
            </button>
          )}
        </div>
      )}
      <ViewsProblem />
    </>
  );
}

function SaveView({ focusNext }: { focusNext: (selector: string) => void }) {
  const t = texts.value.views;
  const [naming, typed, wrong, saving] = [useSignal(false), useSignal(""), useSignal(false), useSignal(false)];
  if (!naming.value) {
    return (
      <button type="button" class="quiet keep" onClick={() => (naming.value = true)}>
        {t.save}
      </button>
    );
  }
  const save = (event: Event): void => {
    event.preventDefault();
    const name = normalizeLabel(typed.value);
    wrong.value = !isLabel(name);
    if (wrong.value) return focusNext(WRONG);
    if (saving.value) return;
    saving.value = true;
    // Once kept it stands among the views, and this form is gone.
    void saveView(name, filter.value).then(() => (saving.value = false));
  };
  const cancel = (): void => {
    naming.value = false;
    focusNext(".keep");
  };
  return (
    <form class="name-view" onSubmit={save} onKeyDown={(event) => event.key === "Escape" && cancel()} noValidate>
      <label>
        {t.name}
        <input
          type="text"
          value={typed.value}
          autocomplete="off"
          spellcheck={false}
          dir="auto"
          maxLength={33}
          aria-invalid={wrong.value}
          aria-describedby="name-view-hint"
          ref={focusOnce}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
      </label>
      <button type="submit">{t.keep}</button>
      <button type="button" class="quiet" onClick={cancel}>
        {t.cancel}
      </button>
      <span class={wrong.value ? "error" : "soft small"} id="name-view-hint">
        {wrong.value ? t.nameWrong : t.sealed}
      </span>
    </form>
  );
}

/** The field came because somebody asked for it. */
function focusOnce(field: HTMLInputElement | null): void {
  if (field !== null && field.dataset["met"] === undefined) {
    field.dataset["met"] = "";
    field.focus();
  }
}

/** What was handed out is not the officer's newest, or no views at all: said, and not shown. */
function ViewsProblem() {
  const t = texts.value.views;
  const error = viewsProblem.value;
  if (!(error instanceof SecurityError)) return <Problem error={error} again={() => void readViews()} />;
  return (
    <Notice tone="alarm" live title={t.refused}>
      <p>{error.code === "views_rolled_back" ? t.rolledBack : t.unopened}</p>
      <p>
        <button type="button" onClick={() => void startOver()}>
          {t.startOver}
        </button>
      </p>
    </Notice>
  );
}
