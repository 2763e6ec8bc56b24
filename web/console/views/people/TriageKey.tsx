/** The triage key: which one slips are sealed to, and entering another. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readTriageKeyText, SecurityError, triageFingerprint } from "../../../../security/index.ts";
import { UNIT } from "../../../shared/unit.ts";
import { sameFingerprint } from "../../domain/lead.ts";
import { texts } from "../../state/language.ts";
import { publishNext } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { Fingerprint } from "../Fingerprint.tsx";
import { Field } from "../parts.tsx";
import { Act, Panel } from "./parts.tsx";

const COMMAND = "npm run unit -- triage-key --make";

/** A key of this unit; `null` for any other text. */
function readKey(text: string): Uint8Array | null {
  try {
    return readTriageKeyText(UNIT, text);
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}

export function TriageKey({ session, onDone }: { session: OpenSession; onDone: (version: number) => void }) {
  const t = texts.value.triageKey;
  const now = useSignal("");
  const { triageKey } = session.chain.newest.statement;
  useEffect(() => {
    void triageFingerprint(session.p, UNIT, triageKey).then((groups) => (now.value = groups));
  }, [triageKey]);
  return (
    <Panel title={t.title}>
      <p>{t.what}</p>
      <h3>{t.fingerprint}</h3>
      <Fingerprint groups={now.value} />
      <details>
        <summary>{t.enter}</summary>
        <Enter session={session} onDone={onDone} />
      </details>
    </Panel>
  );
}

function Enter({ session, onDone }: { session: OpenSession; onDone: (version: number) => void }) {
  const t = texts.value.triageKey;
  const text = useSignal("");
  const typed = useSignal("");
  const wrong = useSignal<"none" | "text" | "typed">("none");
  const enter = async (): Promise<void> => {
    const triageKey = readKey(text.value);
    const fits =
      triageKey !== null && sameFingerprint(typed.value, await triageFingerprint(session.p, UNIT, triageKey));
    wrong.value = triageKey === null ? "text" : fits ? "none" : "typed";
    if (triageKey === null || !fits) return;
    onDone(await publishNext((chain) => ({ officers: chain.newest.roster.officers, triageKey })));
    text.value = "";
    typed.value = "";
  };
  return (
    <Act submit={t.submit} onSubmit={enter}>
      <p>{t.enterText}</p>
      <code class="copyable">{COMMAND}</code>
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
      <ul class="points">
        <li>{t.first}</li>
        <li>{t.after}</li>
      </ul>
    </Act>
  );
}
