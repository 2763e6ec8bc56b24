/** Leads: the own key and its certificate, who else can sign, and handing over. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isoDay, leadFingerprint, officerOf, uuidBytes } from "../../../../security/index.ts";
import { farDayText, texts } from "../../state/language.ts";
import { keepCertificate, leadRequest, ownCertificate, people } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { Copyable } from "../Copyable.tsx";
import { Fingerprint } from "../Fingerprint.tsx";
import { Field, Notice } from "../parts.tsx";
import { Act, Panel, Place, Steps, TableHead } from "./parts.tsx";

const CERTIFY = "npm run unit -- certify --request @request.txt";

export function Leads({ session }: { session: OpenSession }) {
  const t = texts.value.people.leads;
  return (
    <Place at="leads">
      {() => (
        <>
          <Own session={session} />
          <Panel title={t.all}>
            <All session={session} />
            <p class="soft">{t.two}</p>
          </Panel>
          <Panel title={t.handover}>
            <p>{t.handoverText}</p>
            <Steps of={t.handoverSteps} />
          </Panel>
        </>
      )}
    </Place>
  );
}

function Own({ session }: { session: OpenSession }) {
  const t = texts.value.people.leads;
  const request = useSignal("");
  const fingerprint = useSignal("");
  const typed = useSignal("");
  const own = ownCertificate.value;
  const key = people.value?.ownKey;
  useEffect(() => {
    const show = async (): Promise<void> => {
      request.value = await leadRequest();
      if (key) fingerprint.value = await leadFingerprint(session.p, { officerId: session.officerId, leadKey: key });
    };
    void show();
  }, [session.officerId, key]);
  const keep = async (): Promise<void> => {
    await keepCertificate(typed.value);
    typed.value = "";
  };
  const steps = (
    <>
      <h3>{t.step1}</h3>
      <p>{t.step1Text}</p>
      <code class="copyable">{CERTIFY}</code>
      <Copyable text={request.value} label={t.step1} />
      <h3>{t.step2}</h3>
      <p>{t.step2Text}</p>
      <Fingerprint groups={fingerprint.value} />
      <p class="soft small">{texts.value.pending.spell}</p>
      <h3>{t.step3}</h3>
      <Act unsigned submit={t.keep} working={texts.value.app.loading} onSubmit={keep}>
        <Field label={t.certificate} of={typed} kind="code" maxLength={1000} />
      </Act>
    </>
  );
  return (
    <Panel title={t.own}>
      <p>{t.ownText}</p>
      {own === null ? (
        <>
          <Notice tone="caution" title={t.notCertified} />
          {steps}
        </>
      ) : (
        <>
          <Notice tone="good" title={t.certified(String(own.serial), farDayText(isoDay(own.lastDay)))} />
          <details>
            <summary>{t.again}</summary>
            {steps}
          </details>
        </>
      )}
    </Panel>
  );
}

function All({ session }: { session: OpenSession }) {
  const t = texts.value.people;
  const certificates = people.value?.certificates ?? [];
  if (certificates.length === 0) return <p class="soft">{t.leads.none}</p>;
  const { roster } = session.chain.newest;
  return (
    <table>
      <TableHead of={[t.name, t.leads.serial, t.leads.last]} />
      <tbody>
        {certificates.map(({ serial, officerId, lastDay, own }) => (
          <tr key={serial}>
            <td>
              {officerOf(roster, uuidBytes(officerId))?.name ?? <span class="soft">{t.leads.unknown}</span>}{" "}
              {own && <span class="soft">({t.you})</span>}
            </td>
            <td data-label={t.leads.serial}>{serial}</td>
            <td data-label={t.leads.last}>{farDayText(isoDay(lastDay))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
