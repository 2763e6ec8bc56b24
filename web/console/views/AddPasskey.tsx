/**
 * Adding a passkey, in two steps: the second factor again, then the new one. Two buttons, because a browser may show what it
 * asks only right after a press.
 */
import { useSignal } from "@preact/signals";
import { texts } from "../state/language.ts";
import { addPasskey, confirmFactor } from "../state/passkeys.ts";
import type { OpenSession } from "../state/session.ts";
import { Field } from "./parts.tsx";
import { Act, Panel } from "./people/parts.tsx";
import { useFocusFirst } from "./useFocusFirst.ts";

const DIGITS = /^\d{6}$/;

export function AddPasskey(props: { session: OpenSession; withDigits: boolean; onAdded: () => void }) {
  const t = texts.value.account;
  const digits = useSignal("");
  const missing = useSignal(false);
  const challenge = useSignal<string | null>(null);

  const confirm = async (): Promise<void> => {
    const code = digits.value.replace(/\s/g, "");
    missing.value = props.withDigits && !DIGITS.test(code);
    if (!missing.value) challenge.value = await confirmFactor(props.withDigits ? code : null);
  };
  const create = async (): Promise<void> => {
    if (challenge.value === null) return;
    await addPasskey(props.session, challenge.value);
    challenge.value = null;
    digits.value = "";
    props.onAdded();
  };
  if (challenge.value !== null) {
    return (
      <Panel title={t.add}>
        <Create onSubmit={create} onCancel={() => (challenge.value = null)} />
      </Panel>
    );
  }
  return (
    <Panel title={t.add}>
      <Act
        key="confirm"
        unsigned
        submit={props.withDigits ? t.confirmDigits : t.confirm}
        working={props.withDigits ? texts.value.app.loading : texts.value.factor.waiting}
        onSubmit={confirm}
      >
        <p>{t.addText}</p>
        {props.withDigits && (
          <Field
            label={texts.value.signIn.code}
            hint={texts.value.signIn.codeHint}
            error={missing.value ? texts.value.errors.required : undefined}
            of={digits}
            kind="digits"
            autocomplete="one-time-code"
          />
        )}
      </Act>
    </Panel>
  );
}

function Create(props: { onSubmit: () => Promise<void>; onCancel: () => void }) {
  const t = texts.value.account;
  const place = useFocusFirst();
  return (
    <div ref={place}>
      <Act unsigned submit={t.create} working={texts.value.factor.waiting} {...props}>
        <p role="status">{t.confirmed}</p>
      </Act>
    </div>
  );
}
