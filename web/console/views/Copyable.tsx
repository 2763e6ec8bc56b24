/** Something to hand over as text: it can be reached and selected by keyboard, and copied by a button. */
import { useSignal } from "@preact/signals";
import { texts } from "../state/language.ts";

/** @param props.copy what the button says, where "Copy" alone would not tell what */
export function Copyable({ text, label, copy }: { text: string; label: string; copy?: string }) {
  const t = texts.value.people;
  const copied = useSignal("");
  const toClipboard = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      copied.value = text;
    } catch {
      copied.value = ""; // the text can still be selected by hand
    }
  };
  return (
    <>
      <code class="copyable" tabIndex={0} role="group" aria-label={label}>
        {text}
      </code>
      <div class="row">
        <button type="button" onClick={() => void toClipboard()}>
          {copied.value === text && text !== "" ? t.copied : (copy ?? t.copy)}
        </button>
      </div>
    </>
  );
}
