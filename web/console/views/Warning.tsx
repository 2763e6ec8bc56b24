/** Before a case is opened: what it is about, so that nobody is taken by surprise. */
import { rowFacts } from "../domain/queueRow.ts";
import { numberText, texts } from "../state/language.ts";
import { graveToday, openReport } from "../state/acts.ts";
import type { CaseOnScreen } from "../state/openCase.ts";
import { useTask } from "./useTask.ts";

export function Warning({ shown, officerId }: { shown: CaseOnScreen; officerId: string }) {
  const task = useTask();
  const grave = graveToday(officerId);
  const { case: t, words } = texts.value;
  const { kinds } = rowFacts(
    shown.file.items.map(({ summary }) => summary),
    shown.answer.case.state,
  );
  return (
    <section class="panel warning">
      <h2>{t.warningTitle}</h2>
      {kinds.length === 0 ? (
        <p>{t.warningNone}</p>
      ) : (
        <>
          <p>{t.warningText}</p>
          <ul>
            {kinds.map((kind) => (
              <li key={kind} class="mark">
                {words.kind[kind]}
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="soft">{t.warningCare}</p>
      {grave > 0 && <p class="soft">{texts.value.care.graveToday(numberText(grave))}</p>}
      <button
        class="first"
        type="button"
        aria-disabled={task.busy}
        onClick={() => task.run(() => openReport(shown.id))}
      >
        {t.reveal}
      </button>
    </section>
  );
}
