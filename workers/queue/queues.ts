/** What the worker asks of its queues. They hold jobs between a tick and their completion, and are empty otherwise. */
import type { Job, JobSchedulerJson } from "bullmq";
import type { z } from "zod";
import type { JobContract, QueueName } from "../jobs/contract.ts";

/** One entry for `addAll`; the id makes enqueueing it again, while it waits or runs, change nothing. */
export interface NewJob<Data> {
  readonly id: string;
  readonly data: Data;
}

export interface QueueTiming {
  /** How long a job stays its worker's after the worker was last heard of. */
  readonly lockMs: number;
  /** How often jobs of workers that are gone are looked for. */
  readonly stalledCheckMs: number;
}

export const QUEUE_TIMING: QueueTiming = { lockMs: 20_000, stalledCheckMs: 5_000 };

export interface JobWorker {
  /** Stops taking jobs and waits for those being done. `force`: does not wait. */
  close(force?: boolean): Promise<void>;
}

export interface WorkerSettings extends QueueTiming {
  readonly concurrency: number;
  /** A job was completed or failed for good, and is gone. */
  readonly onFinished: () => void;
}

/** `code` is one of `queue_unavailable`, `job_stalled`. */
export type OnQueueTrouble = (code: "queue_unavailable" | "job_stalled") => void;

export interface Queues {
  readonly backend: "postgres" | "redis";
  addAll<Schema extends z.ZodType>(
    contract: JobContract<Schema>,
    jobs: readonly NewJob<z.input<Schema>>[],
  ): Promise<void>;
  /** The job scheduler named as `contract`, or null. */
  scheduled(contract: JobContract<z.ZodType>): Promise<JobSchedulerJson | null>;
  /** Makes or replaces that scheduler; one job at once, then one every `everyMs`. */
  schedule(contract: JobContract<z.ZodType>, everyMs: number): Promise<void>;
  unschedule(contract: JobContract<z.ZodType>): Promise<void>;
  work(queue: QueueName, process: (job: Job) => Promise<void>, settings: WorkerSettings): JobWorker;
  /** Erases BullMQ's stream of events, which names jobs with their times after they are gone, and which nobody reads. */
  forgetEvents(): Promise<void>;
  /** After the workers. */
  close(): Promise<void>;
}
