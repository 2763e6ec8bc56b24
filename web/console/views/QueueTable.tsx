/** One row per case. Roles are spelled out: on a narrow screen rows are laid out as blocks, which would lose them. */
import { aliasWords } from "../domain/alias.ts";
import { dueText } from "../domain/due.ts";
import { rowFacts, type RowFacts } from "../domain/queueRow.ts";
import { texts, timeText } from "../state/language.ts";
import { selected, type QueueRow } from "../state/queue.ts";
import { goTo, routeHref } from "../state/route.ts";
import { DeskName, LevelBadge, loweredText } from "./parts.tsx";

export function QueueTable({ rows, officerId }: { rows: readonly QueueRow[]; officerId: string }) {
  const t = texts.value.queue;
  const heads = [t.level, t.due, t.alias, t.kinds, t.language, t.news, t.desk, t.holder];
  return (
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          {heads.map((head) => (
            <th key={head} role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.of.id} row={row} officerId={officerId} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, officerId }: { row: QueueRow; officerId: string }) {
  const t = texts.value.queue;
  const { of, summaries, level } = row;
  const facts = rowFacts(summaries, of.state);
  const due = dueText(of, level.level, Date.now(), texts.value.due, timeText);
  const open = (event: Event): void => {
    if (!(event.target as Element).closest("a")) goTo({ at: "case", id: of.id });
  };
  const holder = of.holder === null ? null : of.holder.officerId === officerId ? t.you : of.holder.name;
  return (
    <tr role="row" data-level={level.level} onClick={open}>
      <td role="cell">
        <LevelBadge level={level.level} />
        <span class="hidden-text"> {texts.value.levels[level.level]}</span>
      </td>
      <td role="cell" class="due">
        {of.state === "open" ? <span class={of.overdue ? "late" : undefined}>{due}</span> : <span class="soft">—</span>}
        {of.onCall && of.holder === null && (
          <>
            {" "}
            <span class="mark alarm">{t.onCall}</span>
          </>
        )}
      </td>
      <td role="cell" class="alias">
        <a
          href={routeHref({ at: "case", id: of.id })}
          data-case={of.id}
          lang={facts.alias ? "fr" : undefined}
          onFocus={() => (selected.value = of.id)}
        >
          {facts.alias ? aliasWords(facts.alias) : of.id.slice(0, 8)}
        </a>
      </td>
      <td role="cell" class="kinds">
        {level.lowered && (
          <>
            <span class="mark alarm long">{loweredText(level.lowered)}</span>{" "}
          </>
        )}
        {of.secondWanted && (
          <>
            <span class="mark alarm">{texts.value.handling.second.wanted}</span>{" "}
          </>
        )}
        <Kinds facts={facts} row={row} />
      </td>
      <td role="cell" class="after">
        {facts.language && texts.value.words.language[facts.language]}
      </td>
      <td role="cell">
        <News facts={facts} state={of.state} />
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
      </td>
    </tr>
  );
}

function Kinds({ facts, row: { keyHeld, destroyed } }: { facts: RowFacts; row: QueueRow }) {
  const { queue: t, words } = texts.value;
  if (facts.alias === null && destroyed) return <span class="mark">{texts.value.case.items.destroyed}</span>;
  if (facts.alias === null) return <span class="mark alarm">{keyHeld ? t.unopened : t.noKey}</span>;
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

function News({ facts, state }: { facts: RowFacts; state: QueueRow["of"]["state"] }) {
  const t = texts.value.queue;
  if (facts.news === "message") return <span class="mark new">{t.newMessage}</span>;
  if (facts.news === "report") return <span class="mark new">{t.newReport}</span>;
  return <span class="soft">{state === "closed" ? t.closed : t.answered}</span>;
}
