/** Writing a reply: plain text, its size in view, looked at as the reporter will see it before it is signed and sealed. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { currentKey } from "../domain/keyring.ts";
import { measureReply, nextSequence, repliesReplaced, type ReplyMeasure } from "../domain/reply.ts";
import { drafts, keepDraft } from "../state/drafts.ts";
import { dayText, numberText, texts } from "../state/language.ts";
import type { CaseOnScreen } from "../state/openCase.ts";
import { isWaiting, sendReply } from "../state/sendReply.ts";
import type { OpenSession } from "../state/session.ts";
import { Notice, Problem } from "./parts.tsx";
import { TextArea } from "./TextArea.tsx";
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
      <div class="inside">{why === null ? <Writing shown={shown} /> : <p class="soft">{why}</p>}</div>
    </section>
  );
}

function Writing({ shown }: { shown: CaseOnScreen }) {
  const { reply: t } = texts.value;
  const id = useId();
  const task = useTask();
  const reviewing = useSignal(false);
  const sent = useSignal("");
  const empty = useSignal(false);
  const draft = drafts.value.get(shown.id) ?? "";
  const measure = measureReply(draft);
  const { report, code, codes } = shown.file;
  const change = codes?.changes.at(-1);

  const review = (event: Event): void => {
    event.preventDefault();
    empty.value = measure.parts.length === 0;
    reviewing.value = !empty.value && measure.fits;
  };
  const send = (): void =>
    task.run(async () => {
      sent.value = await sendReply(shown.id, draft);
      reviewing.value = false;
    });
  const next = code === null ? 1 : nextSequence(shown.file.replies, code.mailboxId);
  return (
    <form class="reply" onSubmit={review} noValidate>
      <Problem error={task.error} />
      {isWaiting(sent.value) && draft === "" && <Notice tone="good" live title={t.sent} />}
      {report?.answers.phoneChecked === "yes" && <Notice tone="caution" title={t.phoneWatched} />}
      {change && <p class="soft small">{texts.value.later.toNewCode(dayText(change.day))}</p>}
      {reviewing.value && measure.parts.length > 0 ? (
        <Preview measure={measure} first={next} />
      ) : (
        <TextArea
          label={t.label}
          hint={t.hint}
          error={empty.value && draft === "" ? t.empty : undefined}
          describedBy={`${id}-count`}
          rows={7}
          value={draft}
          onText={(typed) => keepDraft(shown.id, typed)}
        />
      )}
      <Size id={`${id}-count`} measure={measure} replaced={repliesReplaced(next, measure.parts.length)} />
      <div class="row">
        {reviewing.value && measure.parts.length > 0 ? (
          <>
            <button class="first" type="button" disabled={task.busy} onClick={send}>
              {task.busy ? <span class="working">{t.sending}</span> : t.send}
            </button>
            <button type="button" disabled={task.busy} onClick={() => (reviewing.value = false)}>
              {t.edit}
            </button>
          </>
        ) : (
          <button class="first" type="submit" disabled={!measure.fits}>
            {t.review}
          </button>
        )}
      </div>
    </form>
  );
}

function Size({ id, measure, replaced }: { id: string; measure: ReplyMeasure; replaced: number }) {
  const { reply: t } = texts.value;
  const parts = measure.parts.length;
  return (
    <>
      <p id={id} class="small soft count">
        {measure.lettersLeft !== null && t.left(numberText(measure.lettersLeft))}
        {parts > 1 && measure.fits && ` · ${t.parts(String(parts))}`}
      </p>
      {!measure.fits && <Notice tone="alarm" title={t.tooLong(String(parts))} />}
      {measure.fits && replaced > 0 && <Notice tone="caution" live title={t.wraps(String(replaced))} />}
    </>
  );
}

function Preview({ measure, first }: { measure: ReplyMeasure; first: number }) {
  const { reply: t, case: c } = texts.value;
  return (
    <div class="field">
      <h3>{t.preview}</h3>
      <p class="hint">{t.previewNote}</p>
      <ol class="as-seen">
        {measure.parts.map((part, i) => (
          <li key={i}>
            <p class="meta">
              {c.reply} {first + i}
              {measure.parts.length > 1 && ` · ${c.part(String(i + 1), String(measure.parts.length))}`} · {t.verified}
            </p>
            <p class="said" dir="auto">
              {part}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
