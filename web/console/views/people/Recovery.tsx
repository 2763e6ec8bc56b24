/** The recovery key: whether there is one, whether it has every key, and entering another. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import {
  dayOf,
  isoDay,
  RECOVERY_WARNING_DAYS,
  recoveryFingerprint,
  type RecoveryRecipient,
} from "../../../../security/index.ts";
import { UNIT } from "../../../shared/unit.ts";
import { changes } from "../../state/live.ts";
import { farDayText, texts } from "../../state/language.ts";
import { readRecoveryGrants, readRecoveryKey, recoveryGrants } from "../../state/recovery.ts";
import type { OpenSession } from "../../state/session.ts";
import { Fingerprint } from "../Fingerprint.tsx";
import { Notice } from "../parts.tsx";
import { useTask } from "../useTask.ts";
import { EnterKey } from "./EnterKey.tsx";
import { Panel } from "./parts.tsx";

const COMMAND = "npm run unit -- recovery --out recovery";

/** What a lead is told of a key that ends; `null` while it has days left. */
export function recoveryNotice({ lastDay }: RecoveryRecipient): string | null {
  const t = texts.value.recovery;
  const days = lastDay - dayOf(Date.now());
  if (days < 0) return t.over;
  return days < RECOVERY_WARNING_DAYS ? t.soon(String(days)) : null;
}

export function Recovery({ session, onDone }: { session: OpenSession; onDone: (version: number) => void }) {
  const t = texts.value.recovery;
  const { recovery } = session.chain.newest.roster;
  return (
    <>
      <Panel title={t.title}>
        <p>{t.what}</p>
        {recovery === null ? (
          <Notice tone="caution" title={t.none}>
            <p>{t.noneText}</p>
          </Notice>
        ) : (
          <State session={session} recovery={recovery} />
        )}
      </Panel>
      <Enter session={session} replaces={recovery !== null} onDone={onDone} />
    </>
  );
}

function State({ session, recovery }: { session: OpenSession; recovery: RecoveryRecipient }) {
  const t = texts.value.recovery;
  const print = useSignal("");
  const task = useTask();
  const now = changes.value;
  useEffect(() => {
    void recoveryFingerprint(session.p, UNIT, recovery).then((groups) => (print.value = groups));
    task.run(async () => void (await readRecoveryGrants(session)));
  }, [session, now]);
  const found = recoveryGrants.value;
  const ends = recoveryNotice(recovery);
  return (
    <>
      {ends !== null && <Notice tone="caution" title={ends} />}
      {found !== null && found.wrong.length > 0 && (
        <Notice tone="alarm" title={t.wrong(String(found.wrong.length))}>
          <p>{t.wrongText}</p>
        </Notice>
      )}
      {found !== null && found.missing.length > 0 && (
        <Notice tone="plain" title={t.missing(String(found.missing.length))} />
      )}
      <h3>{t.fingerprint}</h3>
      <Fingerprint groups={print.value} />
      <dl class="facts">
        <dt>{t.lastDay}</dt>
        <dd>{farDayText(isoDay(recovery.lastDay))}</dd>
        <dt>{t.has}</dt>
        <dd>{found && t.hasOf(String(found.good.length), String(session.keyring.held.length))}</dd>
      </dl>
    </>
  );
}

function Enter(props: { session: OpenSession; replaces: boolean; onDone: (version: number) => void }) {
  const t = texts.value.recovery;
  return (
    <Panel title={t.enter}>
      <EnterKey
        says={t}
        command={COMMAND}
        read={readRecoveryKey}
        fingerprintOf={(key) => recoveryFingerprint(props.session.p, UNIT, key)}
        change={(recovery) => ({ recovery })}
        onDone={props.onDone}
      >
        <p>{t.will}</p>
        {props.replaces && <p>{t.replaces}</p>}
      </EnterKey>
    </Panel>
  );
}
