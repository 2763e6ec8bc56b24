/** The thread: what the reporter sent later and the replies, by day; and what came and is not believed. */
import { equalBytes, MAILBOX_SLOTS } from "../../../security/index.ts";
import type { CaseFile } from "../domain/caseFile.ts";
import type { SentReplyEntry } from "../domain/entries.ts";
import { nextSequence } from "../domain/reply.ts";
import { writtenSince } from "../domain/replyState.ts";
import { deliveryOf } from "../state/deliveries.ts";
import { dayText, texts } from "../state/language.ts";
import { isLater, LaterLine, type LaterItem } from "./LaterLine.tsx";
import { RefusedLine } from "./RefusedLine.tsx";

type Line =
  | { readonly day: string; readonly order: 0; readonly item: LaterItem }
  | { readonly day: string; readonly order: 1; readonly reply: SentReplyEntry };

/** By day, which is as fine as anything about a reporter is kept; on one day what was received comes first. */
function linesOf(file: CaseFile): readonly Line[] {
  const later = file.items.filter(isLater).map((item): Line => ({ day: item.releasedDay, order: 0, item }));
  const replies = file.replies.map((reply): Line => ({ day: reply.day, order: 1, reply }));
  return [...later, ...replies].sort((a, b) => a.day.localeCompare(b.day) || a.order - b.order);
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
  const nothing = lines.length + refused.length === 0;
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
              <LaterLine key={line.item.id} caseId={caseId} item={line.item} changes={file.codes?.changes ?? []} />
            ) : (
              <OurLine key={line.reply.id} reply={line.reply} file={file} />
            ),
          )}
          {refused.map((item) => (
            <RefusedLine key={item.id} item={item} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function isToOldCode({ code }: CaseFile, { mailboxId }: SentReplyEntry): boolean {
  return code !== null && !equalBytes(code.mailboxId, mailboxId);
}

/** A reply that newer ones pushed out is no longer where it was delivered to. */
function isReplaced({ replies }: CaseFile, { mailboxId, sequences }: SentReplyEntry): boolean {
  const next = nextSequence(replies, mailboxId);
  return sequences.some((sequence) => sequence < next - MAILBOX_SLOTS);
}

function OurLine({ reply, file }: { reply: SentReplyEntry; file: CaseFile }) {
  const { case: t, reply: r, later } = texts.value;
  const numbers =
    reply.sequences.length === 1 ? `${reply.sequences[0]}` : `${reply.sequences[0]}–${reply.sequences.at(-1)}`;
  return (
    <li class="ours">
      <p class="meta">
        <strong>{t.reply}</strong>
        <span>{t.by(reply.signerName ?? t.holderUnknown)}</span>
        <span>{t.sentOn(dayText(reply.day))}</span>
        <span>{r.number(numbers)}</span>
        {isToOldCode(file, reply) && <span class="mark">{later.toOldCode}</span>}
        <Standing reply={reply} file={file} />
      </p>
      <p class="said" dir="auto">
        {reply.text}
      </p>
    </li>
  );
}

/** Where a reply is on its way; what is not known is not said. */
function Standing({ reply, file }: { reply: SentReplyEntry; file: CaseFile }) {
  const { case: c, reply: t } = texts.value;
  const delivery = deliveryOf(reply.id);
  if (delivery === "waiting") return <span class="mark new">{c.waiting}</span>;
  const since = writtenSince(reply.day, file.items);
  return (
    <>
      {since === "later" ? (
        <span class="mark good">{t.state.answered}</span>
      ) : delivery === "maybe" ? (
        <span class="mark">{t.state.maybeWaiting}</span>
      ) : (
        <span class="mark">{isReplaced(file, reply) ? t.state.replaced : t.state.available}</span>
      )}
      {since === "sameDay" && <span>{t.state.sameDay}</span>}
    </>
  );
}
