/** Notes: what officers of the desk tell each other about a case. Signed and sealed; no part of them goes to the reporter. */
import { useSignal } from "@preact/signals";
import { NOTE_MAX_BYTES, utf8, type ActionCode } from "../../../security/index.ts";
import { drafts, keepDraft, noteDraft } from "../state/drafts.ts";
import { dayText, texts } from "../state/language.ts";
import { saveNote } from "../state/notes.ts";
import type { CaseOnScreen } from "../state/openCase.ts";
import { Notice, Problem } from "./parts.tsx";
import { TextArea } from "./TextArea.tsx";
import { useFocusNext, WRONG } from "./useFocusFirst.ts";
import { useTask } from "./useTask.ts";

export function Notes({ shown }: { shown: CaseOnScreen }) {
  const { note: t, case: c } = texts.value;
  const { notes } = shown.file;
  return (
    <section class="panel">
      <header>
        <h2>{t.title}</h2>
        <span class="soft small">{t.never}</span>
      </header>
      <div class="inside">
        {notes.length === 0 && <p class="soft">{t.none}</p>}
        <ol class="thread" hidden={notes.length === 0}>
          {notes.map((note) => (
            <li key={note.id} class="note">
              <p class="meta">
                <strong>{note.signerName ?? c.holderUnknown}</strong>
                <span>{c.sentOn(dayText(note.day))}</span>
                {note.with !== null && <span class="mark">{markOf(note.with)}</span>}
              </p>
              <p class="said" dir="auto">
                {note.text}
              </p>
            </li>
          ))}
        </ol>
        <Writing caseId={shown.id} />
      </div>
    </section>
  );
}

/** Which act a word came with. */
function markOf(code: ActionCode): string {
  const { handOver, handling, elsewhere } = texts.value;
  switch (code) {
    case "levelled":
    case "closed":
    case "reopened":
    case "secondAsked":
    case "secondRead":
      return handling.marks[code];
    case "moved":
    case "recused":
    case "returned":
      return elsewhere.marks[code];
    default:
      return handOver.mark;
  }
}

function Writing({ caseId }: { caseId: string }) {
  const { note: t } = texts.value;
  const task = useTask();
  const { place, focusNext } = useFocusNext<HTMLFormElement>();
  const [saved, empty] = [useSignal(false), useSignal(false)];
  const key = noteDraft(caseId);
  const draft = drafts.value.get(key) ?? "";
  const tooLong = utf8(draft.trim()).length > NOTE_MAX_BYTES;
  const wrong = tooLong ? t.tooLong : empty.value && draft.trim() === "" ? t.empty : undefined;
  const save = (event: Event): void => {
    event.preventDefault();
    empty.value = draft.trim() === "";
    saved.value = false;
    if (empty.value || tooLong) return focusNext(WRONG);
    task.run(async () => {
      await saveNote(caseId, draft);
      saved.value = true;
    });
  };
  return (
    <form class="reply" ref={place} onSubmit={save} noValidate>
      <Problem error={task.error} />
      {saved.value && draft === "" && <Notice tone="good" live title={t.saved} />}
      <TextArea
        label={t.label}
        hint={t.hint}
        error={wrong}
        rows={3}
        value={draft}
        onText={(typed) => keepDraft(key, typed)}
      />
      <div class="row">
        <button type="submit" aria-disabled={task.busy}>
          {task.busy ? <span class="working">{t.saving}</span> : t.save}
        </button>
      </div>
    </form>
  );
}
