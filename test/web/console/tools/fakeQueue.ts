/** Which cases the officer host in memory lists, in which order, and what it says of their items. */
import { dayOf, isoDay } from "../../../../security/index.ts";
import type { CaseItem } from "../../../../api/routes/cases/schema.ts";
import type { CaseHead, QueueRowItem } from "../../../../api/routes/queue/schema.ts";

interface Listed {
  readonly head: CaseHead;
}

export const QUEUE_ORDER = ({ head: a }: Listed, { head: b }: Listed): number =>
  a.level - b.level ||
  Number(b.overdue) - Number(a.overdue) ||
  (a.releasedDay < b.releasedDay ? -1 : Number(a.releasedDay > b.releasedDay));

/** @param me the officer who asks */
export function asAsked(
  me: string | undefined,
  query: URLSearchParams,
  { holder, handedTo, state: of, overdue, dueDay }: CaseHead,
): boolean {
  const [due, whose, asked] = [query.get("due"), query.get("holder"), query.get("state")];
  const owner = holder === null ? "nobody" : holder.officerId === me ? "mine" : "others";
  if (whose === "handed") return handedTo?.officerId === me;
  const days = due === "soon" ? 3 : 0;
  const dueThen = overdue || (due !== "overdue" && dueDay <= isoDay(dayOf(Date.now()) + days));
  return (
    (whose === null || whose === owner) &&
    (asked === null ? of !== "closed" : of === asked) &&
    (due === null || (of === "open" && dueThen))
  );
}

export function inRow({ id, epoch, releasedDay, summary, rewrap }: CaseItem, query: URLSearchParams): QueueRowItem {
  const bare = query.get("summaries") === "none";
  const opens = rewrap && { epoch: rewrap.epoch, summary: bare ? null : rewrap.summary };
  return { id, epoch, releasedDay, summary: bare ? null : summary, ...(opens && { rewrap: opens }) };
}
