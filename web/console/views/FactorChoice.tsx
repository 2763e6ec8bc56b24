/** Passkey or six digits: a passkey first, wherever the browser has them. */
import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { texts } from "../state/language.ts";

const KINDS = ["passkey", "digits"] as const;
export type FactorKind = (typeof KINDS)[number];

/** @param titled whether a heading says already what is chosen */
export function FactorChoice({ of, titled = false }: { of: Signal<FactorKind>; titled?: boolean }) {
  const t = texts.value.factor;
  const name = useId();
  return (
    <fieldset class="choices">
      <legend class={titled ? "hidden-text" : undefined}>{t.legend}</legend>
      {KINDS.map((kind) => (
        <label class="choice" key={kind}>
          <input type="radio" name={name} checked={of.value === kind} onChange={() => (of.value = kind)} />
          {t[kind]}
        </label>
      ))}
    </fieldset>
  );
}
