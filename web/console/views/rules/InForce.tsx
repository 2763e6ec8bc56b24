/** Triage rules as they hold, with who signed them and since when. */
import type { ComponentChildren } from "preact";
import {
  DEFAULT_TRIAGE_RULES,
  equalBytes,
  isoDay,
  isStaffedAt,
  MINUTES_PER_DAY,
  officerOf,
  onCallAt,
  uuidBytes,
  type Level,
  type Staffed,
  type TriageRuleSet,
  type VerifiedTriageRules,
} from "../../../../security/index.ts";
import { nameOf } from "../../domain/trust.ts";
import { withoutPast } from "../../domain/rulesDraft.ts";
import { farDayText, texts, weekdayDayText, weekdayText } from "../../state/language.ts";
import { clockText } from "../../state/rulesForm.ts";
import type { OpenSession } from "../../state/session.ts";
import { rulesSigner } from "../../state/triageRules.ts";
import { LevelBadge } from "../parts.tsx";
import { Panel, TableHead } from "../people/parts.tsx";

/** How soon a level is answered: hours for P0, days for the others. */
export function withinText(level: number, count: number): string {
  const t = texts.value.rules;
  return level === 0 ? t.hours(String(count)) : t.days(String(count));
}

export function staffedText(hours: Staffed): string {
  const t = texts.value.rules;
  if (hours === null) return t.nobody;
  if (hours.from === 0 && hours.to === MINUTES_PER_DAY) return t.allDay;
  return t.span(clockText(hours.from), clockText(hours.to));
}

interface Props {
  readonly session: OpenSession;
  /** `null` before a lead signed any. */
  readonly rules: VerifiedTriageRules | null;
  /** Whether anybody goes by them. */
  readonly holds: boolean;
  readonly children?: ComponentChildren;
}

export function InForce({ session, rules, holds, children }: Props) {
  const t = texts.value.rules;
  const set = withoutPast(rules ?? DEFAULT_TRIAGE_RULES, Date.now());
  return (
    <>
      <Panel title={t.force}>
        {rules === null ? <p>{t.none}</p> : <Signed session={session} rules={rules} />}
        {holds && (
          <p>
            <strong>{t.now}</strong> – {momentText(session, set)}
          </p>
        )}
        {children}
      </Panel>
      <div class="rules-columns">
        <Times of={set} />
        <Hours of={set} />
        <Holidays of={set} />
        <Turns of={set} session={session} />
      </div>
    </>
  );
}

function Signed({ session, rules }: { session: OpenSession; rules: VerifiedTriageRules }) {
  const t = texts.value.rules;
  const signer = rulesSigner.value;
  const name = signer === null ? null : nameOf(session.chain, uuidBytes(signer));
  return (
    <dl class="facts">
      <dt>{t.version}</dt>
      <dd>{rules.version}</dd>
      <dt>{t.signedBy}</dt>
      <dd>{name ?? t.signerUnknown(String(rules.lead.serial))}</dd>
      <dt>{t.since}</dt>
      <dd>{farDayText(isoDay(rules.issueDay))}</dd>
    </dl>
  );
}

function momentText({ chain }: OpenSession, rules: TriageRuleSet): string {
  const t = texts.value.rules;
  if (isStaffedAt(rules, Date.now())) return t.nowStaffed;
  const id = onCallAt(rules, Date.now());
  const officer = id === null ? null : officerOf(chain.newest.roster, id);
  return officer === null || officer.desks.length === 0 ? t.nowNobody : t.nowOnCall(officer.name);
}

function Times({ of }: { of: TriageRuleSet }) {
  const t = texts.value.rules;
  return (
    <Panel title={t.times}>
      <table>
        <TableHead of={[t.level, t.within]} />
        <tbody>
          {[of.urgentHours, ...of.days].map((count, level) => (
            <tr key={level}>
              <td>
                <LevelBadge level={level} /> <span class="soft">{texts.value.levels[level as Level]}</span>
              </td>
              <td>{withinText(level, count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft small">{t.wholeHour}</p>
    </Panel>
  );
}

function Hours({ of }: { of: TriageRuleSet }) {
  const t = texts.value.rules;
  return (
    <Panel title={t.staffed}>
      <table>
        <TableHead of={[t.weekday, t.staffedHours]} />
        <tbody>
          {of.week.map((hours, weekday) => (
            <tr key={weekday}>
              <td>{weekdayText(weekday)}</td>
              <td class={hours === null ? "soft" : ""}>{staffedText(hours)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <span class="soft">{t.zone}</span> {of.timeZone}
      </p>
    </Panel>
  );
}

function Holidays({ of }: { of: TriageRuleSet }) {
  const t = texts.value.rules;
  return (
    <Panel title={t.holidays}>
      {of.holidays.length === 0 ? (
        <p>{t.noHolidays}</p>
      ) : (
        <ul class="lines">
          {of.holidays.map((day) => (
            <li key={day}>{weekdayDayText(isoDay(day))}</li>
          ))}
        </ul>
      )}
      <p class="soft small">{t.holidaysText}</p>
    </Panel>
  );
}

function Turns({ of, session }: { of: TriageRuleSet; session: OpenSession }) {
  const t = texts.value.rules;
  const current = onCallAt(of, Date.now());
  return (
    <Panel title={t.turns}>
      {of.turns.length === 0 ? (
        <p>{t.noTurns}</p>
      ) : (
        <ul class="lines">
          {of.turns.map(({ firstDay, officerId }, i) => (
            <li key={firstDay}>
              <OfficerName session={session} id={officerId} />
              <span class="soft">
                {i === 0 && officerId === current ? t.turnNow : t.turnFrom(weekdayDayText(isoDay(firstDay)))}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p class="soft small">{t.turnsText}</p>
    </Panel>
  );
}

function OfficerName({ session, id }: { session: OpenSession; id: Uint8Array }) {
  const { rules: t, people } = texts.value;
  const here = officerOf(session.chain.newest.roster, id);
  if (here === null || here.desks.length === 0) {
    return (
      <span class="damaged">
        {nameOf(session.chain, id)} ({t.gone})
      </span>
    );
  }
  return (
    <span>
      <strong>{here.name}</strong> {equalBytes(id, session.officerId) && <span class="soft">({people.you})</span>}
    </span>
  );
}
