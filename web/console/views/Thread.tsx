/** The thread: the reporter's later messages and the replies, by day; and what lies in the case but is not believed. */
import type { CaseFile, JudgedItem } from "../domain/caseFile.ts";
import type { SentReplyEntry } from "../domain/entries.ts";
import { dayText, texts } from "../state/language.ts";
import { isWaiting } from "../state/sendReply.ts";
import { Attachments } from "./Attachments.tsx";
import { Differences } from "./Differences.tsx";
import { RefusedLine } from "./RefusedLine.tsx";

type Message = Extract<JudgedItem, { state: "message" }>;
type Line =
  | { readonly day: string; readonly order: 0; readonly message: Message }
  | { readonly day: string; readonly order: 1; readonly reply: SentReplyEntry };

/** By day, which is as fine as anything about a reporter is kept; on one day what was received comes first. */
function linesOf(file: CaseFile): readonly Line[] {
  const messages = file.items
    .filter((item) => item.state === "message")
    .map((message): Line => ({ day: message.releasedDay, order: 0, message }));
  const replies = file.replies.map((reply): Line => ({ day: reply.day, order: 1, reply }));
  return [...messages, ...replies].sort((a, b) => a.day.localeCompare(b.day) || a.order - b.order);
}

/** Whether a day has both: then what stands first may have been written last. */
function mixesOnADay(lines: readonly Line[]): boolean {
  return lines.some((line, i) => i > 0 && lines[i - 1]?.day === line.day && lines[i - 1]?.order !== line.order);
}

export function Thread({ caseId, file }: { caseId: string; file: CaseFile }) {
  const { case: t } = texts.value;
  const lines = linesOf(file);
  // Without a report they stand where the report would.
  const refused = file.report === null ? [] : file.items.filter((item) => item.state === "refused");
  const nothing = lines.length + refused.length + file.refusedEntries.length === 0;
  return (
    <section class="panel">
      <header>
        <h2>{t.thread}</h2>
      </header>
      <div class="inside">
        {nothing && <p class="soft">{t.threadEmpty}</p>}
        {mixesOnADay(lines) && <p class="soft">{t.threadOrder}</p>}
        <ol class="thread" hidden={nothing}>
          {lines.map((line) =>
            line.order === 0 ? (
              <TheirLine key={line.message.id} caseId={caseId} message={line.message} />
            ) : (
              <OurLine key={line.reply.id} reply={line.reply} />
            ),
          )}
          {refused.map((item) => (
            <RefusedLine key={item.id} item={item} />
          ))}
          {file.refusedEntries.map(({ id, day, code }) => (
            <li key={id} class="refused">
              <p class="meta">
                <span>{t.sentOn(dayText(day))}</span>
                <code>{code}</code>
              </p>
              <p>
                <strong>{t.refusedEntry}</strong>
              </p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function TheirLine({ caseId, message }: { caseId: string; message: Message }) {
  const { case: t } = texts.value;
  return (
    <li class="theirs">
      <p class="meta">
        <strong>{t.messageFrom}</strong>
        <span>{t.received(dayText(message.releasedDay))}</span>
        {message.slip.danger === "now" && <span class="mark alarm">{t.inDanger}</span>}
      </p>
      <p class="said" dir="auto" lang={message.slip.language}>
        {message.content.text}
      </p>
      {message.files && <Attachments caseId={caseId} itemId={message.id} files={message.files} />}
      <Differences differences={message.differences} />
    </li>
  );
}

function OurLine({ reply }: { reply: SentReplyEntry }) {
  const { case: t, reply: r } = texts.value;
  const numbers =
    reply.sequences.length === 1 ? `${reply.sequences[0]}` : `${reply.sequences[0]}–${reply.sequences.at(-1)}`;
  return (
    <li class="ours">
      <p class="meta">
        <strong>{t.reply}</strong>
        <span>{t.by(reply.signerName ?? t.holderUnknown)}</span>
        <span>{t.sentOn(dayText(reply.day))}</span>
        <span>{r.number(numbers)}</span>
        {isWaiting(reply.id, Date.now()) && <span class="mark new">{t.waiting}</span>}
      </p>
      <p class="said" dir="auto">
        {reply.text}
      </p>
    </li>
  );
}
