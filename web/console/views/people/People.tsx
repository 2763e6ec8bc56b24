/** Who is on the roster, who waits, who is invited; and the sheet for whatever a lead does about it. */
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { equalBytes, toHex, type AdmissionRequest, type RosterOfficer } from "../../../../security/index.ts";
import type { AdmissionJson } from "../../../../api/routes/admissions/schema.ts";
import type { Officer } from "../../../../api/routes/session/schema.ts";
import { texts } from "../../state/language.ts";
import { people } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { deskName } from "../../state/desks.ts";
import { Field, Notice } from "../parts.tsx";
import { Admit, readRequest } from "./Admit.tsx";
import { Invitations } from "./Invitations.tsx";
import { Change } from "./Change.tsx";
import { Dismiss } from "./Dismiss.tsx";
import { Act, Panel, Place, RaiseFloor, Steps, TableHead, type Floors } from "./parts.tsx";
import { Remove } from "./Remove.tsx";

type Doing =
  | { readonly what: "nothing" }
  | { readonly what: "admit"; readonly request: AdmissionRequest; readonly role: Officer["role"] }
  | { readonly what: "dismiss"; readonly who: AdmissionJson }
  | { readonly what: "remove" | "change"; readonly officer: RosterOfficer };

interface Done {
  /** `null` when nothing had to be signed. */
  readonly version: number | null;
  /** What has happened to whom. */
  readonly said: string;
  readonly floors: Floors;
}

function saidOf(doing: Doing): string {
  const t = texts.value.people;
  if (doing.what === "nothing") return "";
  if (doing.what === "admit") return t.admitted(doing.request.name);
  if (doing.what === "dismiss") return t.dismissed(doing.who.name);
  return t[doing.what === "remove" ? "removed" : "changed"](doing.officer.name);
}

const NOTHING: Doing = { what: "nothing" };

export function People({ session }: { session: OpenSession }) {
  const doing = useSignal<Doing>(NOTHING);
  const done = useSignal<Done | null>(null);
  const now = doing.value;
  const was = useRef(now.what);
  useEffect(() => {
    const changed = was.current !== now.what;
    was.current = now.what;
    if (!changed) return;
    // A sheet begins where something is typed, else at its title; whoever leaves it is back at the top of the page.
    const to = now.what === "nothing" ? "h1" : document.querySelector(".people input") ? ".people input" : ".people h2";
    document.querySelector<HTMLElement>(to)?.focus();
  }, [now]);
  const cancel = (): void => {
    doing.value = NOTHING;
  };
  const finish = (version: number | null, floors: Floors = { statement: false, certificate: false }): void => {
    done.value = { version, floors, said: saidOf(now) };
    doing.value = NOTHING;
  };
  return (
    <Place at="people">
      {() => {
        if (now.what === "admit") {
          const { request, role } = now;
          return <Admit {...{ session, request, role }} onDone={finish} onCancel={cancel} />;
        }
        if (now.what === "dismiss") return <Dismiss who={now.who} onDone={() => finish(null)} onCancel={cancel} />;
        if (now.what !== "nothing") {
          const Sheet = now.what === "remove" ? Remove : Change;
          return <Sheet session={session} officer={now.officer} onDone={finish} onCancel={cancel} />;
        }
        return (
          <>
            <DoneNotice done={done.value} />
            <Waiting session={session} doing={doing} />
            <Roster session={session} doing={doing} />
            <Invitations />
            <Panel title={texts.value.people.lost}>
              <p>{texts.value.people.lostText}</p>
              <Steps of={texts.value.people.lostSteps} />
            </Panel>
          </>
        );
      }}
    </Place>
  );
}

function DoneNotice({ done }: { done: Done | null }) {
  const t = texts.value.people;
  if (done === null) return null;
  if (done.version === null) return <Notice tone="good" live title={done.said} />;
  return (
    <Notice tone="good" live title={t.done(String(done.version))}>
      <p>{done.said}</p>
      {done.floors.statement && <RaiseFloor version={done.version} />}
      {done.floors.certificate && (
        <>
          <p>{t.floorCertificate}</p>
          <code class="copyable">npm run unit -- floor --certificate N</code>
        </>
      )}
    </Notice>
  );
}

function Waiting({ session, doing }: { session: OpenSession; doing: Signal<Doing> }) {
  const t = texts.value.people;
  const text = useSignal("");
  const wrong = useSignal(false);
  const waiting = people.value?.admissions ?? [];
  const read = async (): Promise<void> => {
    const request = readRequest(session.p, text.value);
    wrong.value = request === null;
    if (request !== null) doing.value = { what: "admit", request, role: "officer" };
    return Promise.resolve();
  };
  return (
    <Panel title={t.waiting}>
      {waiting.length === 0 ? (
        <p class="soft">{t.noneWaiting}</p>
      ) : (
        <ul class="lines">
          {waiting.map((each) => (
            <WaitingLine key={each.officerId} of={each} session={session} doing={doing} />
          ))}
        </ul>
      )}
      <details>
        <summary>{t.byText}</summary>
        <Act unsigned submit={t.readRequest} onSubmit={read}>
          <Field
            label={t.requestText}
            error={wrong.value ? t.damagedRequest : undefined}
            of={text}
            kind="code"
            maxLength={4000}
          />
        </Act>
      </details>
    </Panel>
  );
}

function WaitingLine(props: { of: AdmissionJson; session: OpenSession; doing: Signal<Doing> }) {
  const t = texts.value.people;
  const { of: who, doing } = props;
  const request = who.request === null ? null : readRequest(props.session.p, who.request);
  return (
    <li>
      <strong>{request?.name ?? who.name}</strong>
      <span class="soft">{t.roles[who.role]}</span>
      {who.request === null && <span class="soft">{t.notYet}</span>}
      {who.request !== null && request === null && <span class="damaged">{t.damagedRequest}</span>}
      <div class="row acts">
        {request !== null && (
          <button type="button" onClick={() => (doing.value = { what: "admit", request, role: who.role })}>
            {t.admit}
            <span class="hidden-text"> {request.name}</span>
          </button>
        )}
        <button type="button" onClick={() => (doing.value = { what: "dismiss", who })}>
          {t.dismiss}
          <span class="hidden-text"> {who.name}</span>
        </button>
      </div>
    </li>
  );
}

function Roster({ session, doing }: { session: OpenSession; doing: Signal<Doing> }) {
  const t = texts.value.people;
  const officers = [...session.chain.newest.roster.officers].sort((a, b) => a.name.localeCompare(b.name));
  return (
    <Panel title={t.roster}>
      <table>
        <TableHead of={[t.name, t.role, t.desks, t.actions]} />
        <tbody>
          {officers.map((officer) => (
            <tr key={toHex(officer.id)}>
              <td>
                {officer.name} {equalBytes(officer.id, session.officerId) && <span class="soft">({t.you})</span>}
              </td>
              <td>{t.roles[officer.role]}</td>
              <td>{officer.desks.map(deskName).join(", ")}</td>
              <td>
                <div class="row">
                  {(["change", "remove"] as const).map((what) => (
                    <button type="button" key={what} onClick={() => (doing.value = { what, officer })}>
                      {t[what]}
                      <span class="hidden-text"> {officer.name}</span>
                    </button>
                  ))}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
