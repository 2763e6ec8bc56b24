/** The key directory: how long it goes on, renewing it, and preparing what follows. */
import { useSignal } from "@preact/signals";
import { isoDay } from "../../../../security/index.ts";
import { dayText, farDayText, texts } from "../../state/language.ts";
import { outlook } from "../../state/outlook.ts";
import { forgetPrepared, people, prepare, publishNext } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { deskName } from "../../state/desks.ts";
import { Field, Notice } from "../parts.tsx";
import { Act, Panel, Place, RaiseFloor, TableHead } from "./parts.tsx";
import { Desks, type DeskSheet } from "./Desks.tsx";
import { OpenDesk, RenameDesk } from "./OpenDesk.tsx";
import { Recovery } from "./Recovery.tsx";
import { TriageKey } from "./TriageKey.tsx";

const WEEKS_MAX = 15;

export function Directory({ session }: { session: OpenSession }) {
  const t = texts.value.people;
  const done = useSignal<number | null>(null);
  const said = useSignal("");
  const floor = useSignal(false);
  const sheet = useSignal<DeskSheet>({ at: "none" });
  const close = (): void => {
    sheet.value = { at: "none" };
  };
  const finish = (version: number, what: string, floorToo = false): void => {
    [done.value, said.value, floor.value] = [version, what, floorToo];
    close();
  };
  const renew = async (): Promise<void> => {
    finish(await publishNext((chain) => ({ officers: chain.newest.roster.officers })), "");
  };
  return (
    <Place at="directory">
      {() => {
        const now = sheet.value;
        if (now.at === "open") return <OpenDesk session={session} onDone={finish} onCancel={close} />;
        if (now.at === "rename")
          return <RenameDesk {...{ session, desk: now.desk }} onDone={finish} onCancel={close} />;
        return (
          <>
            {done.value !== null && (
              <Notice tone="good" live title={t.done(String(done.value))}>
                {said.value !== "" && <p>{said.value}</p>}
                {floor.value && <RaiseFloor version={done.value} />}
              </Notice>
            )}
            <State session={session} />
            <Desks session={session} onSheet={(next) => (sheet.value = next)} />
            <Panel title={t.directory.renew}>
              <Act submit={t.directory.renew} onSubmit={renew}>
                <p>{t.directory.renewText}</p>
              </Act>
            </Panel>
            <Prepare />
            <Recovery session={session} onDone={(version) => finish(version, "")} />
            <TriageKey session={session} onDone={(version) => finish(version, texts.value.triageKey.done, true)} />
          </>
        );
      }}
    </Place>
  );
}

function State({ session }: { session: OpenSession }) {
  const t = texts.value.people.directory;
  const { statement } = session.chain.newest;
  // Worked out here, from what verifies: the server says a day as well, which nobody signs.
  const until = outlook.value?.until;
  const isEnding = (outlook.value?.ending.length ?? 0) > 0;
  return (
    <Panel title={t.state}>
      {outlook.value && <Notice tone={isEnding ? "caution" : "good"} title={isEnding ? t.soon : t.fine} />}
      <dl class="facts">
        <dt>{t.version}</dt>
        <dd>{statement.version}</dd>
        <dt>{t.until}</dt>
        <dd>{dayText(isoDay(statement.expiryDay))}</dd>
        <dt>{t.prepared}</dt>
        <dd>{until !== undefined && dayText(isoDay(until))}</dd>
        <dt>{t.certificate}</dt>
        <dd>{farDayText(isoDay(statement.lead.lastDay))}</dd>
      </dl>
      <table>
        <TableHead of={[t.desk, t.epoch, t.lastDay]} />
        <tbody>
          {statement.desks.map(({ id, epoch, epochLastDay }) => (
            <tr key={id}>
              <td>{deskName(id)}</td>
              <td data-label={t.epoch}>{epoch}</td>
              <td data-label={t.lastDay}>{dayText(isoDay(epochLastDay))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Prepare() {
  const t = texts.value.people.directory;
  const weeks = useSignal("8");
  const wrong = useSignal(false);
  const versions = people.value?.prepared.versions ?? [];
  const sign = async (): Promise<void> => {
    const wanted = Number(weeks.value);
    wrong.value = !Number.isInteger(wanted) || wanted < 1 || wanted > WEEKS_MAX;
    if (!wrong.value) await prepare(wanted);
  };
  return (
    <>
      <Panel title={t.prepare}>
        <Act submit={t.prepare} onSubmit={sign}>
          <p>{t.prepareText}</p>
          <Field
            label={t.weeks}
            hint={t.weeksHint}
            error={wrong.value ? t.weeksWrong : undefined}
            of={weeks}
            kind="digits"
          />
        </Act>
      </Panel>
      <Panel title={t.list}>
        {versions.length === 0 ? (
          <p class="soft">{t.none}</p>
        ) : (
          <>
            <table>
              <TableHead of={[t.number, t.from, t.until]} />
              <tbody>
                {versions.map(({ version, issueDay, expiryDay }) => (
                  <tr key={version}>
                    <td data-label={t.number}>{version}</td>
                    <td data-label={t.from}>{dayText(issueDay)}</td>
                    <td data-label={t.until}>{dayText(expiryDay)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Act unsigned quiet submit={t.forget} working={texts.value.app.loading} onSubmit={forgetPrepared} />
          </>
        )}
      </Panel>
    </>
  );
}
