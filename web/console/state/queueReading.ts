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

export const startOfPage = (each: ReadCase | undefined): string | undefined => each?.start;

/** All pages from the top. @param by asks for the first one; the others the console fetches on its own. */
export async function* readFresh(by: Api, filter: QueueFilter): AsyncGenerator<ReadPage> {
  let start: string | undefined;
  do {
    const page = await readPage(start === undefined ? by : background, filter, start);
    yield { cases: keep(page, start), total: page.total };
    start = page.next ?? undefined;
  } while (start !== undefined);
}

/** Pages by where they begin. What has left them stays until all is read again. */
export async function readNear(by: Api, filter: QueueFilter, starts: readonly (string | undefined)[]) {
  const cases = new Map<string, ReadCase>();
  for (const start of starts) {
    for (const [id, each] of keep(await readPage(by, filter, start), start)) cases.set(id, each);
  }
  return cases;
}

async function readPage(by: Api, filter: QueueFilter, cursor: string | undefined): Promise<ListQueueAnswer> {
  const limit = cursor === undefined ? FIRST_PAGE_CASES : PAGE_CASES;
  const query = { ...serverPart(filter), cursor, limit };
  const page = hasOpened() ? await by.queue({ ...query, summaries: "none" }) : await by.queue(query);
  if (sealedIn(page).length > 0) return page;
  const unknown = page.cases.some((of) => of.items.some((item) => isUnknown(summaryKey(of.desk, item))));
  return unknown ? by.queue(query) : page;
}

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
