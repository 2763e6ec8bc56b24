/** Signing in: name, passphrase, second factor. After the page was loaded again: the passphrase alone. */
import { useSignal } from "@preact/signals";
import { MINUTE_MS, SESSION_IDLE_MS } from "../../../security/index.ts";
import type { Officer } from "../../../api/routes/session/schema.ts";
import { canUsePasskeys } from "../domain/passkey.ts";
import { drafts } from "../state/drafts.ts";
import { texts } from "../state/language.ts";
import { rememberedDigits } from "../state/remembered.ts";
import { phase, signIn, signOut, unlock, type Absence } from "../state/session.ts";
import { Door } from "./Door.tsx";
import { FactorChoice, type FactorKind } from "./FactorChoice.tsx";
import { Field, Notice, Problem } from "./parts.tsx";
import { useFocusNext, WRONG } from "./useFocusFirst.ts";
import { painted, useTask } from "./useTask.ts";

const DIGITS = /^\d{6}$/;
const IDLE_MINUTES = String(SESSION_IDLE_MS / MINUTE_MS);

function Why({ why }: { why: Absence }) {
  const { signIn, pending } = texts.value;
  if (why === "none") return null;
  if (why === "enrolled") return <Notice tone="good" live title={pending.done} />;
  return (
    <Notice tone="caution" live title={why === "idle" ? signIn.idle(IDLE_MINUTES) : signIn.lost}>
      {drafts.value.size > 0 ? signIn.draftKept : undefined}
    </Notice>
  );
}

export function SignIn({ why }: { why: Absence }) {
  const t = texts.value.signIn;
  const task = useTask();
  const { place, focusNext } = useFocusNext<HTMLFormElement>();
  const [name, passphrase, totp, checked] = [useSignal(""), useSignal(""), useSignal(""), useSignal(false)];
  const possible = canUsePasskeys();
  const kind = useSignal<FactorKind>(possible && !rememberedDigits() ? "passkey" : "digits");
  /** The device has been asked for its passkey, and somebody has to confirm there. */
  const waiting = useSignal(false);
  const byPasskey = kind.value === "passkey";
  const missing = (value: string): string | undefined =>
    checked.value && value.trim() === "" ? texts.value.errors.required : undefined;

  const submit = (event: Event): void => {
    event.preventDefault();
    checked.value = true;
    const code = totp.value.replace(/\s/g, "");
    const missed = name.value.trim() === "" || passphrase.value.trim() === "" || (!byPasskey && !DIGITS.test(code));
    if (missed) return focusNext(WRONG);
    task.run(async () => {
      waiting.value = byPasskey;
      await signIn(name.value.trim().normalize("NFC"), passphrase.value, byPasskey ? null : code, async () => {
        waiting.value = false;
        await painted();
      });
    });
  };
  return (
    <Door title={t.title}>
      <Why why={why} />
      <Problem error={task.error} />
      <form class="sheet" ref={place} onSubmit={submit} noValidate autocomplete="off">
        <Field label={t.name} error={missing(name.value)} of={name} autocomplete="username" />
        <Field
          label={t.passphrase}
          hint={`${t.passphraseHint} ${t.promise}`}
          error={missing(passphrase.value)}
          of={passphrase}
          kind="secret"
        />
        {possible && <FactorChoice of={kind} />}
        {byPasskey ? (
          <p class="hint">{texts.value.factor.passkeyHint}</p>
        ) : (
          <Field
            label={t.code}
            hint={t.codeHint}
            error={
              checked.value && !DIGITS.test(totp.value.replace(/\s/g, "")) ? texts.value.errors.required : undefined
            }
            of={totp}
            kind="digits"
            autocomplete="one-time-code"
          />
        )}
        <div class="row spread">
          <button class="first" type="submit" aria-disabled={task.busy}>
            {task.busy ? (
              <span class="working">{waiting.value ? texts.value.factor.waiting : t.working}</span>
            ) : (
              t.submit
            )}
          </button>
          <button class="quiet" type="button" onClick={() => (phase.value = { at: "enrolling" })}>
            {t.enrol}
          </button>
        </div>
      </form>
    </Door>
  );
}

export function Unlock({ officer }: { officer: Officer }) {
  const t = texts.value.signIn;
  const task = useTask();
  const passphrase = useSignal("");
  const submit = (event: Event): void => {
    event.preventDefault();
    if (passphrase.value.trim() !== "") task.run(() => unlock(officer, passphrase.value));
  };
  return (
    <Door title={t.unlockTitle}>
      <p>{t.unlockText(officer.name)}</p>
      <Problem error={task.error} />
      <form class="sheet" onSubmit={submit} noValidate autocomplete="off">
        <Field label={t.passphrase} hint={`${t.passphraseHint} ${t.promise}`} of={passphrase} kind="secret" />
        <div class="row spread">
          <button class="first" type="submit" aria-disabled={task.busy}>
            {task.busy ? <span class="working">{t.working}</span> : t.unlock}
          </button>
          <button class="quiet" type="button" onClick={() => void signOut()}>
            {t.otherOfficer}
          </button>
        </div>
      </form>
    </Door>
  );
}
