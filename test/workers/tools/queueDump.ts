/** Everything that BullMQ keeps, as text: what a thief of the queue reads. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";

/** Key or table → what is in it. Empty ones are left out. */
export type QueueDump = Readonly<Record<string, string>>;

export function dumpQueue(url: string): Promise<QueueDump> {
  return url.startsWith("redis") ? dumpRedis(url) : dumpPostgres(url);
}

async function dumpPostgres(url: string): Promise<QueueDump> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'bullmq' ORDER BY 1",
    );
    const dump: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM bullmq."${name}" t`);
      if (rows.length > 0) dump[name] = rows.map(({ row }) => row).join("\n");
    }
    return dump;
  } finally {
    await client.end();
  }
}

async function dumpRedis(url: string): Promise<QueueDump> {
  const client = new Redis(url);
  try {
    const dump: Record<string, string> = {};
    for (const key of (await client.keys("*")).sort()) dump[key] = JSON.stringify(await valueOf(client, key));
    return dump;
  } finally {
    client.disconnect();
  }
}

async function valueOf(client: Redis, key: string): Promise<unknown> {
  switch (await client.type(key)) {
    case "string":
      return client.get(key);
    case "hash":
      return client.hgetall(key);
    case "list":
      return client.lrange(key, 0, -1);
    case "set":
      return client.smembers(key);
    case "zset":
      return client.zrange(key, "0", "-1", "WITHSCORES");
    case "stream":
      return client.xrange(key, "-", "+");
    case "none": // gone since it was listed
      return null;
    default:
      throw new Error(`a key of a kind nobody expected: ${key}`);
  }
}

/** Every file below a directory, as bytes. */
export async function filesOf(dir: string): Promise<Buffer> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}
