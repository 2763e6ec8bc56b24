/** What a job is: the half of it that those who enqueue load. Its handler is the other half, in `<verb-noun>.handler.ts`. */
import type { JobsOptions } from "bullmq";
import type { z } from "zod";
import { PermanentFault } from "../faults.ts";

export const QUEUES = ["triage", "release", "escalate", "notices"] as const;
export type QueueName = (typeof QUEUES)[number];

export interface JobContract<Schema extends z.ZodType> {
  readonly name: string;
  readonly queue: QueueName;
  /** Ids only: jobs are stored in the clear, with times. Strict, so that nothing else can slip in. */
  readonly schema: Schema;
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled for each one after it. */
  readonly backoffMs: number;
}

/** Keeps the schema's type. */
export function defineJob<Schema extends z.ZodType>(contract: JobContract<Schema>): JobContract<Schema> {
  return Object.freeze(contract);
}

/**
 * BullMQ options of every job: removed when completed and when failed, so the queue keeps nothing, and so that the next
 * tick can enqueue the same id again. A failed job is no dead letter: its envelope is, in intake or in quarantine.
 * @param jobId makes enqueueing idempotent while the job waits or runs; without a colon, which BullMQ keeps for itself
 */
export function jobOptions(contract: JobContract<z.ZodType>, jobId?: string): JobsOptions {
  return {
    attempts: contract.attempts,
    backoff: { type: "exponential", delay: contract.backoffMs },
    removeOnComplete: true,
    removeOnFail: true,
    stackTraceLimit: 0,
    ...(jobId === undefined ? {} : { jobId }),
  };
}

/**
 * Parses a job's data, the only parser of it.
 * @throws PermanentFault `job_data_malformed`: no later attempt will find other data
 */
export function parseJobData<Schema extends z.ZodType>(contract: JobContract<Schema>, data: unknown): z.output<Schema> {
  const parsed = contract.schema.safeParse(data);
  if (!parsed.success) throw new PermanentFault("job_data_malformed");
  return parsed.data;
}
