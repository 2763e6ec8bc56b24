/** The head of a case: which one, how urgent, whose, and what may be passed on. It stays in view. */
import { mayTell } from "../domain/consent.ts";
import { equalBytes, type Consent as ConsentWord } from "../../../security/index.ts";
import { aliasWords } from "../domain/alias.ts";
import { dueText } from "../domain/due.ts";
import { rowFacts } from "../domain/queueRow.ts";
import { dayText, numberText, texts, timeText } from "../state/language.ts";
import { claim } from "../state/acts.ts";
import { leaseUntil, levelOfCase, type CaseOnScreen } from "../state/openCase.ts";
import { routeHref } from "../state/route.ts";
import { say } from "../state/said.ts";
import type { OpenSession } from "../state/session.ts";
import { HandBack } from "./HandBack.tsx";
import { deskName } from "../state/desks.ts";
import { DeskName, LevelBadge, loweredText, Notice } from "./parts.tsx";

export function CaseHead({ shown, session }: { shown: CaseOnScreen; session: OpenSession }) {
  const { case: t, later, queue, levels, words, app, due, handling } = texts.value;
  const head = shown.answer.case;
  const facts = rowFacts(
    shown.file.items.map(({ summary }) => summary),
    head.state,
  );
  const { level, lowered } = levelOfCase(shown);
  const withdrawn = shown.file.report && shown.file.items.find((item) => item.state === "withdrawal");
  const { codes } = shown.file;
  const withOldCode =
    withdrawn && codes && !equalBytes(withdrawn.content.mailboxId, (codes.codes.at(-1) ?? codes.codes[0]).mailboxId);
  return (
    <div class="case-head">
      <div class="line">
        <a href={routeHref({ at: "queue" })}>{app.back}</a>
        <LevelBadge level={level} />
        <h1 tabIndex={-1} lang={facts.alias ? "fr" : undefined}>
          {facts.alias ? aliasWords(facts.alias) : head.id.slice(0, 8)}
        </h1>
        <span class={head.overdue ? "late" : "soft"}>
          {head.state === "open"
            ? `${levels[level]} · ${dueText(head, level, Date.now(), due, timeText)}`
            : queue[head.state]}
        </span>
        <span class="soft">
          {queue.desk} <DeskName id={head.desk} />
        </span>
        {facts.language && <span class="soft">{words.language[facts.language]}</span>}
        {facts.assisted && <span class="mark">{queue.assisted}</span>}
        {head.readers.length > 0 && (
          <span class="mark" role="status">
            {handling.reading(head.readers.map(({ name }) => name).join(", "))}
          </span>
        )}
        <Holder shown={shown} session={session} />
      </div>
      {lowered && (
        <Notice tone="alarm" live title={loweredText(lowered)}>
          {t.lowered}
        </Notice>
      )}
      {withdrawn && (
        <Notice tone="alarm" live title={`${later.withdrawal} · ${t.received(dayText(withdrawn.releasedDay))}`}>
          {later.withdrawalText}
          {head.state !== "closed" && <p>{handling.close.kept}</p>}
          {withOldCode && <p>{later.withdrawnBefore}</p>}
        </Notice>
      )}
      {shown.file.missing > 0 && (
        <Notice tone="alarm" live title={later.missing(numberText(shown.file.missing))}>
          {later.missingText}
        </Notice>
      )}
      {shown.file.leftOn !== null && (
        <Notice tone="alarm" live title={texts.value.elsewhere.leftOn}>
          {texts.value.elsewhere.leftOnText(deskName(shown.file.leftOn))}
        </Notice>
      )}
      <Consent consent={shown.file.report?.answers.consent} withdrawn={withdrawn !== undefined} />
    </div>
  );
}

function Holder({ shown, session }: { shown: CaseOnScreen; session: OpenSession }) {
  const t = texts.value.case;
  const { holder } = shown.answer.case;
  if (holder !== null && holder.officerId !== session.officer.id) {
    return (
      <div class="actions">
        <span>{t.heldBy(holder.name)}</span>
      </div>
    );
  }
  if (holder === null) {
    return (
      <div class="actions">
        <button
          class="first"
          type="button"
          onClick={() => void claim(shown.id, () => say(texts.value.handling.said.claimed))}
        >
          {t.claim}
        </button>
      </div>
    );
  }
  return (
    <div class="actions">
      <span class="soft small">
        {leaseUntil.value === null ? texts.value.queue.you : t.heldByYou(timeText(leaseUntil.value))}
      </span>
      <HandBack caseId={shown.id} />
    </div>
  );
}

/** Question 12. `undefined`: not known, because no report is open. A report that was taken back allows nothing more. */
function Consent({ consent, withdrawn }: { consent: readonly ConsentWord[] | undefined; withdrawn: boolean }) {
  const { case: t, words } = texts.value;
  const given = withdrawn ? [] : mayTell(consent ?? []);
  return (
    <section class="consent" aria-label={t.consent} data-ask={consent !== undefined && given.length === 0}>
      <h2>{t.consent}</h2>
      <p>
        {consent === undefined
          ? t.consentNone
          : withdrawn
            ? t.consentWithdrawn
            : given.length === 0
              ? t.consentAsk
              : `${t.consentOnly} ${given.map((word) => words.consent[word]).join(" · ")}`}
      </p>
    </section>
  );
}
