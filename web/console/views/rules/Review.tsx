/** What new triage rules will change, in plain words, before a lead signs them. */
import {
  DEFAULT_TRIAGE_RULES,
  isoDay,
  officerOf,
  type TriageRuleSet,
  type VerifiedTriageRules,
} from "../../../../security/index.ts";
import { rulesChanges, uncovered, type RulesChange } from "../../domain/rulesChanges.ts";
import { withoutPast } from "../../domain/rulesDraft.ts";
import { HttpError } from "../../http.ts";
import { farDayText, texts, weekdayDayText, weekdayText } from "../../state/language.ts";
import type { OpenSession } from "../../state/session.ts";
import { signRules } from "../../state/triageRules.ts";
import { Notice } from "../parts.tsx";
import { Act, Panel, TableHead } from "../people/parts.tsx";
import { staffedText, withinText } from "./InForce.tsx";

interface Props {
  readonly session: OpenSession;
  /** What is signed on top of. */
  readonly base: VerifiedTriageRules | null;
  readonly wanted: TriageRuleSet;
  /** Somebody else was faster: what is shown is held against theirs. */
  readonly conflict: boolean;
  /** The base counts no more: signing the same again is something. */
  readonly resigns: boolean;
  readonly onConflict: () => void;
  readonly onDone: (version: number) => void;
  readonly onBack: () => void;
}

export function Review({ session, base, wanted, conflict, resigns, onConflict, onDone, onBack }: Props) {
  const t = texts.value.rules;
  const from = base ?? DEFAULT_TRIAGE_RULES;
  const current = withoutPast(from, Date.now());
  const changes = rulesChanges(current, wanted);
  const pastDropped = current.holidays.length < from.holidays.length || current.turns.length < from.turns.length;
  const signs = changes.length > 0 || resigns;
  const sign = async (): Promise<void> => {
    try {
      onDone(await signRules(wanted, base));
    } catch (error) {
      if (!(error instanceof HttpError) || error.code !== "triage_rules_conflict") throw error;
      onConflict();
    }
  };
  const gap = uncovered(wanted, Date.now());
  return (
    <Panel title={t.review}>
      {conflict && (
        <Notice tone="caution" live title={t.conflict}>
          <p>{t.conflictText}</p>
        </Notice>
      )}
      {changes.length > 0 ? <Changes session={session} of={changes} /> : <p>{resigns ? t.again : t.nothing}</p>}
      {signs && gap !== "never" && (
        <Notice tone="caution" title={t.uncovered}>
          <p>{gap.until === null ? t.uncoveredText : t.uncoveredUntil(farDayText(isoDay(gap.until)))}</p>
        </Notice>
      )}
      {signs ? (
        <Act submit={t.sign} onSubmit={sign} onCancel={onBack} cancel={t.back}>
          <ul class="points">
            <li>{t.willSign(String((base?.version ?? 0) + 1))}</li>
            <li>{t.willKeep}</li>
            {pastDropped && <li>{t.pastDropped}</li>}
            <li>{t.willStay}</li>
          </ul>
        </Act>
      ) : (
        <div class="row">
          <button type="button" onClick={onBack}>
            {t.back}
          </button>
        </div>
      )}
    </Panel>
  );
}

function Changes({ session, of }: { session: OpenSession; of: readonly RulesChange[] }) {
  const t = texts.value.rules;
  return (
    <table>
      <TableHead of={[t.rule, t.before, t.after]} />
      <tbody>
        {of.map((change) => {
          const { rule, before, after } = lineOf(session, change);
          return (
            <tr key={`${rule} ${before} ${after}`}>
              <th scope="row">{rule}</th>
              <td class="soft" data-label={t.before}>
                {before}
              </td>
              <td data-label={t.after}>
                <strong>{after}</strong>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface Line {
  readonly rule: string;
  readonly before: string;
  readonly after: string;
}

function lineOf({ chain }: OpenSession, change: RulesChange): Line {
  const t = texts.value.rules;
  switch (change.what) {
    case "time": {
      const { level } = change;
      return {
        rule: `${t.times}, P${level}`,
        before: withinText(level, change.from),
        after: withinText(level, change.to),
      };
    }
    case "zone":
      return { rule: t.zone, before: change.from, after: change.to };
    case "day":
      return { rule: weekdayText(change.weekday), before: staffedText(change.from), after: staffedText(change.to) };
    case "holiday": {
      const [before, after] = change.added ? [t.notInList, t.inList] : [t.inList, t.notInList];
      return { rule: t.holiday(weekdayDayText(isoDay(change.day))), before, after };
    }
    default: {
      const name = officerOf(chain.newest.roster, change.turn.officerId)?.name ?? t.gone;
      const [before, after] = change.added ? [t.noOne, name] : [name, t.noOne];
      return { rule: t.turn(weekdayDayText(isoDay(change.turn.firstDay))), before, after };
    }
  }
}
