import { dayOf, toBase64Url } from "../../security/index.ts";
import type { CaseContent, CaseFacts, ItemFacts } from "../../prisma/repositories/cases.ts";
import type { ReadCaseAnswer } from "../routes/cases/schema.ts";
import type { CaseHead, QueueCase, QueueItem } from "../routes/queue/schema.ts";
import { presentDay, presentMoment } from "./days.ts";

/** A case waits too long when its hour has passed, or, where it has none, its day. */
function isOverdue(facts: CaseFacts, nowMs: number): boolean {
  if (facts.state !== "open") return false;
  return facts.dueHour === null ? dayOf(nowMs) > facts.dueDay : nowMs > facts.dueHour.getTime();
}

function presentCaseHead(facts: CaseFacts, nowMs: number): CaseHead {
  return {
    id: facts.id,
    desk: facts.desk,
    level: facts.level,
    state: facts.state,
    releasedDay: presentDay(facts.releasedDay),
    dueDay: presentDay(facts.dueDay),
    dueHour: facts.dueHour === null ? null : presentMoment(facts.dueHour),
    overdue: isOverdue(facts, nowMs),
    onCall: facts.onCall && facts.state === "open",
    holder: facts.holder === null ? null : { officerId: facts.holder.officerId, name: facts.holder.name },
  };
}

function presentItem(item: ItemFacts): QueueItem {
  return {
    id: item.id,
    epoch: item.epoch,
    releasedDay: presentDay(item.releasedDay),
    summary: toBase64Url(item.summary),
  };
}

export function presentQueueCase(one: CaseFacts & { readonly items: readonly ItemFacts[] }, nowMs: number): QueueCase {
  return { ...presentCaseHead(one, nowMs), items: one.items.map(presentItem) };
}

export function presentCase(one: CaseContent, nowMs: number): ReadCaseAnswer {
  return {
    case: presentCaseHead(one, nowMs),
    items: one.items.map((item) => ({
      ...presentItem(item),
      envelope: toBase64Url(item.envelope),
      attachments:
        item.attachments === null ? null : { state: item.attachments.state, parts: item.attachments.partCount },
    })),
    entries: one.entries.map(({ id, epoch, day, sealed }) => ({
      id,
      epoch,
      day: presentDay(day),
      sealed: toBase64Url(sealed),
    })),
  };
}
