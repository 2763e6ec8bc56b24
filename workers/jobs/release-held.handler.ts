import { collectAttachments } from "../../prisma/repositories/attachments.ts";
import { dropErasedRows } from "../../prisma/repositories/erased.ts";
import { releaseReplies } from "../../prisma/repositories/mailbox.ts";
import { releaseHeld } from "../../prisma/repositories/release.ts";
import { dayOf, dueDayBy } from "../../security/index.ts";
import type { JobHandler } from "./handler.ts";
import type { releaseHeld as contract } from "./release-held.ts";

/**
 * Everything held moves to the officers' queue in one shuffled transaction, under new case ids and with the day only; then
 * the attachments of what was released follow, also where a release failed; nothing stays behind on the disk.
 */
export const handleReleaseHeld: JobHandler<typeof contract.schema> = async (deps) => {
  const today = dayOf(deps.now());
  const rules = await deps.rules.current();
  const [items, replies] = await Promise.allSettled([
    releaseHeld(deps.db, { today, dueDay: (level) => dueDayBy(rules, level, today) }),
    releaseReplies(deps.db, { urgentOnly: false }),
  ]);
  const [attachments] = await Promise.allSettled([collectAttachments(deps.db, today)]);
  const changed = [items, attachments].some((outcome) => outcome.status === "fulfilled" && outcome.value > 0);
  if (changed) await deps.changes.publish();
  const [erased] = await Promise.allSettled([dropErasedRows(deps.db)]);
  for (const outcome of [items, replies, attachments, erased]) if (outcome.status === "rejected") throw outcome.reason;
};
