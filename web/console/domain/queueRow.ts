/** What a row of the queue says, from the case and its opened summaries. */
import type { EnvelopeType, Kind, Language, Summary } from "../../../security/index.ts";
import type { CaseState } from "../../../api/routes/queue/schema.ts";

/** What is new for the officers: a first report nobody answered, something that came after it, or nothing. */
export type News = "report" | "message" | "none";

export interface RowFacts {
  readonly alias: Summary["alias"] | null;
  /** `message` while no first report of the case is known. */
  readonly type: EnvelopeType;
  readonly kinds: readonly Kind[];
  readonly language: Language | null;
  readonly assisted: boolean;
  readonly child: boolean;
  readonly news: News;
}

/** The first report speaks for the case; where it is not there, or does not open, the earliest item that does. */
export function rowFacts(summaries: readonly (Summary | null)[], state: CaseState): RowFacts {
  const opened = summaries.filter((summary) => summary !== null);
  const lead = opened.find(({ slip }) => slip.type === "first") ?? opened[0];
  const last = summaries.at(-1);
  const news = state !== "open" ? "none" : (last?.slip.type ?? "first") === "first" ? "report" : "message";
  return {
    alias: lead?.alias ?? null,
    type: lead?.slip.type ?? "first",
    kinds: lead?.slip.kinds ?? [],
    language: lead?.slip.language ?? null,
    assisted: opened.some(({ slip }) => slip.assisted),
    child: opened.some(({ slip }) => slip.child === "yes"),
    news,
  };
}
