/** Which handler does which job, and how many at once a worker process does of each queue. */
import type { Job } from "bullmq";
import type { z } from "zod";
import { codeOf } from "../prisma/process/log.ts";
import type { WorkerDeps } from "./deps.ts";
import { PermanentFault, bareFault } from "./faults.ts";
import { parseJobData } from "./jobs/contract.ts";
import type { JobContract, QueueName } from "./jobs/contract.ts";
import { escalateCases } from "./jobs/escalate-cases.ts";
import { handleEscalateCases } from "./jobs/escalate-cases.handler.ts";
import type { JobHandler } from "./jobs/handler.ts";
import { releaseHeld } from "./jobs/release-held.ts";
import { handleReleaseHeld } from "./jobs/release-held.handler.ts";
import { sendNotices } from "./jobs/send-notices.ts";
import { handleSendNotices } from "./jobs/send-notices.handler.ts";
import { tickShort } from "./jobs/tick-short.ts";
import { handleTickShort } from "./jobs/tick-short.handler.ts";
import { triageEnvelope } from "./jobs/triage-envelope.ts";
import { handleTriageEnvelope } from "./jobs/triage-envelope.handler.ts";

/** Triage is a key decapsulation and a transaction each: a few at once keep the database busy and leave its pool alone. */
export const CONCURRENCY: Readonly<Record<QueueName, number>> = {
  triage: 3,
  release: 1,
  escalate: 1,
  notices: 1,
};

type Run = (deps: WorkerDeps, data: unknown) => Promise<void>;

const jobs = new Map<string, Run>();

function register<Schema extends z.ZodType>(contract: JobContract<Schema>, handler: JobHandler<Schema>): void {
  jobs.set(`${contract.queue}/${contract.name}`, (deps, data) => handler(deps, parseJobData(contract, data)));
}

register(tickShort, handleTickShort);
register(triageEnvelope, handleTriageEnvelope);
register(releaseHeld, handleReleaseHeld);
register(escalateCases, handleEscalateCases);
register(sendNotices, handleSendNotices);

/**
 * Does one job.
 * @throws Error whose message is a code, and nothing else; a PermanentFault when trying again is no use
 */
export async function runJob(deps: WorkerDeps, queue: QueueName, job: Pick<Job, "name" | "data">): Promise<void> {
  try {
    const run = jobs.get(`${queue}/${job.name}`);
    if (run === undefined) throw new PermanentFault("job_unknown");
    await run(deps, job.data);
  } catch (cause) {
    deps.alarm("job_failed", codeOf(cause));
    throw bareFault(cause);
  }
}
