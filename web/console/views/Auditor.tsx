/** The console of an auditor: what the role may do, who is on which desk, and how the directory changed. No case is in reach. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isoDay, toHex, unitFingerprint } from "../../../security/index.ts";
import { UNIT } from "../../shared/unit.ts";
import { versionChanges, type VersionChange } from "../domain/versions.ts";
import { farDayText, language, texts } from "../state/language.ts";
import { route, routeHref } from "../state/route.ts";
import { refreshTrust, signOut, type OpenSession } from "../state/session.ts";
import { Account } from "./Account.tsx";
import { Fingerprint } from "./Fingerprint.tsx";
import { deskName } from "../state/desks.ts";
import { Demonstration, LanguageSwitch, Problem } from "./parts.tsx";
import { Panel, TableHead } from "./people/parts.tsx";
import { useTask } from "./useTask.ts";

export function Auditor({ session }: { session: OpenSession }) {
  const { app: t, auditor: a } = texts.value;
  const isAccount = route.value.at === "account";
  return (
    <>
      <header class="bar">
        <span class="unit">{t.name}</span>
        <Demonstration />
        <nav aria-label={a.sections}>
          <a href={routeHref({ at: "queue" })} aria-current={isAccount ? undefined : "page"}>
            {a.places.audit}
          </a>
          <a href={routeHref({ at: "account" })} aria-current={isAccount ? "page" : undefined}>
            {a.places.account}
          </a>
        </nav>
        <div class="end">
          <LanguageSwitch />
          <span class="who">
            <span class="hidden-text">{t.signedInAs("")}</span>
            {session.officer.name}
          </span>
          <button type="button" onClick={() => void signOut()}>
            {t.signOut}
          </button>
        </div>
      </header>
      <main class="work" id="content">
        {isAccount ? <Account session={session} /> : <Audit session={session} />}
      </main>
    </>
  );
}

function Audit({ session }: { session: OpenSession }) {
  const t = texts.value.auditor;
  const task = useTask();
  return (
    <>
      <div class="row spread">
        <h1 tabIndex={-1}>{t.title}</h1>
        <button type="button" aria-disabled={task.busy} onClick={() => task.run(() => refreshTrust())}>
          {t.refresh}
        </button>
      </div>
      <Problem error={task.error} />
      <Panel title={t.may}>
        <p>{t.mayText}</p>
        <p>{t.mayNot}</p>
      </Panel>
      <Unit session={session} />
      <Roster session={session} />
      <Versions session={session} />
    </>
  );
}

function Unit({ session }: { session: OpenSession }) {
  const t = texts.value.auditor;
  const print = useSignal("");
  useEffect(() => {
    void unitFingerprint(session.p, UNIT).then((groups) => (print.value = groups));
  }, []);
  const { recovery } = session.chain.newest.roster;
  return (
    <Panel title={t.unit}>
      <h3>{t.fingerprint}</h3>
      <Fingerprint groups={print.value} />
      <p class="soft">{t.fingerprintHint}</p>
      <dl class="facts">
        <dt>{t.recovery}</dt>
        <dd>{recovery === null ? t.recoveryNone : t.recoveryUntil(farDayText(isoDay(recovery.lastDay)))}</dd>
      </dl>
    </Panel>
  );
}

function Roster({ session }: { session: OpenSession }) {
  const { auditor: t, people } = texts.value;
  const officers = [...session.chain.newest.roster.officers].sort((a, b) => a.name.localeCompare(b.name));
  return (
    <Panel title={t.people}>
      <table>
        <TableHead of={[people.name, people.role, people.desks]} />
        <tbody>
          {officers.map(({ id, name, role, desks }) => (
            <tr key={toHex(id)}>
              <td>{name}</td>
              <td>{people.roles[role]}</td>
              <td>{desks.map(deskName).join(", ") || <span class="soft">{t.noDesk}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Versions({ session }: { session: OpenSession }) {
  const t = texts.value.auditor;
  return (
    <Panel title={t.versions}>
      <table>
        <TableHead of={[t.version, t.issued, t.until, t.serial, t.change]} />
        <tbody>
          {versionChanges(session.chain).map((change) => (
            <tr key={change.link.statement.version}>
              <td data-label={t.version}>{change.link.statement.version}</td>
              <td data-label={t.issued}>{farDayText(isoDay(change.link.statement.issueDay))}</td>
              <td data-label={t.until}>{farDayText(isoDay(change.link.statement.expiryDay))}</td>
              <td data-label={t.serial}>{change.link.statement.lead.serial}</td>
              <td>
                {sayChange(change).map((line) => (
                  <div key={line}>{line}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function sayChange({ joined, left, turned, opened, founded, renamed, recovery, triageKey }: VersionChange): string[] {
  const t = texts.value.auditor;
  const said = [
    ...(joined.length > 0 ? [t.joined(joined.join(", "))] : []),
    ...(left.length > 0 ? [t.left(left.join(", "))] : []),
    ...(turned.length > 0 ? [t.turned(turned.join(", "))] : []),
    ...(founded.length > 0 ? [texts.value.ownDesks.log.opened(founded.map(deskName).join(", "))] : []),
    ...renamed.map(({ was, is }) => texts.value.ownDesks.log.renamed(`${was[language.value]} → ${is[language.value]}`)),
    ...(opened.length > 0 ? [t.opened(opened.map(deskName).join(", "))] : []),
    ...(recovery ? [t.key] : []),
    ...(triageKey ? [t.triageKey] : []),
  ];
  return said.length > 0 ? said : [t.renewed];
}
