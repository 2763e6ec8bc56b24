/** Pages of the queue: their heads each time, their sealed summaries once, which go to be opened. */
import type { ListQueueAnswer, QueueCase } from "../../../api/routes/queue/schema.ts";
import type { Api } from "../api.ts";
import { serverPart, type QueueFilter } from "../domain/queueFilter.ts";
import { handIn, hasOpened, isUnknown, summaryKey } from "./opener.ts";
import { background } from "./server.ts";

/** The first page is small, so that there is something to see; the others are as large as the API lets them be. */
const FIRST_PAGE_CASES = 50;
const PAGE_CASES = 500;

export interface ReadCase {
  /** Without its summaries. */
  readonly of: QueueCase;
  /** Where its page began. */
  readonly start: string | undefined;
}
export interface ReadPage {
  readonly cases: ReadonlyMap<string, ReadCase>;
  readonly total: number | null;
}

/**
 * All pages from the top, each asked for while whoever reads still has the one before in hand.
 * @param by asks for the first one; the others the console fetches on its own
 */
export async function* readFresh(by: Api, filter: QueueFilter): AsyncGenerator<ReadPage> {
  let [start, reading] = [undefined as string | undefined, readPage(by, filter, undefined, hasOpened())];
  for (;;) {
    const { page, bare } = await reading;
    const next = page.next ?? undefined;
    const cases = keep(page, start);
    if (next !== undefined) {
      reading = readPage(background, filter, next, bare);
      reading.catch(() => undefined); // said where it is awaited, if it still is
    }
    yield { cases, total: page.total };
    if (next === undefined) return;
    start = next;
  }
}

/** Pages by where they begin. What has left them stays until all is read again. */
export async function readNear(by: Api, filter: QueueFilter, starts: readonly (string | undefined)[]) {
  const cases = new Map<string, ReadCase>();
  for (const start of starts) {
    const { page } = await readPage(by, filter, start, hasOpened());
    for (const [id, each] of keep(page, start)) cases.set(id, each);
  }
  return cases;
}

/**
 * @param bare heads are asked for first, and summaries only where one of them is not known
 * @returns the page, and whether the next one should be asked for in the same way: of a queue that is mostly new, each page is
 * asked for once, with its summaries
 */
async function readPage(by: Api, filter: QueueFilter, cursor: string | undefined, bare: boolean) {
  const limit = cursor === undefined ? FIRST_PAGE_CASES : PAGE_CASES;
  const query = { ...serverPart(filter), cursor, limit };
  if (bare) {
    const page = await by.queue({ ...query, summaries: "none" });
    if (unknownIn(page) === 0) return { page, bare };
  }
  const page = await by.queue(query);
  return { page, bare: unknownIn(page) * 2 < page.cases.length };
}

/** How many of its cases have a summary that is neither open nor on its way. */
const unknownIn = ({ cases }: ListQueueAnswer): number =>
  cases.filter(({ desk, items }) => items.some((item) => isUnknown(summaryKey(desk, item)))).length;

const sealedIn = ({ cases }: ListQueueAnswer) =>
  cases.flatMap(({ desk, items }) =>
    items.flatMap(({ id, epoch, summary, rewrap }) => {
      const key = summaryKey(desk, { id, epoch, rewrap });
      return summary === null ? [] : [{ key, itemId: id, desk, epoch, summary, rewrap }];
    }),
  );

/** Hands in what is sealed, and keeps the rest: ten thousand summaries are nineteen megabytes, which nobody reads twice. */
function keep(page: ListQueueAnswer, start: string | undefined): ReadonlyMap<string, ReadCase> {
  handIn(sealedIn(page));
  return new Map(
    page.cases.map((of) => {
      const items = of.items.map(({ rewrap, ...item }) => ({
        ...item,
        summary: null,
        ...(rewrap && { rewrap: { ...rewrap, summary: null } }),
      }));
      return [of.id, { of: { ...of, items }, start }];
    }),
  );
}
