/** The queue: cases in the order the rule gives, the keyboard on the alias of one of them. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { askedFor, asksSummaries } from "../domain/queueFilter.ts";
import { numberText, texts } from "../state/language.ts";
import { opening, stopOpening } from "../state/opener.ts";
import { filling, filter, queueProblem, readQueue, rows, shownRows, total } from "../state/queue.ts";
import { onCall, readOnCall } from "../state/onCall.ts";
import type { OpenSession } from "../state/session.ts";
import { singleKeys } from "../state/views.ts";
import { HandedToYou } from "./handling/HandedToYou.tsx";
import { HelpSheet } from "./HelpSheet.tsx";
import { Problem, unitName } from "./parts.tsx";
import { QueueFilters, TEXT_FILTER } from "./QueueFilters.tsx";
import { QueueTable } from "./QueueTable.tsx";
import { SavedViews } from "./SavedViews.tsx";
import { moveByKey } from "./queueKeys.ts";
import { useReading } from "./useReading.ts";

export function Queue({ session }: { session: OpenSession }) {
  const { queue: t, keys } = texts.value;
  const list = useRef<HTMLDivElement>(null);
  const helping = useSignal(false);
  useReading(readQueue);
  useReading(readOnCall);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (helping.value) return;
      if (!goByKey(event, () => (helping.value = true))) moveByKey(event, list.current, singleKeys.value);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  const shown = shownRows.value;
  return (
    <>
      <div class="queue-head">
        <h1 tabIndex={-1}>
          {unitName()} <span class="soft">· {t.title}</span>
        </h1>
        <OnCall />
      </div>
      <HandedToYou />
      <QueueFilters session={session} />
      <SavedViews />
      <Problem error={queueProblem.value} again={() => void readQueue()} />
      <Opening />
      <div class="queue" ref={list}>
        {shown === null ? (
          <p class="empty working">{texts.value.app.loading}</p>
        ) : shown.length === 0 ? (
          <p class="empty">{askedFor(filter.value).length > 0 ? t.emptyFilter : t.empty}</p>
        ) : (
          <QueueTable rows={shown} officerId={session.officer.id} />
        )}
      </div>
      <div class="queue-foot">
        <Count />
        <button type="button" class="quiet" onClick={() => (helping.value = true)}>
          {keys.button}
        </button>
      </div>
      {helping.value && <HelpSheet close={() => (helping.value = false)} />}
    </>
  );
}

/** Shortcuts of one key, where nothing is being typed and nobody switched them off. @returns whether it was one */
function goByKey(event: KeyboardEvent, help: () => void): boolean {
  if (!singleKeys.value || event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return false;
  if (event.key === "?") help();
  else if (event.key === "/") document.getElementById(TEXT_FILTER)?.focus();
  else return false;
  event.preventDefault();
  return true;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));

function Count() {
  const { queue: t, find } = texts.value;
  const [shown, all] = [shownRows.value, rows.value];
  if (shown === null || all === null) return <span role="status" />;
  const text = filling.value
    ? find.reading(numberText(all.length), numberText(total.value))
    : shown.length === all.length
      ? t.count(numberText(all.length))
      : find.found(numberText(shown.length), numberText(all.length));
  return <span role="status">{text}</span>;
}

/** How far the worker is. Said where it takes longer than a glance; with the bar, not announced step by step. */
function Opening() {
  const { find } = texts.value;
  const { done, of, stopped } = opening.value;
  if (of - done < SAID_FROM && !(stopped && done < of)) return null;
  return (
    <div class="opening">
      <label>
        <span>{find.opening(numberText(done), numberText(of))}</span>
        <progress max={of} value={done} />
      </label>
      <button type="button" class="quiet" onClick={() => stopOpening(!stopped)}>
        {stopped ? find.goOn : find.stop}
      </button>
      {asksSummaries(filter.value) && <span class="soft">{find.incomplete}</span>}
    </div>
  );
}
/** Summaries that are still to be opened, from which on it is said. */
const SAID_FROM = 100;

function OnCall() {
  const t = texts.value.queue;
  const who = onCall.value;
  if (who === "refused") return <span class="mark alarm long">{t.rulesRefused}</span>;
  return who.name === null ? null : <span class="on-call">{t.onCallNow(who.name)}</span>;
}
