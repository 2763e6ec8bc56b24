/** Writing a reply: plain text, its size in view, looked at as the reporter will see it before it is signed and sealed. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { cautionsOf, type Caution } from "../domain/cautions.ts";
import { currentKey } from "../domain/keyring.ts";
import { measureReply, nextSequence, repliesPushedOut, type ReplyMeasure } from "../domain/reply.ts";
import { isUnfilled } from "../domain/template.ts";
import { deliveryOf } from "../state/deliveries.ts";
import { drafts, keepDraft } from "../state/drafts.ts";
import { knownTo } from "../state/known.ts";
import { dayText, numberText, texts } from "../state/language.ts";
import type { CaseOnScreen } from "../state/openCase.ts";
import { sendReply } from "../state/sendReply.ts";
import type { OpenSession } from "../state/session.ts";
import { Notice, Problem } from "./parts.tsx";
import { Cautions, PushedOut, ReplyPreview } from "./ReplyPreview.tsx";
import { TemplatePicker } from "./TemplatePicker.tsx";
import { TextArea } from "./TextArea.tsx";
import { useFocusNext, WRONG } from "./useFocusFirst.ts";
import { useTask } from "./useTask.ts";

export function ReplyBox({ shown, session }: { shown: CaseOnScreen; session: OpenSession }) {
  const { reply: t, case: c } = texts.value;
  const { report, code, unrecorded } = shown.file;
  const { desk, holder } = shown.answer.case;
  const why =
    report === null
      ? t.unavailable
      : code === null
        ? texts.value.later[unrecorded ? "unrecorded" : "codeUnknown"]
        : currentKey(session.keyring, session.chain, desk) === null
          ? t.noKey
          : holder?.officerId !== session.officer.id
            ? c.claimFirst
            : null;
  return (
    <section class="panel">
      <header>
        <h2>{t.title}</h2>
      </header>
      <div class="inside">{why === null ? <Writing shown={shown} session={session} /> : <p class="soft">{why}</p>}</div>
    </section>
  );
}

function Writing({ shown, session }: { shown: CaseOnScreen; session: OpenSession }) {
  const { reply: t } = texts.value;
  const id = useId();
  const task = useTask();
  const reviewing = useSignal(false);
  const { place, focusNext } = useFocusNext<HTMLFormElement>();
  const sent = useSignal("");
  const wrong = useSignal<"empty" | "unfilled" | null>(null);
  const draft = drafts.value.get(shown.id) ?? "";
  const measure = measureReply(draft);
  const { report, code, codes, replies } = shown.file;
  const change = codes?.changes.at(-1);

  const review = (event: Event): void => {
    event.preventDefault();
    wrong.value = wrongWith(draft);
    reviewing.value = wrong.value === null && measure.fits;
    focusNext(reviewing.value ? "h3" : WRONG);
  };
  const send = (): void =>
    task.run(async () => {
      sent.value = await sendReply(shown.id, draft);
      reviewing.value = false;
    });
  const edit = (): void => {
    if (task.busy) return;
    reviewing.value = false;
    focusNext("textarea");
  };
  const put = (text: string): void => {
    reviewing.value = false;
    keepDraft(shown.id, draft.trim() === "" ? text : `${draft.trimEnd()}\n\n${text}`);
    focusNext("textarea");
  };
  const next = code === null ? 1 : nextSequence(replies, code.mailboxId);
  const parts = measure.parts.length;
  const pushedOut = code === null ? [] : repliesPushedOut(replies, code.mailboxId, { first: next, parts });
  return (
    <form class="reply" ref={place} onSubmit={review} noValidate>
      <Problem error={task.error} />
      {deliveryOf(sent.value) === "waiting" && draft === "" && <Notice tone="good" live title={t.sent} />}
      {report?.answers.phoneChecked === "yes" && <Notice tone="caution" title={t.phoneWatched} />}
      {change && <p class="soft small">{texts.value.later.toNewCode(dayText(change.day))}</p>}
      {reviewing.value && report !== null && parts > 0 ? (
        <>
          <ReplyPreview parts={measure.parts} first={next} language={report.answers.language} />
          <Size id={`${id}-count`} measure={measure} />
          <PushedOut replies={pushedOut} />
          <Sending
            key={draft}
            cautions={cautionsOf(draft, knownTo(session, report.answers))}
            busy={task.busy}
            send={send}
            edit={edit}
          />
        </>
      ) : (
        <>
          {report && <TemplatePicker language={report.answers.language} put={put} />}
          <TextArea
            label={t.label}
            hint={t.hint}
            error={wrong.value !== null && wrongWith(draft) === wrong.value ? t[wrong.value] : undefined}
            describedBy={`${id}-count`}
            rows={7}
            value={draft}
            onText={(typed) => keepDraft(shown.id, typed)}
          />
          <Size id={`${id}-count`} measure={measure} />
          {measure.fits && <PushedOut replies={pushedOut} />}
          <div class="row">
            <button class="first" type="submit" disabled={!measure.fits}>
              {t.review}
            </button>
          </div>
        </>
      )}
    </form>
  );
}

function wrongWith(draft: string): "empty" | "unfilled" | null {
  if (draft.trim() === "") return "empty";
  return isUnfilled(draft) ? "unfilled" : null;
}

interface SendingProps {
  readonly cautions: readonly Caution[];
  readonly busy: boolean;
  readonly send: () => void;
  readonly edit: () => void;
}

/** The last word before a reply is sealed. */
function Sending({ cautions, busy, send, edit }: SendingProps) {
  const { reply: t } = texts.value;
  const [confirmed, missed] = [useSignal(false), useSignal(false)];
  const trySending = (): void => {
    missed.value = cautions.length > 0 && !confirmed.value;
    if (!missed.value) send();
  };
  return (
    <>
      <Cautions cautions={cautions} confirmed={confirmed} missed={missed.value} />
      <div class="row">
        <button class="first" type="button" aria-disabled={busy} onClick={trySending}>
          {busy ? <span class="working">{t.sending}</span> : t.send}
        </button>
        <button type="button" aria-disabled={busy} onClick={edit}>
          {t.edit}
        </button>
      </div>
    </>
  );
}

function Size({ id, measure }: { id: string; measure: ReplyMeasure }) {
  const { reply: t } = texts.value;
  const parts = measure.parts.length;
  return (
    <>
      <p id={id} class="small soft count">
        {measure.lettersLeft !== null && t.left(numberText(measure.lettersLeft))}
        {parts > 1 && measure.fits && ` · ${t.parts(String(parts))}`}
      </p>
      {!measure.fits && <Notice tone="alarm" title={t.tooLong(String(parts))} />}
    </>
  );
}
