/** What the forms of decisions share: a text that may be needed, why nobody read along, and one button that signs. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { texts } from "../../state/language.ts";
import { isTooLong, type Words } from "../../state/handling.ts";
import { Notice, Problem } from "../parts.tsx";
import { TextArea } from "../TextArea.tsx";
import { useFocusNext, WRONG } from "../useFocusFirst.ts";
import { useTask } from "../useTask.ts";

interface DecisionProps {
  /** What is chosen first; `wrong` where nothing was. */
  readonly children?: (wrong: string | undefined) => ComponentChildren;
  /** Whether it is chosen. */
  readonly ready: boolean;
  readonly text: { readonly label: string; readonly hint: string; readonly needed: boolean };
  /** Whether a second officer should have read, and none has. */
  readonly unread: boolean;
  readonly submit: string;
  readonly decide: (words: Words) => Promise<void>;
}

export function DecisionForm({ children, ready, text: asked, unread, submit, decide }: DecisionProps) {
  const { handling: t } = texts.value;
  const task = useTask();
  const { place, focusNext } = useFocusNext<HTMLFormElement>();
  const [text, alone, tried] = [useSignal(""), useSignal(""), useSignal(false)];
  const missing = (needed: boolean, value: string): string | undefined =>
    tried.value && needed && value.trim() === "" ? t.needed : undefined;
  const words: Words = { text: text.value, alone: unread ? alone.value : "" };
  const wrong = isTooLong(words) ? t.tooLong : missing(asked.needed, text.value);
  const send = (event: Event): void => {
    event.preventDefault();
    tried.value = true;
    const complete = ready && !(asked.needed && text.value.trim() === "") && !(unread && alone.value.trim() === "");
    if (!complete || isTooLong(words)) return focusNext(WRONG);
    task.run(() => decide(words));
  };
  return (
    <form class="decision" ref={place} onSubmit={send} noValidate>
      <Problem error={task.error} />
      {children?.(tried.value && !ready ? t.needed : undefined)}
      <TextArea
        label={asked.label}
        hint={asked.hint}
        error={wrong}
        rows={2}
        value={text.value}
        onText={(typed) => (text.value = typed)}
      />
      {unread && (
        <>
          <Notice tone="caution">{t.second.missing}</Notice>
          <TextArea
            label={t.second.alone}
            hint={t.second.aloneHint}
            error={missing(true, alone.value)}
            rows={1}
            value={alone.value}
            onText={(typed) => (alone.value = typed)}
          />
        </>
      )}
      <div class="row">
        <button class="first" type="submit" aria-disabled={task.busy}>
          {submit}
        </button>
      </div>
    </form>
  );
}
