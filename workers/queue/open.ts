/** The queues, on PostgreSQL or on Redis: the scheme of QUEUE_URL decides, and nothing else in the code knows which. */
import type { OnQueueTrouble, Queues } from "./queues.ts";
import { openPostgresQueues } from "./postgres.ts";
import { openRedisQueues } from "./redis.ts";

/**
 * Connects; resolves when the queues can be used.
 * @param url `postgres:`, `postgresql:`, `redis:` or `rediss:`
 * @throws Error when the server does not answer, or its schema was not migrated
 */
export async function openQueues(url: string, onTrouble: OnQueueTrouble): Promise<Queues> {
  switch (new URL(url).protocol) {
    case "postgres:":
    case "postgresql:":
      return openPostgresQueues(url, onTrouble);
    case "redis:":
    case "rediss:":
      return openRedisQueues(url, onTrouble);
    default:
      throw new Error("queue_url_unsupported");
  }
}
