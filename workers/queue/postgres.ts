/** BullMQ on PostgreSQL: one machine's installation needs no second server. Its tables live in the schema `bullmq`. */
import { createPostgresBackend, withBackend } from "bullmq";
import type { OnQueueTrouble, Queues } from "./queues.ts";
import { openWith } from "./bullmq.ts";
import { migrateQueueSchema } from "./postgresSchema.ts";

/** Every queue and every worker has a pool of its own, and a worker one connection more, on which it listens. */
const POOL_MAX = { queue: 1, worker: 2 } as const;

/**
 * @param url a role that owns the schema `bullmq`
 * @throws Error `queue_url_options` when the URL sets `options`, in which BullMQ passes its search path
 */
export async function openPostgresQueues(url: string, onTrouble: OnQueueTrouble): Promise<Queues> {
  if (new URL(url).searchParams.has("options")) throw new Error("queue_url_options");
  await migrateQueueSchema(url);
  return openWith(
    withBackend(createPostgresBackend),
    {
      backend: "postgres",
      connection: (role) => ({ connectionString: url, max: POOL_MAX[role] }),
      forgetEvents: async () => undefined, // the schema keeps them out
      close: async () => undefined,
    },
    onTrouble,
  );
}
