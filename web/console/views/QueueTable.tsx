/**
 * One row per case, of which only those near the screen stand in the page. Roles are spelled out: on a narrow screen rows are
 * laid out as blocks, which would lose them; and each row says which one of how many it is.
 */
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { MINUTE_MS } from "../../../security/index.ts";
import { dueText } from "../domain/due.ts";
import type { QueueRow } from "../domain/queueRow.ts";
import { texts, timeText } from "../state/language.ts";
import { selected, setInView } from "../state/queue.ts";
import { goTo, routeHref } from "../state/route.ts";
import { DeskName, LevelBadge, loweredText } from "./parts.tsx";
import { isFocusLost } from "./keepFocus.ts";
import { focusCase, toFocus } from "./queueKeys.ts";
import { useWindow } from "./useWindow.ts";

const COLUMNS = 8;

export function QueueTable({ rows, officerId }: { rows: readonly QueueRow[]; officerId: string }) {
  const t = texts.value.queue;
  const heads = [t.level, t.due, t.alias, t.kinds, t.language, t.news, t.desk, t.holder];
  const body = useRef<HTMLTableSectionElement>(null);
  const ids = useMemo(() => rows.map(({ of }) => of.id), [rows]);
  const at = selected.value;
  const kept = useMemo(() => (at === null ? -1 : ids.indexOf(at)), [ids, at]);
  const { pieces, from, to } = useWindow(ids, body, kept);
  const draw = useDrawnRows(officerId);

  // The case has left the list, and took the focus along: the one that stands there now has it.
  const was = useRef(-1);
  useLayoutEffect(() => {
    if (kept >= 0) was.current = kept;
    const next = ids[Math.min(was.current, ids.length - 1)];
    if (kept < 0 && was.current >= 0 && next !== undefined && isFocusLost()) focusCase(next, document);
  }, [kept, ids]);

  const near = ids.slice(from, to).join();
  useEffect(() => setInView(ids.slice(from, to)), [near]);
  // A row that the keyboard was moved to may not have stood in the page yet.
  useLayoutEffect(() => {
    if (toFocus.value === null) return;
    const link = body.current?.querySelector<HTMLElement>(`a[data-case="${toFocus.value}"]`);
    toFocus.value = null;
    link?.focus();
  }, [toFocus.value]);

  return (
    <table role="table" aria-label={t.listed} aria-rowcount={rows.length + 1}>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {heads.map((head) => (
            <th key={head} role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {pieces.map((piece, i) => {
          if ("space" in piece) return <Space key={`space ${i}`} height={piece.space} />;
          const row = rows[piece.index];
          return row && draw(row, piece.index);
        })}
      </tbody>
    </table>
  );
}

/**
 * A row of which nothing changed is the same element as it was, which nobody goes through again: of a step of the scroll, only
 * what comes by is drawn. What a row says of the time is said anew each minute.
 */
function useDrawnRows(officerId: string): (row: QueueRow, index: number) => VNode {
  const before = useRef<ReadonlyMap<string, DrawnRow>>(new Map());
  const now = new Map<string, DrawnRow>();
  const minute = Math.floor(Date.now() / MINUTE_MS);
  useLayoutEffect(() => {
    before.current = now;
  });
  return (row, index) => {
    const known = before.current.get(row.of.id);
    const said = [row, index, officerId, minute] as const;
    const drawn =
      known !== undefined && said.every((each, i) => each === known.said[i])
        ? known
        : { said, element: <Row key={row.of.id} row={row} index={index} officerId={officerId} /> };
    now.set(row.of.id, drawn);
    return drawn.element;
  };
}
interface DrawnRow {
  /** What it was drawn from. */
  readonly said: readonly unknown[];
  readonly element: VNode;
}

/** Stands for the rows that are left out. Its height is set on the element: the page's policy takes no style from markup. */
function Space({ height }: { height: number }) {
  const cell = useRef<HTMLTableCellElement>(null);
  useLayoutEffect(() => {
    if (cell.current !== null) cell.current.style.height = `${height}px`;
  });
  return (
    <tr class="space" role="presentation" aria-hidden="true">
      <td role="presentation" colSpan={COLUMNS} ref={cell} />
    </tr>
  );
}

function Row({ row, index, officerId }: { row: QueueRow; index: number; officerId: string }) {
  const { queue: t, find } = texts.value;
  const { of, facts, level, name } = row;
  const open = (event: Event): void => {
    if (!(event.target as Element).closest("a")) goTo({ at: "case", id: of.id });
  };
  const holder = of.holder === null ? null : of.holder.officerId === officerId ? t.you : of.holder.name;
  return (
    <tr
      role="row"
      aria-rowindex={index + 2}
      aria-busy={row.opening}
      data-row={of.id}
      data-level={level.level}
      onClick={open}
    >
      <td role="cell" class="of-level">
        <LevelBadge level={level.level} />
        <span class="hidden-text"> {texts.value.levels[level.level]}</span>
        {of.raised && (
          <span class="risen" title={find.risen}>
            <span aria-hidden="true">↑</span>
            <span class="hidden-text"> {find.risen}</span>
          </span>
        )}
      </td>
      <Due row={row} />
      <th role="rowheader" scope="row" class="alias">
        <a
          href={routeHref({ at: "case", id: of.id })}
          data-case={of.id}
          lang={name === "" ? undefined : "fr"}
          onFocus={() => (selected.value = of.id)}
        >
          {name === "" ? of.id.slice(0, 8) : name}
        </a>
      </th>
      <td role="cell" class="kinds">
        {level.lowered && (
          <>
            <span class="mark alarm long">{loweredText(level.lowered)}</span>{" "}
          </>
        )}
        {of.readerWanted && (
          <>
            <span class="mark alarm">{texts.value.handling.second.wanted}</span>{" "}
          </>
        )}
        <Kinds row={row} />
      </td>
      <td role="cell" class="after">
        {facts.language && texts.value.words.language[facts.language]}
      </td>
      <td role="cell">
        <News row={row} />
      </td>
      <td role="cell" class="after" data-label={t.desk}>
        <DeskName id={of.desk} />
      </td>
      <td role="cell" class="after" data-label={t.holder}>
        {of.handedTo !== null ? (
          <span class="mark">
            {of.handedTo.officerId === officerId
              ? texts.value.handling.hand.toYou
              : texts.value.handling.hand.to(of.handedTo.name)}
          </span>
        ) : (
          (holder ?? <span class="soft">{t.nobody}</span>)
        )}
        {of.readers.length > 0 && (
          <span class="soft small reading">
            {texts.value.handling.reading(of.readers.map(({ name }) => name).join(", "))}
          </span>
        )}
      </td>
    </tr>
  );
}

function Due({ row: { of, level } }: { row: QueueRow }) {
  const t = texts.value.queue;
  const due = dueText(of, level.level, Date.now(), texts.value.due, timeText);
  return (
    <td role="cell" class="due">
      {of.state === "open" ? <span class={of.overdue ? "late" : undefined}>{due}</span> : <span class="soft">—</span>}
      {of.onCall && of.holder === null && (
        <>
          {" "}
          <span class="mark alarm">{t.onCall}</span>
        </>
      )}
    </td>
  );
}

function Kinds({ row: { facts, keyHeld, gone, opening } }: { row: QueueRow }) {
  const { queue: t, find, words } = texts.value;
  if (facts.alias === null) {
    if (opening) return <span class="soft">{find.openingRow}</span>;
    if (gone === "not_over") return <span class="mark alarm">{texts.value.doubt.notOver}</span>;
    if (gone !== null) return <span class="mark">{texts.value.case.items.destroyed}</span>;
    return <span class="mark alarm">{keyHeld ? t.unopened : t.noKey}</span>;
  }
  return (
    <>
      {facts.child && (
        <>
          <span class="mark alarm">{t.children}</span>{" "}
        </>
      )}
      {facts.assisted && (
        <>
          <span class="mark">{t.assisted}</span>{" "}
        </>
      )}
      {facts.kinds.map((kind) => words.kind[kind]).join(" · ") || words.type[facts.type]}
    </>
  );
}

function News({ row: { facts, of, opening } }: { row: QueueRow }) {
  const { queue: t, find } = texts.value;
  if (facts.withdrawn) return <span class="mark caution">{find.withdrawn}</span>;
  if (opening && of.state === "open") return <span class="soft">…</span>;
  if (facts.news === "none") return <span class="soft">{of.state === "closed" ? t.closed : t.answered}</span>;
  const text = {
    report: t.newReport,
    message: t.newMessage,
    rekey: find.newCode,
    withdrawal: find.withdrawn,
    reopened: find.reopened,
  }[facts.news];
  return <span class="mark new">{text}</span>;
}
