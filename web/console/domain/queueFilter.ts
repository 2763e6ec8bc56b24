/** What an officer asks the queue for: some of it the server can tell, the rest only who has opened the summaries. */
import type { ViewFilter } from "../../../security/index.ts";
import type { QueueRow } from "./queueRow.ts";

/**
 * All that an officer can ask for, and keep as a view. `label`: one of a case's labels, where the case has been opened in this
 * session; `text`: beginnings of words of the alias.
 */
export type QueueFilter = ViewFilter;

const SERVER_PARTS = ["level", "desk", "due", "holder", "state"] as const;

/** What the server filters by, under the names of its contract. */
export type ServerFilter = Pick<QueueFilter, (typeof SERVER_PARTS)[number]>;

/** What is asked of the opened summaries, in this page alone. */
export type PageFilter = Omit<QueueFilter, (typeof SERVER_PARTS)[number]>;

export function serverPart(filter: QueueFilter): ServerFilter {
  return Object.fromEntries(SERVER_PARTS.map((part) => [part, filter[part]]));
}

export const sameServerPart = (a: QueueFilter, b: QueueFilter): boolean =>
  SERVER_PARTS.every((part) => a[part] === b[part]);

/** The parts of a filter that ask for something. */
export function askedFor(filter: QueueFilter): (keyof QueueFilter)[] {
  return (Object.keys(filter) as (keyof QueueFilter)[]).filter((part) => {
    const value = filter[part];
    return value !== undefined && value !== false && value !== "";
  });
}

/** Whether summaries have to be open to tell. */
export const asksSummaries = (filter: QueueFilter): boolean =>
  askedFor(filter).some((part) => !SERVER_PARTS.some((each) => each === part));

/** A filter without what asks for nothing: as a view keeps it. */
export const plainFilter = (filter: QueueFilter): QueueFilter =>
  Object.fromEntries(askedFor(filter).map((part) => [part, filter[part]]));

export const sameFilter = (a: QueueFilter, b: QueueFilter): boolean =>
  [...new Set([...askedFor(a), ...askedFor(b)])].every((part) => a[part] === b[part]);

/** Letters as they are typed without accents: `é` is found by `e`. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** By row, which never changes: folding ten thousand names anew would be felt at each letter that is typed. */
const folded = new WeakMap<QueueRow, readonly string[]>();

function wordsOf(row: QueueRow): readonly string[] {
  const known = folded.get(row);
  if (known !== undefined) return known;
  const words = row.name === "" ? [row.of.id] : plain(row.name).split(" ");
  folded.set(row, words);
  return words;
}

/**
 * Makes the question that a row is asked. `labels`: those known, by case id.
 */
export function rowMatcher(
  filter: PageFilter,
  labels: ReadonlyMap<string, readonly string[]>,
): (row: QueueRow) => boolean {
  const wanted = plain(filter.text ?? "")
    .split(/\s+/)
    .filter((word) => word !== "");
  return (row) => {
    const { of, facts } = row;
    if (filter.language !== undefined && facts.language !== filter.language) return false;
    if (filter.kind !== undefined && !facts.kinds.includes(filter.kind)) return false;
    if (filter.news !== undefined && facts.news !== filter.news) return false;
    if (filter.child === true && !facts.child) return false;
    if (filter.assisted === true && !facts.assisted) return false;
    if (filter.label !== undefined && labels.get(of.id)?.includes(filter.label) !== true) return false;
    if (wanted.length === 0) return true;
    const words = wordsOf(row);
    return wanted.every((word) => words.some((each) => each.startsWith(word)));
  };
}
