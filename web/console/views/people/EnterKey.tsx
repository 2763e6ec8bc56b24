/** Entering a public key that the ceremony's machine made: nothing is signed before the groups that were read aloud are typed. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { LeadChange } from "../../../../security/index.ts";
import { sameFingerprint } from "../../domain/lead.ts";
import { publishNext } from "../../state/people.ts";
import { Field } from "../parts.tsx";
import { Act } from "./parts.tsx";

interface EnterKeyProps<Key> {
  readonly says: Readonly<
    Record<"enterText" | "text" | "textWrong" | "typed" | "typedHint" | "typedWrong" | "submit", string>
  >;
  /** What makes the key. */
  readonly command: string;
  /** `null` for a text that is no such key of this unit. */
  readonly read: (text: string) => Key | null;
  readonly fingerprintOf: (key: Key) => Promise<string>;
  readonly change: (key: Key) => Partial<LeadChange>;
  readonly onDone: (version: number) => void;
  /** What it comes to. */
  readonly children: ComponentChildren;
}

export function EnterKey<Key>(props: EnterKeyProps<Key>) {
  const { says: t, read, fingerprintOf, change, onDone } = props;
  const text = useSignal("");
  const typed = useSignal("");
  const wrong = useSignal<"none" | "text" | "typed">("none");
  const enter = async (): Promise<void> => {
    const key = read(text.value);
    const fits = key !== null && sameFingerprint(typed.value, await fingerprintOf(key));
    wrong.value = key === null ? "text" : fits ? "none" : "typed";
    if (key === null || !fits) return;
    onDone(await publishNext((chain) => ({ officers: chain.newest.roster.officers, ...change(key) })));
    text.value = "";
    typed.value = "";
  };
  return (
    <Act submit={t.submit} onSubmit={enter}>
      <p>{t.enterText}</p>
      <code class="copyable">{props.command}</code>
      <Field
        label={t.text}
        error={wrong.value === "text" ? t.textWrong : undefined}
        of={text}
        kind="code"
        maxLength={3000}
      />
      <Field
        label={t.typed}
        hint={t.typedHint}
        error={wrong.value === "typed" ? t.typedWrong : undefined}
        of={typed}
        kind="code"
      />
      {props.children}
    </Act>
  );
}
