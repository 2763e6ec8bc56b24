/** The first report: the account in the reporter's own language, the answers in the officer's. */
import { mayTell } from "../domain/consent.ts";
import type { Answers } from "../../../security/index.ts";
import type { CaseFile } from "../domain/caseFile.ts";
import type { JudgedItem } from "../domain/judgedItem.ts";
import { dayText, texts } from "../state/language.ts";
import { Attachments } from "./Attachments.tsx";
import { Differences } from "./Differences.tsx";
import { Notice } from "./parts.tsx";
import { RefusedLine } from "./RefusedLine.tsx";

type Row = {
  readonly question: keyof Answers;
  readonly answer: string;
  readonly grave?: boolean;
  readonly own?: boolean;
};

type ReportItem = Extract<JudgedItem, { state: "report" }>;

export function Report({ caseId, file }: { caseId: string; file: CaseFile }) {
  const { case: t } = texts.value;
  const reports = file.items.filter((each) => each.state === "report");
  const item = reports.find(({ content }) => content.mailboxId === file.report?.mailboxId);
  const others = reports.filter((each) => each !== item);
  return (
    <>
      {item ? <OneReport caseId={caseId} item={item} /> : <NoReport file={file} />}
      {others.length > 0 && <Notice tone="alarm" title={t.otherReport} />}
      {others.map((other) => (
        <OneReport key={other.id} caseId={caseId} item={other} />
      ))}
    </>
  );
}

function OneReport({ caseId, item }: { caseId: string; item: ReportItem }) {
  const { case: t } = texts.value;
  return (
    <>
      <Differences differences={item.differences} />
      <section class="panel">
        <header>
          <h2 tabIndex={-1}>{t.report}</h2>
          <span class="soft small">{t.received(dayText(item.releasedDay))}</span>
        </header>
        <ReportBody answers={item.content.answers} />
        {item.files && <Attachments caseId={caseId} itemId={item.id} files={item.files} />}
      </section>
    </>
  );
}

/** No report that can be believed: what lies in the case instead, and why it is not shown. */
function NoReport({ file }: { file: CaseFile }) {
  const { case: t } = texts.value;
  return (
    <section class="panel">
      <header>
        <h2 tabIndex={-1}>{t.report}</h2>
      </header>
      <div class="inside">
        <p class="soft">{t.noReport}</p>
        <ol class="thread">
          {file.items.map((each) => each.state === "refused" && <RefusedLine key={each.id} item={each} />)}
        </ol>
      </div>
    </section>
  );
}

export function ReportBody({ answers }: { answers: Answers }) {
  const { case: t, words } = texts.value;
  const rows = answerRows(answers);
  const answered = rows.filter(({ answer }) => answer !== "");
  const skipped = rows.filter(({ answer }) => answer === "");
  return (
    <>
      <div class="inside">
        <h3>
          {t.narrative} <span class="soft">· {t.narrativeIn(words.language[answers.language])}</span>
        </h3>
        {answers.narrative.trim() === "" ? (
          <p class="soft">{t.narrativeNone}</p>
        ) : (
          <p class="narrative" dir="auto" lang={answers.language}>
            {answers.narrative}
          </p>
        )}
      </div>
      <dl class="answers">
        {answered.map(({ question, answer, grave, own }) => (
          <div key={question}>
            <dt>{words.question[question]}</dt>
            <dd
              class={grave ? "grave" : undefined}
              dir={own ? "auto" : undefined}
              lang={own ? answers.language : undefined}
            >
              {answer}
            </dd>
          </div>
        ))}
        {skipped.length > 0 && (
          <div>
            <dt>{t.skipped}</dt>
            <dd class="skipped">{skipped.map(({ question }) => words.question[question]).join(" · ")}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function one<W extends string>(labels: Readonly<Record<W, string>>, word: W | undefined): string {
  return word === undefined ? "" : labels[word];
}

function several<W extends string>(labels: Readonly<Record<W, string>>, chosen: readonly W[]): string {
  return chosen.map((word) => labels[word]).join(" · ");
}

/** Every question in the order the form asks them; the account and the consent stand elsewhere, always in view. */
function answerRows(a: Answers): readonly Row[] {
  const { words, case: t } = texts.value;
  return [
    { question: "danger", answer: one(words.danger, a.danger), grave: a.danger === "now" },
    { question: "subject", answer: one(words.subject, a.subject) },
    { question: "phoneChecked", answer: one(words.phoneChecked, a.phoneChecked), grave: a.phoneChecked === "yes" },
    { question: "kinds", answer: several(words.kind, a.kinds) },
    { question: "when", answer: one(words.when, a.when) },
    { question: "still", answer: one(words.still, a.still) },
    { question: "accused", answer: several(words.accused, a.accused) },
    { question: "accusedName", answer: a.accusedName, own: true },
    { question: "place", answer: a.place, own: true },
    { question: "signs", answer: several(words.sign, a.signs), grave: a.signs.includes("weapon") },
    { question: "child", answer: one(words.child, a.child), grave: a.child === "yes" },
    { question: "help", answer: several(words.help, a.help) },
    {
      question: "consent",
      answer: several(words.consent, a.consent.includes("ask_first") ? ["ask_first"] : mayTell(a.consent)),
    },
    { question: "comeBack", answer: one(words.comeBack, a.comeBack) },
    ...(a.wroteBefore ? ([{ question: "wroteBefore", answer: t.yes }] as const) : []),
  ];
}
