/** The officers' queue, in the order of need. */
import { DataError } from "../errors.ts";
import { dateOfDay, dayOfDate } from "../values.ts";
import { HEAD, toCaseFacts } from "./cases.ts";
import { notRecused } from "./recusals.ts";
import type { StoredEntry } from "./entries.ts";
import { levelEntriesOf } from "./handling.ts";
import type { CaseFacts, CaseStateName, ItemFacts } from "./cases.ts";
import type { Queryable } from "../client.ts";

/** `today` and `soon` hold what is overdue as well: by the end of the day, or of the third day from now. */
export type DueFilter = "overdue" | "today" | "soon";
/** Whose cases: one's own, nobody's, a colleague's; or handed to oneself, and claimed by nobody yet. */
export type HolderFilter = "mine" | "nobody" | "others" | "handed";

const SOON_DAYS = 3;
const LEVELS = [0, 1, 2, 3] as const;
/** Within a level first what is overdue, then the rest. */
const PARTS = [0, 1] as const;

export interface QueueFilters {
  /** the desks whose cases are shown */
  desks: readonly number[];
  level?: number | undefined;
  due?: DueFilter | undefined;
  holder?: HolderFilter | undefined;
  /** all that are not closed when left out */
  state?: CaseStateName | undefined;
  /** who asks: for `holder` */
  officerId: string;
  now: Date;
}

export interface QueueQuery extends QueueFilters {
  /** what the page before gave as `next` */
  cursor?: string | null | undefined;
  limit: number;
  /** false leaves the sealed summaries in the database: for whoever has opened them before */
  summaries: boolean;
}

export type QueueItemFacts = Omit<ItemFacts, "summary"> & { summary: Uint8Array | null };

export interface QueuePage {
  cases: (CaseFacts & {
    raised: boolean;
    reopened: boolean;
    items: QueueItemFacts[];
    levelEntry: StoredEntry | null;
  })[];
  next: string | null;
}

/** A place in the order: the last case of a page. */
interface Place {
  level: number;
  part: number;
  releasedDay: number;
  id: string;
}

/**
 * Cases by level, those that are overdue first, then by the day of release, then by id. The cursor names a place in that
 * order, not a row: a case that is gone when the next page is asked for loses nothing.
 * @throws DataError `cursor_invalid`
 */
export async function listQueue(db: Queryable, query: QueueQuery): Promise<QueuePage> {
  const after = query.cursor === undefined || query.cursor === null ? null : parseCursor(query.cursor);
  const found: { place: Place; one: QueuePage["cases"][number] }[] = [];
  // One more than fits tells whether there is a next page. Level by level, each index scan ends at the limit.
  for (const { level, part } of partsFrom(query, after)) {
    if (found.length > query.limit) break;
    const rows = await readPart(db, query, { level, part, after, take: query.limit + 1 - found.length });
    found.push(...rows);
  }
  const page = found.slice(0, query.limit);
  const last = page.at(-1)?.place;
  return {
    cases: page.map(({ one }) => one),
    next: found.length > query.limit && last !== undefined ? cursorOf(last) : null,
  };
}

/** How many cases there are with these filters. */
export function countQueue(db: Queryable, filters: QueueFilters): Promise<number> {
  return db.caseRecord.count({
    where: { AND: [wanted(filters), filters.due === "overdue" ? isOverdue(filters) : {}] },
  });
}

function partsFrom({ level: only, due }: QueueFilters, after: Place | null): { level: number; part: number }[] {
  return LEVELS.flatMap((level) => PARTS.map((part) => ({ level, part }))).filter(
    ({ level, part }) =>
      (only === undefined || level === only) &&
      (due !== "overdue" || part === 0) &&
      (after === null || level > after.level || (level === after.level && part >= after.part)),
  );
}

interface PartOf {
  level: number;
  part: number;
  after: Place | null;
  take: number;
}

async function readPart(db: Queryable, query: QueueQuery, { level, part, after, take }: PartOf) {
  const here = after !== null && after.level === level && after.part === part ? after : null;
  const rows = await db.caseRecord.findMany({
    where: {
      ...wanted(query),
      level,
      AND: [
        part === 0 ? isOverdue(query) : isNotOverdue(query),
        here === null
          ? {}
          : {
              OR: [
                { releasedDay: { gt: dateOfDay(here.releasedDay) } },
                { releasedDay: dateOfDay(here.releasedDay), id: { gt: here.id } },
              ],
            },
      ],
    },
    orderBy: [{ releasedDay: "asc" }, { id: "asc" }],
    take,
    include: {
      ...HEAD,
      items: {
        where: { desk: { in: [...query.desks] } },
        orderBy: [{ releasedDay: "asc" }, { id: "asc" }],
        select: {
          id: true,
          desk: true,
          epoch: true,
          releasedDay: true,
          rewrapEpoch: true,
          summary: query.summaries,
          summaryRewrap: query.summaries,
        },
      },
    },
  });
  const levelEntries = await levelEntriesOf(db, rows);
  return rows.map((row) => ({
    place: { level, part, releasedDay: dayOfDate(row.releasedDay), id: row.id },
    one: {
      ...toCaseFacts(row, query.now),
      raised: row.raised,
      reopened: row.reopened,
      levelEntry: levelEntries.get(row.id) ?? null,
      items: row.items.map((item) => {
        const { id, desk, epoch, releasedDay, rewrapEpoch } = item;
        const { summary = null, summaryRewrap = null } = item as Partial<Pick<ItemFacts, "summary" | "summaryRewrap">>;
        return { id, desk, epoch, releasedDay: dayOfDate(releasedDay), rewrapEpoch, summary, summaryRewrap };
      }),
    },
  }));
}

function wanted({ desks, level, due, holder, state, officerId, now }: QueueFilters) {
  const held = { untilMinute: { gt: now } };
  const dueBy = due === "today" ? dayOfDate(now) : due === "soon" ? dayOfDate(now) + SOON_DAYS : null;
  return {
    desk: { in: [...desks] },
    ...notRecused(officerId),
    ...(level !== undefined && { level }),
    state: due !== undefined ? asked(state, "open") : (state ?? ({ not: "closed" } as const)),
    ...(dueBy !== null && { dueDay: { lte: dateOfDay(dueBy) } }),
    ...(holder === "mine" && { lease: { is: { ...held, officerId } } }),
    ...(holder === "others" && { lease: { is: { ...held, officerId: { not: officerId } } } }),
    ...(holder === "handed" && { handedTo: officerId }),
    ...(holder === "nobody" && { NOT: { lease: { is: held } } }),
  };
}

/** Only an open case is due: together with another state nothing is. */
function asked(state: CaseStateName | undefined, only: CaseStateName) {
  return state === undefined || state === only ? only : { in: [] as CaseStateName[] };
}

/** As the API tells `overdue`: an open case whose hour has passed, or, where it has none, its day. */
function isOverdue({ now }: QueueFilters) {
  return {
    state: "open" as const,
    OR: [{ dueHour: null, dueDay: { lt: dateOfDay(dayOfDate(now)) } }, { dueHour: { lt: now } }],
  };
}

/** Its opposite, spelled out: `NOT` of a comparison with no hour is neither true nor false. */
function isNotOverdue({ now }: QueueFilters) {
  return {
    OR: [
      { state: { not: "open" as const } },
      { dueHour: null, dueDay: { gte: dateOfDay(dayOfDate(now)) } },
      { dueHour: { gte: now } },
    ],
  };
}

const CURSOR = /^([0-3])\.([01])\.(\d{1,6})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const cursorOf = ({ level, part, releasedDay, id }: Place): string => `${level}.${part}.${releasedDay}.${id}`;

function parseCursor(text: string): Place {
  const [, level, part, releasedDay, id] = CURSOR.exec(text) ?? [];
  if (level === undefined || part === undefined || releasedDay === undefined || id === undefined) {
    throw new DataError("cursor_invalid", "this is not a place in the queue");
  }
  return { level: Number(level), part: Number(part), releasedDay: Number(releasedDay), id };
}
