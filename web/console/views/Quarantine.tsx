/** Quarantine: what triage could not read, and whether any key held here opens it. */
import { useSignal } from "@preact/signals";
import { dayOf } from "../../../security/index.ts";
import { daysUntil } from "../domain/due.ts";
import { dayText, numberText, texts } from "../state/language.ts";
import {
  openAsCase,
  opening,
  openingProblem,
  quarantine,
  quarantineNext,
  quarantineProblem,
  readQuarantine,
  type QuarantineRow,
} from "../state/quarantine.ts";
import type { OpenSession } from "../state/session.ts";
import { deskName } from "../state/desks.ts";
import { LevelBadge, Problem } from "./parts.tsx";
import { ReportBody } from "./Report.tsx";
import { useReading } from "./useReading.ts";

/** After this many days quarantine is emptied. */
const KEPT_DAYS = 30;

export function Quarantine({ session }: { session: OpenSession }) {
  const t = texts.value.quarantine;
  useReading((by) => readQuarantine("start", by), [session]);
  const rows = quarantine.value;
  return (
    <>
      <div>
        <h1 tabIndex={-1}>{t.title}</h1>
        <p class="soft">{t.text}</p>
      </div>
      <Problem error={quarantineProblem.value} again={() => void readQuarantine()} />
      <Problem error={openingProblem.value} />
      {rows === null ? (
        <p class="panel empty working">{texts.value.app.loading}</p>
      ) : rows.length === 0 ? (
        <p class="panel empty">{t.empty}</p>
      ) : (
        <ol class="thread">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ol>
      )}
      {quarantineNext.value !== null && (
        <p>
          <button type="button" onClick={() => void readQuarantine("next")}>
            {texts.value.queue.more}
          </button>
        </p>
      )}
    </>
  );
}

function Row({ row }: { row: QuarantineRow }) {
  const { quarantine: t, case: c, words } = texts.value;
  const shown = useSignal(false);
  const { trial } = row;
  const left = KEPT_DAYS + daysUntil(row.receivedDay, dayOf(Date.now()));
  return (
    <li>
      <p class="meta">
        <code>{row.id.slice(0, 8)}</code>
        <span>
          {t.received} {dayText(row.receivedDay)}
        </span>
        <span>{t.erased(String(Math.max(0, left)))}</span>
      </p>
      {trial.state !== "opened" ? (
        <p>
          {trial.state === "other_desk" ? t.notOpened : trial.state === "damaged" ? c.items.damaged : c.items.malformed}
        </p>
      ) : (
        <>
          <div class="row">
            <LevelBadge level={1} />
            <h2>{t.opened}</h2>
            <span>
              {words.type[trial.content.type]} · {deskName(trial.deskId)} · {t.openedText}
            </span>
            <button type="button" aria-expanded={shown.value} onClick={() => (shown.value = !shown.value)}>
              {shown.value ? t.hide : t.reveal}
            </button>
            <button
              class="first"
              type="button"
              aria-disabled={opening.value !== null}
              onClick={() => void openAsCase(row)}
            >
              {opening.value === row.id ? <span class="working">{t.making}</span> : t.makeCase}
            </button>
          </div>
          {trial.content.type === "first" && (
            <p class="soft">{trial.content.answers.kinds.map((kind) => words.kind[kind]).join(" · ")}</p>
          )}
          {trial.attachments && <p class="soft">{t.files(numberText(trial.attachments.files.length))}</p>}
          {shown.value &&
            (trial.content.type === "first" ? (
              <div class="panel">
                <ReportBody answers={trial.content.answers} />
              </div>
            ) : (
              <>
                <p class="small">{c.items.noThreadText}</p>
                <p class="said" dir="auto">
                  {trial.content.type === "message" ? trial.content.text : words.type[trial.content.type]}
                </p>
              </>
            ))}
        </>
      )}
    </li>
  );
}
