import { dayOf, toBase64Url } from "../../security/index.ts";
import type { CaseContent, CaseFacts, CaseItemFacts, ItemFacts } from "../../prisma/repositories/cases.ts";
import type { QueuePage } from "../../prisma/repositories/queue.ts";
import type { Reader } from "../presence.ts";
import type { CaseItem, ReadCaseAnswer } from "../routes/cases/schema.ts";
import type { CaseEntry, CaseHead, QueueCase } from "../routes/queue/schema.ts";
import { presentDay, presentMoment } from "./days.ts";

/** A case waits too long when its hour has passed, or, where it has none, its day. */
function isOverdue(facts: CaseFacts, nowMs: number): boolean {
  if (facts.state !== "open") return false;
  return facts.dueHour === null ? dayOf(nowMs) > facts.dueDay : nowMs > facts.dueHour.getTime();
}

function presentCaseHead(facts: CaseFacts, nowMs: number, readers: readonly Reader[]): CaseHead {
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
    closedDay: facts.closedDay === null ? null : presentDay(facts.closedDay),
    readerWanted: facts.readerWanted,
    handedTo: facts.handedTo,
    readers: readers.map(({ officerId, name }) => ({ officerId, name })),
  };
}

function presentItemHead({ id, epoch, releasedDay }: Pick<ItemFacts, "id" | "epoch" | "releasedDay">) {
  return { id, epoch, releasedDay: presentDay(releasedDay) };
}

/** The database has all of a rewrap or nothing of it. */
function presentRewrap({ rewrapEpoch, summaryRewrap, envelopeRewrap }: CaseItemFacts): Pick<CaseItem, "rewrap"> {
  if (rewrapEpoch === null || summaryRewrap === null || envelopeRewrap === null) return {};
  return {
    rewrap: { epoch: rewrapEpoch, summary: toBase64Url(summaryRewrap), envelope: toBase64Url(envelopeRewrap) },
  };
}

function presentEntry({
  id,
  epoch,
  day,
  sealed,
  rewrap,
  rewrapEpoch,
}: Omit<CaseContent["entries"][number], "desk">): CaseEntry {
  const opensIt = rewrap !== null && rewrapEpoch !== null;
  return {
    id,
    epoch,
    day: presentDay(day),
    sealed: toBase64Url(sealed),
    ...(opensIt && { rewrap: { epoch: rewrapEpoch, sealed: toBase64Url(rewrap) } }),
  };
}

export function presentQueueCase(
  one: QueuePage["cases"][number],
  nowMs: number,
  readers: readonly Reader[],
): QueueCase {
  return {
    ...presentCaseHead(one, nowMs, readers),
    raised: one.raised && one.state === "open",
    reopened: one.reopened,
    levelEntry: one.levelEntry === null ? null : presentEntry(one.levelEntry),
    items: one.items.map((item) => ({
      ...presentItemHead(item),
      summary: item.summary === null ? null : toBase64Url(item.summary),
      ...(item.rewrapEpoch !== null && {
        rewrap: { epoch: item.rewrapEpoch, summary: item.summaryRewrap && toBase64Url(item.summaryRewrap) },
      }),
    })),
  };
}

export function presentCase(one: CaseContent, nowMs: number, readers: readonly Reader[]): ReadCaseAnswer {
  return {
    case: presentCaseHead(one, nowMs, readers),
    items: one.items.map((item) => ({
      ...presentItemHead(item),
      summary: toBase64Url(item.summary),
      ...presentRewrap(item),
      envelope: toBase64Url(item.envelope),
      attachments:
        item.attachments === null ? null : { state: item.attachments.state, parts: item.attachments.partCount },
    })),
    entries: one.entries.map(presentEntry),
  };
}
