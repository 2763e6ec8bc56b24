/** Giving a case back to the desk: by one click and without a reason, or with a word for whoever takes it up. */
import { useSignal } from "@preact/signals";
import { ACTION_TEXT_MAX_BYTES, utf8 } from "../../../security/index.ts";
import { handBack, releaseClaim } from "../state/acts.ts";
import { drafts, handOverDraft, keepDraft } from "../state/drafts.ts";
import { texts } from "../state/language.ts";
import { readAgain } from "../state/openCase.ts";
import { say } from "../state/said.ts";
import { Problem } from "./parts.tsx";
import { TextArea } from "./TextArea.tsx";
import { useTask } from "./useTask.ts";

export function HandBack({ caseId }: { caseId: string }) {
  const { handOver: t, case: c } = texts.value;
  const writing = useSignal(false);
  return (
    <>
      <button type="button" onClick={() => void releaseClaim(caseId, () => say(texts.value.handling.said.released))}>
        {c.releaseClaim}
      </button>
      <button
        class="quiet"
        type="button"
        aria-expanded={writing.value}
        onClick={() => (writing.value = !writing.value)}
      >
        {t.withWord}
      </button>
      {writing.value && <Word caseId={caseId} />}
    </>
  );
}

function Word({ caseId }: { caseId: string }) {
  const { handOver: t } = texts.value;
  const task = useTask();
  const key = handOverDraft(caseId);
  const text = drafts.value.get(key) ?? "";
  const tooLong = utf8(text.trim()).length > ACTION_TEXT_MAX_BYTES;
  const give = (event: Event): void => {
    event.preventDefault();
    if (tooLong) return;
    task.run(async () => {
      await handBack(caseId, text);
      keepDraft(key, "");
      await readAgain(caseId);
      say(texts.value.handling.said.released);
    });
  };
  return (
    <form class="hand-over" onSubmit={give} noValidate>
      <Problem error={task.error} />
      <TextArea
        label={t.label}
        hint={t.hint}
        error={tooLong ? t.tooLong : undefined}
        rows={2}
        value={text}
        onText={(typed) => keepDraft(key, typed)}
      />
      <div class="row">
        <button class="first" type="submit" aria-disabled={task.busy}>
          {t.give}
        </button>
      </div>
    </form>
  );
}
