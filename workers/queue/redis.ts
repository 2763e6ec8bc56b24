/** BullMQ on Redis or Valkey, for several machines. The server must keep an append-only file and evict nothing. */
import { createRedisBackend, withBackend } from "bullmq";
import { Redis } from "ioredis";
import { QUEUES } from "../jobs/contract.ts";
import type { OnQueueTrouble, Queues } from "./queues.ts";
import { openWith } from "./bullmq.ts";

/** BullMQ's own default, named because `forgetEvents` spells out its keys. */
const KEY_PREFIX = "bull";

/**
 * A queue fails at once while Redis is away: the tick that enqueues is tried again, and intake keeps the envelopes. A worker
 * waits for Redis to come back, for as long as it takes.
 */
const CONNECTION = {
  queue: { enableOfflineQueue: false },
  worker: { maxRetriesPerRequest: null },
} as const;

export async function openRedisQueues(url: string, onTrouble: OnQueueTrouble): Promise<Queues> {
  const housekeeping = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  housekeeping.on("error", () => onTrouble("queue_unavailable"));
  return openWith(
    withBackend(createRedisBackend),
    {
      backend: "redis",
      connection: (role) => ({ url, ...CONNECTION[role] }),
      forgetEvents: async () => {
        await housekeeping.del(...QUEUES.map((queue) => `${KEY_PREFIX}:${queue}:events`));
      },
      close: async () => housekeeping.disconnect(),
    },
    onTrouble,
  );
}
