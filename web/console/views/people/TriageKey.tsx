/** The triage key: which one slips are sealed to, and entering another. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readTriageKeyText, SecurityError, triageFingerprint } from "../../../../security/index.ts";
import { UNIT } from "../../../shared/unit.ts";
import { texts } from "../../state/language.ts";
import type { OpenSession } from "../../state/session.ts";
import { Fingerprint } from "../Fingerprint.tsx";
import { EnterKey } from "./EnterKey.tsx";
import { Panel } from "./parts.tsx";

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
  return (
    <EnterKey
      says={t}
      command={COMMAND}
      read={readKey}
      fingerprintOf={(key) => triageFingerprint(session.p, UNIT, key)}
      change={(triageKey) => ({ triageKey })}
      onDone={onDone}
    >
      <ul class="points">
        <li>{t.first}</li>
        <li>{t.after}</li>
      </ul>
    </EnterKey>
  );
}
