/** Where officers write more than a word: a labelled area of text, its hint and error joined to it. */
import { useId } from "preact/hooks";

interface TextAreaProps {
  readonly label: string;
  readonly hint: string;
  readonly error?: string | undefined;
  /** Ids of what else says something about it. */
  readonly describedBy?: string;
  readonly rows: number;
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** The browser does not check the spelling: some send what is typed elsewhere for that. */
export function TextArea({ label, hint, error, describedBy, rows, value, onText }: TextAreaProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <textarea
        id={id}
        dir="auto"
        rows={rows}
        spellcheck={false}
        value={value}
        aria-describedby={[`${id}-hint`, describedBy, error && `${id}-error`].filter(Boolean).join(" ")}
        aria-invalid={error ? "true" : undefined}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </div>
  );
}
