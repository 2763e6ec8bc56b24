/** What an officer can decide about a case: its level, a second reading, to whom it goes, that it is closed or open again. */
import { useSignal } from "@preact/signals";
import { secondReader, reopenCase } from "../../state/handling.ts";
import { texts } from "../../state/language.ts";
import type { CaseOnScreen } from "../../state/openCase.ts";
import { say } from "../../state/said.ts";
import type { OpenSession } from "../../state/session.ts";
import { Problem } from "../parts.tsx";
import { useFocusNext } from "../useFocusFirst.ts";
import { useTask } from "../useTask.ts";
import { CloseForm } from "./Close.tsx";
import { HandToForm } from "./HandTo.tsx";
import { LevelForm } from "./Level.tsx";

type Form = "level" | "hand" | "close";

export function Handling({ shown, session }: { shown: CaseOnScreen; session: OpenSession }) {
  const { handling: t } = texts.value;
  const form = useSignal<Form | null>(null);
  const task = useTask();
  const { state, holder } = shown.answer.case;
  const { asked } = shown.file.standing;
  const mine = holder?.officerId === session.officer.id;
  const withdrawn = shown.file.items.some((item) => item.state === "withdrawal");
  const { place, focusNext } = useFocusNext<HTMLElement>();
  const done = (what: string): void => {
    form.value = null;
    say(what);
  };
  /** Escape folds the form that is open; in a field it is the field's. */
  const fold = (event: KeyboardEvent): void => {
    const inField = event.target instanceof Element && event.target.matches("textarea, select");
    if (event.key !== "Escape" || inField || form.value === null) return;
    event.preventDefault();
    focusNext(`[data-opens="${form.value}"]`);
    form.value = null;
  };
  const toggle = (which: Form, label: string) => (
    <button
      type="button"
      data-opens={which}
      aria-expanded={form.value === which}
      onClick={() => (form.value = form.value === which ? null : which)}
    >
      {label}
    </button>
  );
  return (
    <section class="panel handling" ref={place} onKeyDown={fold}>
      <header>
        <h2>{t.title}</h2>
        <span class="soft small">{t.signed}</span>
      </header>
      <div class="inside">
        <Problem error={task.error} />
        {state === "closed" ? (
          <div class="row">
            <button
              type="button"
              aria-disabled={task.busy}
              onClick={() =>
                task.run(async () => {
                  await reopenCase(shown);
                  say(t.said.reopened);
                })
              }
            >
              {t.close.reopen}
            </button>
          </div>
        ) : (
          <>
            <div class="row">
              {toggle("level", t.level.open)}
              {asked === null && (
                <button
                  type="button"
                  aria-disabled={task.busy}
                  onClick={() =>
                    task.run(async () => {
                      await secondReader(shown, "secondAsked");
                      say(t.said.secondAsked);
                    })
                  }
                >
                  {t.second.ask}
                </button>
              )}
              {mine && toggle("hand", t.hand.open)}
              {mine && toggle("close", withdrawn ? t.close.withdrawn : t.close.open)}
            </div>
            {!mine && <p class="soft small">{t.claimFirst}</p>}
            {form.value === "level" && (
              <LevelForm shown={shown} session={session} mine={mine} done={() => done(t.said.levelled)} />
            )}
            {mine && form.value === "hand" && (
              <HandToForm shown={shown} session={session} done={() => (form.value = null)} />
            )}
            {mine && form.value === "close" && (
              <CloseForm shown={shown} session={session} withdrawn={withdrawn} done={() => done(t.said.closed)} />
            )}
          </>
        )}
      </div>
    </section>
  );
}
