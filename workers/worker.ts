/** A running worker: the queues joined to their handlers, and the ticks kept. `main.ts` gives it its world. */
import { setTimeout as wait } from "node:timers/promises";
import type { WorkerDeps } from "./deps.ts";
import { QUEUES } from "./jobs/contract.ts";
import type { Queues, QueueTiming } from "./queue/queues.ts";
import { CONCURRENCY, runJob } from "./registry.ts";
import { keepTicks } from "./ticks.ts";
import type { Tick } from "./ticks.ts";

export interface RunningWorker {
  /** Stops taking jobs, waits for those being done (`limitMs` at most, then leaves them to others), tidies up. */
  stop(limitMs: number): Promise<void>;
}

export interface WorkerParts {
  readonly deps: WorkerDeps;
  readonly queues: Queues;
  readonly ticks: readonly Tick[];
  readonly timing: QueueTiming;
}

/** BullMQ writes its events around a job's end; a moment later they can go. */
const FORGET_AFTER_MS = 250;

export async function startWorker({ deps, queues, ticks, timing }: WorkerParts): Promise<RunningWorker> {
  let forgetting: NodeJS.Timeout | undefined;
  const forget = (): Promise<void> => queues.forgetEvents().catch(() => deps.alarm("queue_unavailable"));
  const forgetSoon = (): void => {
    forgetting ??= setTimeout(() => {
      forgetting = undefined;
      void forget();
    }, FORGET_AFTER_MS);
  };

  const keeper = await keepTicks(queues, ticks, () => deps.alarm("ticks_unavailable"));
  const workers = QUEUES.map((queue) =>
    queues.work(queue, (job) => runJob(deps, queue, job), {
      ...timing,
      concurrency: CONCURRENCY[queue],
      onFinished: forgetSoon,
    }),
  );

  return {
    stop: async (limitMs) => {
      await keeper.stop();
      const finished = Promise.all(workers.map((worker) => worker.close()));
      const late = new AbortController();
      await Promise.race([finished, wait(limitMs, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      clearTimeout(forgetting);
      await forget();
    },
  };
}
