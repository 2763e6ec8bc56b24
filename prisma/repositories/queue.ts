/** The officers' queue, in the order of need. */
import { DataError } from "../errors.ts";
import { dateOfDay, dayOfDate } from "../values.ts";
import { toCaseFacts, toItemFacts } from "./cases.ts";
import { HOLDER } from "./leases.ts";
import type { CaseFacts, ItemFacts } from "./cases.ts";
import type { Queryable } from "../client.ts";

export interface QueueQuery {
  /** the desks whose cases are shown */
  desks: readonly number[];
  level?: number | undefined;
  /** what the page before gave as `next` */
  cursor?: string | null | undefined;
  /** 1 to 200 */
  limit: number;
  now: Date;
}

export interface QueuePage {
  cases: (CaseFacts & { items: ItemFacts[] })[];
  next: string | null;
}

/**
 * Cases that are not closed, by level, then by due day (so what is overdue stands first), then by id. The cursor
 * names a place in that order, not a row: a case that is gone when the next page is asked for loses nothing.
 * @throws DataError `cursor_invalid`
 */
export async function listQueue(db: Queryable, query: QueueQuery): Promise<QueuePage> {
  const desks = { desk: { in: [...query.desks] } };
  const after = query.cursor === undefined || query.cursor === null ? null : parseCursor(query.cursor);
  const rows = await db.caseRecord.findMany({
    where: {
      ...desks,
      state: { not: "closed" },
      ...(query.level === undefined ? {} : { level: query.level }),
      ...(after === null
        ? {}
        : {
            OR: [
              { level: { gt: after.level } },
              { level: after.level, dueDay: { gt: dateOfDay(after.dueDay) } },
              { level: after.level, dueDay: dateOfDay(after.dueDay), id: { gt: after.id } },
            ],
          }),
    },
    orderBy: [{ level: "asc" }, { dueDay: "asc" }, { id: "asc" }],
    take: query.limit + 1,
    include: {
      lease: HOLDER,
      items: {
        where: desks,
        orderBy: [{ releasedDay: "asc" }, { id: "asc" }],
        select: { id: true, desk: true, epoch: true, releasedDay: true, summary: true },
      },
    },
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    cases: page.map((row) => ({
      ...toCaseFacts(row, query.now),
      items: row.items.map(toItemFacts),
    })),
    next: rows.length > query.limit && last !== undefined ? `${last.level}.${dayOfDate(last.dueDay)}.${last.id}` : null,
  };
}

const CURSOR = /^([0-3])\.(\d{1,6})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function parseCursor(text: string): { level: number; dueDay: number; id: string } {
  const [, level, dueDay, id] = CURSOR.exec(text) ?? [];
  if (level === undefined || dueDay === undefined || id === undefined) {
    throw new DataError("cursor_invalid", "this is not a place in the queue");
  }
  return { level: Number(level), dueDay: Number(dueDay), id };
}
