/** Where officers write more than a word: a labelled area of text, its hint and error joined to it. */
import { FieldFrame } from "./FieldFrame.tsx";

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
  return (
    <FieldFrame label={label} hint={hint} error={error} describedBy={describedBy}>
      {(attributes) => (
        <textarea
          {...attributes}
          dir="auto"
          rows={rows}
          spellcheck={false}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}
