/** Small pieces that every screen is made of. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren, TargetedInputEvent } from "preact";
import { DESK_RESTRICTED } from "../../../security/index.ts";
import { CONSOLE_LANGUAGES } from "../../locales/console/index.ts";
import { UNIT } from "../../shared/unit.ts";
import type { CaseLevel } from "../domain/caseLevel.ts";
import { problemText } from "../domain/problem.ts";
import { deskName } from "../state/desks.ts";
import { language, setLanguage, texts } from "../state/language.ts";
import { FieldFrame } from "./FieldFrame.tsx";

/** The unit's name in the language of the console. */
export const unitName = (): string => UNIT.unitName[language.value];

export function LanguageSwitch() {
  return (
    <div class="languages" role="group" aria-label={texts.value.app.languageSwitch}>
      {CONSOLE_LANGUAGES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={language.value === each}
          onClick={() => setLanguage(each)}
        >
          <span aria-hidden="true">{each.toUpperCase()}</span>
          <span class="hidden-text">{each === "fr" ? "Français" : "English"}</span>
        </button>
      ))}
    </div>
  );
}

export function Demonstration() {
  return UNIT.demonstration ? <span class="demonstration">{texts.value.app.demonstration}</span> : null;
}

type Tone = "alarm" | "caution" | "good" | "plain";

/** A said state. `live` ones are announced when they appear. */
export function Notice(props: { tone: Tone; title?: string; live?: boolean; children?: ComponentChildren }) {
  const role = !props.live ? undefined : props.tone === "alarm" ? "alert" : "status";
  return (
    <div class={`notice ${props.tone}`} role={role}>
      {props.title !== undefined && <strong>{props.title}</strong>}
      {props.children !== undefined && <div>{props.children}</div>}
    </div>
  );
}

/** What went wrong, when something did. */
export function Problem({ error, again }: { error: unknown; again?: () => void }) {
  if (error === null || error === undefined) return null;
  return (
    <Notice tone="alarm" live title={texts.value.errors.title}>
      <p>{problemText(error, texts.value.errors)}</p>
      {again && (
        <p>
          <button type="button" onClick={again}>
            {texts.value.app.retry}
          </button>
        </p>
      )}
    </Notice>
  );
}

/** What is typed into a field: plain words, a secret, a code of letters and digits, or six digits. */
type FieldKind = "words" | "secret" | "code" | "digits";

interface FieldProps {
  readonly label: string;
  readonly of: Signal<string>;
  readonly kind?: FieldKind;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly autocomplete?: "username" | "one-time-code";
  /** Characters; of digits and of what is short unless told. */
  readonly maxLength?: number;
}

/** A labelled input. */
export function Field({ label, of, kind = "words", hint, error, autocomplete, maxLength }: FieldProps) {
  const attributes = {
    class: { words: "", secret: "", code: "mono", digits: "code" }[kind],
    inputMode: kind === "digits" ? ("numeric" as const) : ("text" as const),
    maxLength: maxLength ?? (kind === "digits" ? 7 : 200),
    autocomplete: autocomplete ?? "off",
    autocapitalize: "none" as const,
    spellcheck: false,
    value: of.value,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => {
      of.value = event.currentTarget.value;
    },
  };
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(joined) =>
        kind === "secret" ? (
          <input {...attributes} {...joined} type="password" />
        ) : (
          <input {...attributes} {...joined} type="text" />
        )
      }
    </FieldFrame>
  );
}

export function LevelBadge({ level }: { level: number }) {
  return (
    <span class="level" data-level={level}>
      P{level}
    </span>
  );
}

/** That the server says a less urgent level than what is sealed. */
export function loweredText({ server, sealed, signed }: NonNullable<CaseLevel["lowered"]>): string {
  if (signed) return texts.value.handling.level.hidden(String(server), String(sealed));
  return texts.value.queue.lowered(String(server), String(sealed));
}

export function DeskName({ id }: { id: number }) {
  return <span class={id === DESK_RESTRICTED ? "mark restricted" : "desk-name"}>{deskName(id)}</span>;
}
