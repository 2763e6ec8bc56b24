/** What both backends share: the same BullMQ classes, told where they store. */
import type { BackendClasses, IQueueBackend } from "bullmq";
import type { z } from "zod";
import { QUEUES, jobOptions } from "../jobs/contract.ts";
import type { JobContract, QueueName } from "../jobs/contract.ts";
import type { OnQueueTrouble, Queues } from "./queues.ts";

/** A lost connection is tried again this soon; BullMQ's own 15 s would leave a P0 waiting. */
const RUN_RETRY_DELAY_MS = 500;
/** Events are never read: keep as few as can be, until `forgetEvents` takes the rest. */
const EVENTS_KEPT = 1;
/** A job whose worker vanished twice is failed, hence removed; a tick finds its envelope again. */
const STALLED_AT_MOST = 1;

export interface BackendParts<C> {
  readonly backend: Queues["backend"];
  /** Connection options for a queue (short commands) and for a worker (also waits for jobs). */
  connection(role: "queue" | "worker"): C;
  forgetEvents(): Promise<void>;
  close(): Promise<void>;
}

export async function openWith<B extends IQueueBackend, C>(
  classes: BackendClasses<B, C>,
  parts: BackendParts<C>,
  onTrouble: OnQueueTrouble,
): Promise<Queues> {
  const unavailable = (): void => onTrouble("queue_unavailable");
  const opened = QUEUES.map((name) => {
    const queue = new classes.Queue<unknown, void>(name, {
      connection: parts.connection("queue"),
      streams: { events: { maxLen: EVENTS_KEPT } },
    });
    queue.on("error", unavailable);
    return [name, queue] as const;
  });
  const queues = new Map<QueueName, (typeof opened)[number][1]>(opened);
  const of = (contract: JobContract<z.ZodType>): (typeof opened)[number][1] => {
    const queue = queues.get(contract.queue);
    if (queue === undefined) throw new Error("queue_unknown");
    return queue;
  };
  const close = async (): Promise<void> => {
    await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
    await parts.close();
  };
  try {
    await Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()));
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    backend: parts.backend,
    addAll: async (contract, jobs) => {
      // One by one: on PostgreSQL, BullMQ's own bulk insertion makes temporary tables, a right the worker does without.
      const queue = of(contract);
      for (const { id, data } of jobs) await queue.add(contract.name, data, jobOptions(contract, id));
    },
    scheduled: async (contract) => (await of(contract).getJobScheduler(contract.name)) ?? null,
    schedule: async (contract, everyMs) => {
      const template = { name: contract.name, data: {}, opts: jobOptions(contract) };
      await of(contract).upsertJobScheduler(contract.name, { every: everyMs }, template);
    },
    unschedule: async (contract) => {
      await of(contract).removeJobScheduler(contract.name);
    },
    work: (name, process, { concurrency, lockMs, stalledCheckMs, onFinished }) => {
      const worker = new classes.Worker<unknown, void>(name, (job) => process(job), {
        connection: parts.connection("worker"),
        concurrency,
        lockDuration: lockMs,
        stalledInterval: stalledCheckMs,
        maxStalledCount: STALLED_AT_MOST,
        runRetryDelay: RUN_RETRY_DELAY_MS,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      });
      worker.on("error", unavailable);
      worker.on("stalled", () => onTrouble("job_stalled"));
      worker.on("completed", onFinished);
      worker.on("failed", onFinished);
      return worker;
    },
    forgetEvents: () => parts.forgetEvents(),
    close,
  };
}
