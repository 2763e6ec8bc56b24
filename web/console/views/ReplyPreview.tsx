/** A reply before it is sealed: as the person will see it, what leaves the mailbox for it, and what to look at again. */
import type { Signal } from "@preact/signals";
import type { Language } from "../../../security/index.ts";
import { directionOf } from "../../locales/form/languages.ts";
import { mailboxWords } from "../../shared/mailboxWords.ts";
import type { Caution } from "../domain/cautions.ts";
import type { SentReplyEntry } from "../domain/entries.ts";
import { dayText, texts } from "../state/language.ts";
import { Notice } from "./parts.tsx";

interface PreviewProps {
  readonly parts: readonly string[];
  /** The number of the first part. */
  readonly first: number;
  /** Of the report: the page is most likely read in it. */
  readonly language: Language;
}

/** The same words in the same places as web/form/screens/mailbox.ts has them; plain text, so nothing in it can do anything. */
export function ReplyPreview({ parts, first, language }: PreviewProps) {
  const { reply: t } = texts.value;
  const { verified, reply } = mailboxWords(language);
  const last = first + parts.length - 1;
  const number = first === last ? String(first) : `${first}–${last}`;
  return (
    <div class="field">
      <h3 tabIndex={-1}>{t.preview}</h3>
      <p class="hint">{t.previewNote}</p>
      <div class="as-page" lang={language} dir={directionOf(language)}>
        <p class="verified">{verified}</p>
        <article>
          <h4>{reply.replace("{number}", number)}</h4>
          <p class="as-read" dir="auto">
            {parts.join("")}
          </p>
        </article>
      </div>
      {parts.length > 1 && (
        <div class="small">
          <p class="soft">{t.partEnds}</p>
          <ol class="part-ends">
            {parts.map((part, i) => (
              <li key={i}>
                <bdi>{t.partEnd(String(i + 1), endOf(part))}</bdi>
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

/** With the signs that stand on each, so that none is cut off its letter. */
const lettersOf = (text: string): string[] => text.match(/\P{M}\p{M}*/gsu) ?? [];

/** Letters of a part's end that are shown. */
const END_LETTERS = 40;

function endOf(part: string): string {
  const letters = lettersOf(part.trimEnd());
  return `${letters.length > END_LETTERS ? "…" : ""}${letters.slice(-END_LETTERS).join("")}`;
}

/** Letters of an older reply that are shown. */
const BEGINNING_LETTERS = 80;

/** Which earlier replies can no longer be read once this one is there. */
export function PushedOut({ replies }: { replies: readonly SentReplyEntry[] }) {
  const { reply: t, case: c } = texts.value;
  if (replies.length === 0) return null;
  return (
    <Notice tone="caution" title={t.wraps(String(replies.length))}>
      <p>{t.pushedOut}</p>
      <ul>
        {replies.map(({ id, sequences, day, text }) => (
          <li key={id}>
            {c.reply} {sequences.join(", ")} · {c.sentOn(dayText(day))} · <bdi>{beginningOf(text)}</bdi>
          </li>
        ))}
      </ul>
      <p>{t.pushedOutUnknown}</p>
    </Notice>
  );
}

function beginningOf(text: string): string {
  const letters = lettersOf(text);
  return letters.length > BEGINNING_LETTERS ? `${letters.slice(0, BEGINNING_LETTERS).join("")}…` : text;
}

interface CautionsProps {
  readonly cautions: readonly Caution[];
  readonly confirmed: Signal<boolean>;
  readonly missed: boolean;
}

/** What may not belong into a reply; whoever means it says so before it is sent. */
export function Cautions({ cautions, confirmed, missed }: CautionsProps) {
  const { reply: t } = texts.value;
  if (cautions.length === 0) return null;
  return (
    <div class="notice caution" role="group" aria-label={t.cautions}>
      <strong>{t.cautions}</strong>
      <ul>
        {cautions.map(({ kind, found }) => (
          <li key={`${kind} ${found}`}>
            <bdi>{found}</bdi> · {t.caution[kind]}
          </li>
        ))}
      </ul>
      {missed && !confirmed.value && (
        <p class="error" id="cautions-missed" role="alert">
          {t.confirmFirst}
        </p>
      )}
      <label class="confirm">
        <input
          type="checkbox"
          checked={confirmed.value}
          aria-describedby={missed && !confirmed.value ? "cautions-missed" : undefined}
          onChange={({ currentTarget }) => {
            confirmed.value = currentTarget.checked;
          }}
        />
        <span>{t.confirmCautions}</span>
      </label>
    </div>
  );
}
