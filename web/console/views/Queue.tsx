/** The queue: cases in the order the rule gives, the keyboard on the alias of one of them. */
import { useEffect, useRef } from "preact/hooks";
import { texts } from "../state/language.ts";
import { filter, nextCursor, queueProblem, readMore, readQueue, rows, selected, setFilter } from "../state/queue.ts";
import { onCall, readOnCall } from "../state/onCall.ts";
import { goTo } from "../state/route.ts";
import type { OpenSession } from "../state/session.ts";
import { HandedToYou } from "./handling/HandedToYou.tsx";
import { Problem, unitName, deskName } from "./parts.tsx";
import { QueueTable } from "./QueueTable.tsx";
import { useReading } from "./useReading.ts";

const LEVELS = [0, 1, 2, 3] as const;

export function Queue({ session }: { session: OpenSession }) {
  const t = texts.value.queue;
  const list = useRef<HTMLDivElement>(null);
  useReading(readQueue);
  useReading(readOnCall);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => moveByKey(event, list.current);
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  const shown = rows.value;
  const filtered = filter.value.level !== undefined || filter.value.desk !== undefined;
  return (
    <>
      <div class="queue-head">
        <h1 tabIndex={-1}>
          {unitName()} <span class="soft">· {t.title}</span>
        </h1>
        <OnCall />
        <Filters session={session} />
      </div>
      <HandedToYou />
      <Problem error={queueProblem.value} again={() => void readQueue()} />
      <div class="queue" ref={list}>
        {shown === null ? (
          <p class="empty working">{texts.value.app.loading}</p>
        ) : shown.length === 0 ? (
          <p class="empty">{filtered ? t.emptyFilter : t.empty}</p>
        ) : (
          <QueueTable rows={shown} officerId={session.officer.id} />
        )}
      </div>
      <div class="queue-foot">
        <span role="status">
          {shown !== null &&
            (nextCursor.value === null ? t.count(String(shown.length)) : t.countMore(String(shown.length)))}
        </span>
        {nextCursor.value !== null && (
          <button type="button" onClick={() => void readMore()}>
            {t.more}
          </button>
        )}
        {shown !== null && shown.length > 0 && (
          <span class="keys">
            <kbd>j</kbd> <kbd>k</kbd> <kbd>↵</kbd> {t.keys}
          </span>
        )}
      </div>
    </>
  );
}

function OnCall() {
  const t = texts.value.queue;
  const who = onCall.value;
  if (who === "refused") return <span class="mark alarm long">{t.rulesRefused}</span>;
  return who.name === null ? null : <span class="on-call">{t.onCallNow(who.name)}</span>;
}

function chosen(event: Event): number | undefined {
  const { value } = event.currentTarget as HTMLSelectElement;
  return value === "" ? undefined : Number(value);
}

function Filters({ session }: { session: OpenSession }) {
  const t = texts.value.queue;
  const desks = [...new Set(session.keyring.desks.map(({ deskId }) => deskId))].sort((a, b) => a - b);
  return (
    <div class="filters">
      <label>
        {t.filterLevel}
        <select
          value={filter.value.level ?? ""}
          onChange={(event) => void setFilter({ ...filter.value, level: chosen(event) })}
        >
          <option value="">{t.all}</option>
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              P{level} · {texts.value.levels[level]}
            </option>
          ))}
        </select>
      </label>
      {desks.length > 1 && (
        <label>
          {t.filterDesk}
          <select
            value={filter.value.desk ?? ""}
            onChange={(event) => void setFilter({ ...filter.value, desk: chosen(event) })}
          >
            <option value="">{t.all}</option>
            {desks.map((desk) => (
              <option key={desk} value={desk}>
                {deskName(desk)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/**
 * j and k (or the arrows) move from case to case, Enter opens. Only while the focus is on the list or on nothing, so that no
 * letter typed elsewhere is taken (WCAG 2.1.4).
 */
function moveByKey(event: KeyboardEvent, list: HTMLElement | null): void {
  if (event.altKey || event.ctrlKey || event.metaKey || list === null) return;
  const at = document.activeElement;
  if (at !== null && at !== document.body && !list.contains(at) && at.tagName !== "H1") return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  const links = [...list.querySelectorAll<HTMLAnchorElement>("a[data-case]")];
  const here = links.findIndex((link) => link === at);
  if (step === undefined) {
    if (event.key === "Enter" && here < 0 && selected.value !== null) goTo({ at: "case", id: selected.value });
    return;
  }
  event.preventDefault();
  const from = here >= 0 ? here : links.findIndex((link) => link.dataset["case"] === selected.value);
  links[from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + step))]?.focus();
}
