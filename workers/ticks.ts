/**
 * The ticks: one job scheduler per contract, made at start and kept alive. BullMQ makes a scheduler's next job when it
 * starts the one before, so a scheduler that was wiped (a queue restored empty), or whose next job lies in a future that
 * a corrected clock took back, would stay silent. Each worker therefore looks after them now and then.
 */
import type { z } from "zod";
import { escalateCases } from "./jobs/escalate-cases.ts";
import { releaseHeld } from "./jobs/release-held.ts";
import { sendNotices } from "./jobs/send-notices.ts";
import { tickShort } from "./jobs/tick-short.ts";
import type { JobContract } from "./jobs/contract.ts";
import type { Queues } from "./queue/queues.ts";

export interface Tick {
  readonly contract: JobContract<z.ZodType>;
  readonly everyMs: number;
}

/** A tick this much later than two intervals is not late but lost. */
const LOST_AFTER_MS = 60_000;
const LOOK_EVERY_AT_MOST_MS = 60_000;

/** @param noticesMs how far notices to officers are apart, or null when none are sent */
export function ticksOf(shortMs: number, longMs: number, noticesMs: number | null = null): readonly Tick[] {
  return [
    { contract: tickShort, everyMs: shortMs },
    { contract: releaseHeld, everyMs: longMs },
    { contract: escalateCases, everyMs: longMs },
    ...(noticesMs === null ? [] : [{ contract: sendNotices, everyMs: noticesMs }]),
  ];
}

type Schedulers = Pick<Queues, "scheduled" | "schedule" | "unschedule">;

/**
 * Makes each tick's scheduler, replaces one with another interval, and mends one that would not come, or not soon. Leaves
 * a sound one alone; any number of workers may do this at once.
 * @param nowMs the clock that BullMQ uses too
 */
export async function ensureTicks(queues: Schedulers, ticks: readonly Tick[], nowMs: number): Promise<void> {
  for (const { contract, everyMs } of ticks) {
    const found = await queues.scheduled(contract);
    const next = found?.next;
    const sound =
      next !== undefined &&
      found?.every === everyMs &&
      next <= nowMs + 2 * everyMs &&
      next >= nowMs - 2 * everyMs - LOST_AFTER_MS;
    if (sound) continue;
    // Replacing keeps the old next time, unless the scheduler is gone first.
    if (found !== null) await queues.unschedule(contract);
    await queues.schedule(contract, everyMs);
  }
}

export interface TickKeeper {
  /** Resolves when a look that is under way has ended. */
  stop(): Promise<void>;
}

/**
 * Ensures the ticks now, and again after every short interval (a minute at most).
 * @param onFailure a later look failed; the next one is already planned
 * @throws what the first look throws
 */
export async function keepTicks(
  queues: Schedulers,
  ticks: readonly Tick[],
  onFailure: () => void,
): Promise<TickKeeper> {
  await ensureTicks(queues, ticks, Date.now());
  const everyMs = Math.min(LOOK_EVERY_AT_MOST_MS, ...ticks.map((tick) => tick.everyMs));
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => ensureTicks(queues, ticks, Date.now())).catch(onFailure);
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return looking;
    },
  };
}
