import { listIntakeIds } from "../../prisma/repositories/intake.ts";
import { releaseReplies } from "../../prisma/repositories/mailbox.ts";
import { collectAttachments } from "../../prisma/repositories/attachments.ts";
import { listUnclaimed, markOnCall } from "../../prisma/repositories/triageRules.ts";
import { dayOf, goesOnCall } from "../../security/index.ts";
import type { JobHandler } from "./handler.ts";
import type { tickShort } from "./tick-short.ts";
import { triageEnvelope } from "./triage-envelope.ts";

/** Envelopes per tick at most, picked at random: what cannot be triaged now (a full quarantine) keeps nobody waiting. */
const ENVELOPES_PER_TICK = 5_000;

/**
 * One triage job per envelope in intake. The job's id is the envelope's handle, so one that still waits or runs from an
 * earlier tick is not doubled. Replies go out, and attachments follow their items, even when the queue does not take the
 * jobs.
 */
export const handleTickShort: JobHandler<typeof tickShort.schema> = async (deps) => {
  const outcomes = await Promise.allSettled([
    enqueueIntake(deps),
    releaseReplies(deps.db, { urgentOnly: true }),
    followItems(deps),
    callOut(deps),
  ]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
};

async function enqueueIntake({ db, queues, handles }: Parameters<typeof handleTickShort>[0]): Promise<void> {
  const ids = await listIntakeIds(db, ENVELOPES_PER_TICK);
  const jobs = ids.map((id) => handles.handleOf(id)).map((intake) => ({ id: intake, data: { intake } }));
  await queues.addAll(triageEnvelope, jobs);
}

/** Parts of a P0, which did not wait for them, and of what was released before they came. */
async function followItems({ db, changes, now }: Parameters<typeof handleTickShort>[0]): Promise<void> {
  if ((await collectAttachments(db, dayOf(now()))) > 0) await changes.publish();
}

/** A P0 that nobody holds goes to whoever is on call: at once when nobody is there, else when its time is over. */
async function callOut({ db, rules, changes, now }: Parameters<typeof handleTickShort>[0]): Promise<void> {
  const set = await rules.current();
  const unclaimed = await listUnclaimed(db, new Date(now()));
  const called = unclaimed.filter(({ dueHour }) => goesOnCall(set, dueHour?.getTime() ?? null, now()));
  if (called.length === 0) return;
  await markOnCall(
    db,
    called.map(({ id }) => id),
  );
  await changes.publish();
}
