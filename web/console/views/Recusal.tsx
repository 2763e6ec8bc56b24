/** Stepping back from a case: whoever knows somebody in it, without having to say whom. A lead alone undoes it. */
import { useSignal } from "@preact/signals";
import { ACTION_TEXT_MAX_BYTES, toHex, utf8 } from "../../../security/index.ts";
import { dayText, texts } from "../state/language.ts";
import type { CaseOnScreen } from "../state/openCase.ts";
import { bringBack, recuse } from "../state/recuse.ts";
import type { OpenSession } from "../state/session.ts";
import { Notice, Problem } from "./parts.tsx";
import { TextArea } from "./TextArea.tsx";
import { useTask } from "./useTask.ts";

interface RecusalProps {
  readonly shown: CaseOnScreen;
  readonly session: OpenSession;
}

export function Recusal({ shown, session }: RecusalProps) {
  const { recusal: t } = texts.value.elsewhere;
  const task = useTask();
  const text = useSignal("");
  const tooLong = utf8(text.value.trim()).length > ACTION_TEXT_MAX_BYTES;
  const step = (event: Event): void => {
    event.preventDefault();
    if (!tooLong) task.run(() => recuse(shown.id, text.value));
  };
  return (
    <section>
      <h3>{t.title}</h3>
      <p>{t.what}</p>
      <form onSubmit={step} noValidate>
        <Problem error={task.error} />
        <TextArea
          label={t.word}
          hint={t.wordHint}
          error={tooLong ? texts.value.elsewhere.move.tooLong : undefined}
          rows={2}
          value={text.value}
          onText={(typed) => (text.value = typed)}
        />
        <div class="row">
          <button type="submit" aria-disabled={task.busy}>
            {t.do}
          </button>
        </div>
      </form>
      <SteppedBack shown={shown} session={session} />
    </section>
  );
}

function SteppedBack({ shown, session }: RecusalProps) {
  const { recusal: t } = texts.value.elsewhere;
  const task = useTask();
  const all = [...shown.file.facts.recused];
  if (all.length === 0) return null;
  const mayUndo = session.officer.role === "lead";
  return (
    <>
      <Problem error={task.error} />
      <ul>
        {all.map(([id, { officerId, signerName, day }]) => (
          <li key={id}>
            {t.since(signerName ?? texts.value.case.holderUnknown, dayText(day))}{" "}
            {mayUndo && id !== toHex(session.officerId) && (
              <button
                type="button"
                aria-disabled={task.busy}
                onClick={() => task.run(() => bringBack(shown.id, officerId))}
              >
                {t.bringBack}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Their own entry says that they stepped back, and the server hands the case to them all the same. */
export function HandedAnyway() {
  const { recusal: t } = texts.value.elsewhere;
  return (
    <Notice tone="alarm" live title={t.anyway}>
      {t.anywayText}
    </Notice>
  );
}
