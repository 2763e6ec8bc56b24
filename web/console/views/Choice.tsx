/** One of a few things, chosen from a list. */
import { FieldFrame } from "./FieldFrame.tsx";

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  /** An empty value is that nothing is chosen yet. */
  readonly options: readonly { readonly value: V; readonly text: string }[];
  readonly error?: string | undefined;
  readonly onChoose: (value: V) => void;
}

export function Choice<V extends string>({ label, value, options, error, onChoose }: ChoiceProps<V>) {
  return (
    <FieldFrame label={label} error={error}>
      {(attributes) => (
        <select
          {...attributes}
          value={value}
          onChange={({ currentTarget }) => {
            const chosen = options[currentTarget.selectedIndex];
            if (chosen) onChoose(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
