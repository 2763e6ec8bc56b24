/** Before a case is opened: what it is about, so that nobody is taken by surprise. */
import { rowFacts } from "../domain/queueRow.ts";
import { texts } from "../state/language.ts";
import { reveal, type CaseOnScreen } from "../state/openCase.ts";

export function Warning({ shown }: { shown: CaseOnScreen }) {
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
      <button class="first" type="button" onClick={() => reveal(shown.id)}>
        {t.reveal}
      </button>
    </section>
  );
}
