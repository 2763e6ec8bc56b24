/** Enrolment, one step at a time. */
import { useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { canUsePasskeys } from "../domain/passkey.ts";
import { HttpError } from "../http.ts";
import {
  chooseName,
  enrol,
  enrolment,
  leaveEnrolment,
  makePassphrase,
  startOver,
  toStep,
  typeBack,
  useInvitation,
  type EnrolmentStep,
} from "../state/enrolment.ts";
import { texts } from "../state/language.ts";
import { phase } from "../state/session.ts";
import { Door } from "./Door.tsx";
import { FactorChoice, type FactorKind } from "./FactorChoice.tsx";
import { Field, Problem } from "./parts.tsx";
import { useTask } from "./useTask.ts";

const STEPS: readonly EnrolmentStep[] = ["code", "name", "passphrase", "type_back", "second_factor"];

function leave(): void {
  leaveEnrolment();
  phase.value = { at: "signed_out", why: "none", unlocking: null };
}

export function Enrol() {
  const t = texts.value.enrol;
  const { step } = enrolment.value;
  const Step = VIEWS[step];
  return (
    <Door title={t.title} wide>
      <p class="soft">{t.step(String(STEPS.indexOf(step) + 1), String(STEPS.length))}</p>
      <Step />
      <p class="row spread">
        <button class="quiet" type="button" onClick={leave}>
          {t.haveAccount}
        </button>
        {step !== "code" && (
          <button class="quiet" type="button" onClick={startOver}>
            {t.startOver}
          </button>
        )}
      </p>
    </Door>
  );
}

/** A sheet with its heading, what it asks and its buttons; `onSubmit` may fail. */
function Sheet(props: {
  title?: string;
  submit: string;
  working?: string;
  onSubmit: () => Promise<void>;
  more?: ComponentChildren;
  children: ComponentChildren;
}) {
  const task = useTask();
  const submit = (event: Event): void => {
    event.preventDefault();
    task.run(props.onSubmit);
  };
  return (
    <>
      <Problem error={task.error} />
      <form class="sheet" onSubmit={submit} noValidate autocomplete="off">
        {props.title !== undefined && <h2>{props.title}</h2>}
        {props.children}
        <div class="row">
          <button class="first" type="submit" aria-disabled={task.busy}>
            {task.busy ? <span class="working">{props.working ?? texts.value.app.loading}</span> : props.submit}
          </button>
          {props.more}
        </div>
      </form>
    </>
  );
}

function Code() {
  const t = texts.value.enrol;
  const code = useSignal(enrolment.value.code);
  return (
    <Sheet submit={t.start} onSubmit={() => useInvitation(code.value)}>
      <p>{t.intro}</p>
      <Field label={t.code} of={code} kind="code" />
    </Sheet>
  );
}

function Name() {
  const t = texts.value.enrol;
  const name = useSignal(enrolment.value.name);
  const wrong = useSignal(false);
  const { taken } = enrolment.value;
  const submit = async (): Promise<void> => {
    wrong.value = name.value.trim().length < 2;
    if (!wrong.value) await chooseName(name.value);
  };
  const error = wrong.value ? texts.value.errors.required : taken === null ? undefined : t.nameTaken(taken);
  return (
    <Sheet submit={t.start} onSubmit={submit}>
      <Field label={t.nameTitle} hint={t.nameHint} error={error} of={name} autocomplete="username" />
    </Sheet>
  );
}

function Passphrase() {
  const t = texts.value.enrol;
  const another = (
    <button type="button" onClick={() => void makePassphrase()}>
      {t.another}
    </button>
  );
  return (
    <Sheet
      title={t.passphraseTitle}
      submit={t.written}
      more={another}
      onSubmit={async () => {
        toStep("type_back");
        return Promise.resolve();
      }}
    >
      <p>{t.passphraseText}</p>
      <ol class="words" lang="en" translate={false}>
        {enrolment.value.passphrase.split(" ").map((word, i) => (
          <li key={`${word}${i}`}>{word}</li>
        ))}
      </ol>
    </Sheet>
  );
}

function TypeBack() {
  const t = texts.value.enrol;
  const typed = useSignal("");
  const wrong = useSignal(false);
  const submit = async (): Promise<void> => {
    wrong.value = !typeBack(typed.value);
    return Promise.resolve();
  };
  const again = (
    <button type="button" onClick={() => toStep("passphrase")}>
      {t.showAgain}
    </button>
  );
  return (
    <Sheet title={t.typeBackTitle} submit={t.start} more={again} onSubmit={submit}>
      <Field label={t.typeBack} error={wrong.value ? t.typeBackWrong : undefined} of={typed} kind="code" />
    </Sheet>
  );
}

function SecondFactor() {
  const t = texts.value.enrol;
  const possible = canUsePasskeys();
  const kind = useSignal<FactorKind>(possible ? "passkey" : "digits");
  const byPasskey = kind.value === "passkey";
  const totp = useSignal("");
  const wrong = useSignal<string | undefined>(undefined);
  const submit = async (): Promise<void> => {
    const digits = totp.value.replace(/\s/g, "");
    wrong.value = !byPasskey && !/^\d{6}$/.test(digits) ? texts.value.errors.required : undefined;
    if (wrong.value !== undefined) return;
    try {
      await enrol(byPasskey ? null : digits);
    } catch (error) {
      if (!(error instanceof HttpError) || error.code !== "sign_in_refused") throw error;
      wrong.value = t.totpWrong;
    }
  };
  return (
    <Sheet
      title={t.totpTitle}
      submit={byPasskey ? texts.value.factor.enrolSubmit : t.submit}
      working={t.working}
      onSubmit={submit}
    >
      {possible && <FactorChoice of={kind} titled />}
      {byPasskey ? <Passkey /> : <Digits of={totp} error={wrong.value} />}
    </Sheet>
  );
}

function Passkey() {
  const t = texts.value.factor;
  return (
    <>
      <p>{t.enrolText}</p>
      <p>{t.passkeyHint}</p>
      <p>{t.enrolSecond}</p>
    </>
  );
}

function Digits({ of, error }: { of: Signal<string>; error: string | undefined }) {
  const t = texts.value.enrol;
  const { invitation } = enrolment.value;
  return (
    <>
      <p>{t.totpText}</p>
      <div class="field">
        <p>{t.totpSecret}</p>
        <code class="copyable">{invitation?.totpSecret.replace(/.{4}(?=.)/g, "$& ")}</code>
      </div>
      <div class="field">
        <p>{t.totpUri}</p>
        <code class="copyable">{invitation?.totpUri}</code>
      </div>
      <Field label={t.totpCode} error={error} of={of} kind="digits" autocomplete="one-time-code" />
    </>
  );
}

const VIEWS = { code: Code, name: Name, passphrase: Passphrase, type_back: TypeBack, second_factor: SecondFactor };
