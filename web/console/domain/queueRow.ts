/** What a row of the queue says, from the case and its opened summaries. */
import type { EnvelopeType, Kind, Language, Summary, VIEW_NEWS } from "../../../security/index.ts";
import type { CaseState, QueueCase } from "../../../api/routes/queue/schema.ts";
import { aliasWords } from "./alias.ts";
import { caseLevel, type CaseLevel, type SetLevel } from "./caseLevel.ts";

/**
 * What is new for the officers: a first report nobody answered; what came after it, which may be that the person takes the
 * report back, or a new code; that a colleague opened the case again; or nothing. As the slips say, which the person sealed, and
 * of what was opened again, the server: whether it holds, the case tells.
 */
export type News = (typeof VIEW_NEWS)[number];

export interface RowFacts {
  readonly alias: Summary["alias"] | null;
  /** `message` while no first report of the case is known. */
  readonly type: EnvelopeType;
  readonly kinds: readonly Kind[];
  readonly language: Language | null;
  readonly assisted: boolean;
  readonly child: boolean;
  readonly news: News;
  /** The person takes the report back: said also once somebody answered. */
  readonly withdrawn: boolean;
}

/** The first report speaks for the case; where it is not there, or does not open, the earliest item that does. */
export function rowFacts(
  summaries: readonly (Summary | null)[],
  state: CaseState,
  { reopened = false }: { readonly reopened?: boolean } = {},
): RowFacts {
  const opened = summaries.filter((summary) => summary !== null);
  const lead = opened.find(({ slip }) => slip.type === "first") ?? opened[0];
  return {
    alias: lead?.alias ?? null,
    type: lead?.slip.type ?? "first",
    kinds: lead?.slip.kinds ?? [],
    language: lead?.slip.language ?? null,
    assisted: opened.some(({ slip }) => slip.assisted),
    child: opened.some(({ slip }) => slip.child === "yes"),
    news: newsOf(opened, summaries.at(-1) ?? null, { state, reopened }),
    withdrawn: opened.some(({ slip }) => slip.type === "withdrawal"),
  };
}

/** The last item tells; a withdrawal counts wherever it stands, for items of one day are in no order. */
function newsOf(
  opened: readonly Summary[],
  last: Summary | null,
  { state, reopened }: { readonly state: CaseState; readonly reopened: boolean },
): News {
  if (state !== "open") return "none";
  if (opened.some(({ slip }) => slip.type === "withdrawal")) return "withdrawal";
  if (reopened) return "reopened";
  const type = last?.slip.type ?? "first";
  return type === "first" ? "report" : type === "rekey" ? "rekey" : "message";
}

export interface QueueRow {
  readonly of: QueueCase;
  /** By item, in the order of the items; `null` for one that does not open, or is not opened yet. */
  readonly summaries: readonly (Summary | null)[];
  /** Its summaries are still with the worker. */
  readonly opening: boolean;
  readonly keyHeld: boolean;
  /** The host says that the keys of something in it are gone for good; `not_over` where that cannot be. */
  readonly gone: "destroyed" | "not_over" | null;
  readonly level: CaseLevel;
  readonly facts: RowFacts;
  /** The two words of its alias; empty while they are not known. */
  readonly name: string;
}

/** What is known of a case besides what the server lists. */
export interface RowOpened {
  /** By item; `undefined` for what is still being opened. */
  readonly summaries: readonly (Summary | null | undefined)[];
  readonly keyHeld: boolean;
  readonly gone: QueueRow["gone"];
  /** The level that an officer set last, where one did and the entry holds; `undefined` while it is being opened. */
  readonly setLevel: SetLevel | null | undefined;
}

export function queueRow(of: QueueCase, { summaries, keyHeld, gone, setLevel }: RowOpened): QueueRow {
  const known = summaries.map((summary) => summary ?? null);
  const facts = rowFacts(known, of.state, of);
  const slips = known.flatMap((summary) => (summary === null ? [] : [summary.slip]));
  return {
    of,
    summaries: known,
    opening: summaries.includes(undefined) || setLevel === undefined,
    keyHeld,
    gone,
    // While an entry is being opened, the level waits for it: slips alone would say that the server lowered it.
    level: caseLevel(of.level, setLevel === undefined ? [] : slips, setLevel ?? null, of.items.length),
    facts,
    name: facts.alias === null ? "" : aliasWords(facts.alias),
  };
}

/**
 * The order of need, as the server's, with the level that counts: the more urgent level, what is overdue, the oldest release,
 * then the id, so that the order is one whatever came first.
 */
export function byNeed(a: QueueRow, b: QueueRow): number {
  return (
    a.level.level - b.level.level ||
    Number(b.of.overdue) - Number(a.of.overdue) ||
    (a.of.releasedDay < b.of.releasedDay ? -1 : a.of.releasedDay > b.of.releasedDay ? 1 : a.of.id < b.of.id ? -1 : 1)
  );
}
