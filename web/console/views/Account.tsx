/** The officer's own account: passkeys, seen, added and removed. */
import { useSignal } from "@preact/signals";
import type { PasskeyItem } from "../../../api/routes/passkeys/schema.ts";
import { canUsePasskeys, nameOnDevice } from "../domain/passkey.ts";
import { dayText, texts } from "../state/language.ts";
import { ownPasskeys, passkeysProblem, readPasskeys, removePasskey } from "../state/passkeys.ts";
import type { OpenSession } from "../state/session.ts";
import { AddPasskey } from "./AddPasskey.tsx";
import { Notice, Problem } from "./parts.tsx";
import { Act, Panel } from "./people/parts.tsx";
import { focusHeading, useFocusFirst } from "./useFocusFirst.ts";
import { useReading } from "./useReading.ts";

export function Account({ session }: { session: OpenSession }) {
  const t = texts.value.account;
  const said = useSignal<"done" | "removed" | null>(null);
  useReading(readPasskeys);
  const own = ownPasskeys.value;
  const say = (what: "done" | "removed"): void => {
    said.value = what;
    focusHeading();
  };
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <Problem error={passkeysProblem.value} again={() => void readPasskeys()} />
      {own === null ? (
        passkeysProblem.value === null && <p class="panel empty working">{texts.value.app.loading}</p>
      ) : (
        <Panel title={t.passkeys}>
          {said.value !== null && <Notice tone="good" live title={t[said.value]} />}
          {own.totp && (
            <>
              <p>{t.withDigits}</p>
              <p>{t.better}</p>
            </>
          )}
          {own.passkeys.length > 0 && (
            <>
              <ul class="lines">
                {own.passkeys.map((passkey) => (
                  <Line
                    key={passkey.id}
                    passkey={passkey}
                    isLast={own.passkeys.length === 1}
                    onStart={() => (said.value = null)}
                    onRemoved={() => say("removed")}
                  />
                ))}
              </ul>
              {own.passkeys.length === 1 && <p>{t.one}</p>}
              <p class="soft">{t.onDevice(nameOnDevice(session.officer.id))}</p>
              <p class="soft">{t.lost}</p>
            </>
          )}
        </Panel>
      )}
      {own !== null &&
        (canUsePasskeys() ? (
          <AddPasskey session={session} withDigits={own.totp} onAdded={() => say("done")} />
        ) : (
          <Notice tone="plain" title={t.impossible} />
        ))}
    </>
  );
}

/** What a passkey is kept in, as far as the browser said. */
function kindOf({ transports }: PasskeyItem): "device" | "key" | "phone" | "other" {
  if (transports.some((each) => ["usb", "nfc", "ble", "smart-card"].includes(each))) return "key";
  if (transports.includes("internal")) return "device";
  return transports.includes("hybrid") ? "phone" : "other";
}

function Line(props: { passkey: PasskeyItem; isLast: boolean; onStart: () => void; onRemoved: () => void }) {
  const t = texts.value.account;
  const { passkey, isLast } = props;
  const removing = useSignal(false);
  const label = t.label(String(passkey.number));
  const start = (): void => {
    props.onStart();
    removing.value = true;
  };
  const submit = async (): Promise<void> => {
    await removePasskey(passkey);
    props.onRemoved();
  };
  return (
    <li>
      <strong>{label}</strong>
      <span>{t.kinds[kindOf(passkey)]}</span>
      <span class="soft">{t.added(dayText(passkey.addedDay))}</span>
      {!isLast && !removing.value && canUsePasskeys() && (
        <button type="button" aria-label={t.removeOf(label)} onClick={start}>
          {t.remove}
        </button>
      )}
      {removing.value && <Remove onSubmit={submit} onCancel={() => (removing.value = false)} />}
    </li>
  );
}

function Remove(props: { onSubmit: () => Promise<void>; onCancel: () => void }) {
  const t = texts.value.account;
  const place = useFocusFirst();
  return (
    <div class="below" ref={place}>
      <Act unsigned submit={t.removeSubmit} working={texts.value.factor.waiting} {...props}>
        <p>{t.removeText}</p>
      </Act>
    </div>
  );
}
