/** What stands around every field: its label, its hint and its error, all joined to it, so that a screen reader says them with it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Saying {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** What the field itself has to carry. */
interface FieldAttributes {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": "true" | undefined;
}

/** @param describedBy ids of what else says something about it @param children draws the field */
export function FieldFrame({
  label,
  hint,
  error,
  describedBy,
  children,
}: Saying & {
  readonly describedBy?: string | undefined;
  readonly children: (attributes: FieldAttributes) => ComponentChildren;
}) {
  const id = useId();
  const [hintId, errorId] = [`${id}-hint`, `${id}-error`];
  const described = [hint && hintId, describedBy, error && errorId].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={errorId}>
          {error}
        </p>
      )}
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? "true" : undefined })}
    </div>
  );
}
