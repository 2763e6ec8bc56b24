import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { triageEnvelope } from "../../../workers/jobs/triage-envelope.ts";
import { openQueues } from "../../../workers/queue/open.ts";
import { migrateQueueSchema } from "../../../workers/queue/postgresSchema.ts";
import { freshDatabase } from "../../tools/database.ts";
import type { FreshDatabase } from "../../tools/database.ts";
import { dumpQueue } from "../tools/queueDump.ts";

let database: FreshDatabase;
let url: string;
beforeEach(async () => {
  database = await freshDatabase();
  url = database.url("abri_worker");
});
afterEach(() => database.drop());

async function ask(text: string, role?: "abri_worker"): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url(role) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe("migrateQueueSchema()", () => {
  it("works for the worker's role, by several at once and again later", async () => {
    await Promise.all([migrateQueueSchema(url), migrateQueueSchema(url), migrateQueueSchema(url)]);
    await migrateQueueSchema(url);
    const [row] = await ask("SELECT count(*)::int AS n, max(version)::int AS newest FROM bullmq.migration");
    expect(row).toMatchObject({ n: expect.any(Number), newest: expect.any(Number) });
  });

  it("needs no right to make schemas", async () => {
    await ask(`REVOKE CREATE ON DATABASE "${database.name}" FROM abri_worker`);
    await expect(ask("CREATE SCHEMA another", "abri_worker")).rejects.toThrow("permission denied");
    await migrateQueueSchema(url);
    expect(Object.keys(await dumpQueue(url))).toContain("migration");
  });

  it("keeps events of jobs out of the table", async () => {
    const queues = await openQueues(url, () => undefined);
    try {
      await queues.addAll(triageEnvelope, [{ id: "one", data: { intake: "0".repeat(32) } }]);
      const dump = await dumpQueue(url);
      expect(dump["job"]).toContain("0".repeat(32));
      expect(dump["event"]).toBeUndefined();
      // The same, were the trigger not there: the events that BullMQ writes are real.
      await ask("ALTER TABLE bullmq.event DISABLE TRIGGER abri_without_events");
      await queues.addAll(triageEnvelope, [{ id: "two", data: { intake: "1".repeat(32) } }]);
      expect((await dumpQueue(url))["event"]).toContain('"two"');
    } finally {
      await queues.close();
    }
  });
});

describe("openQueues()", () => {
  it("refuses a URL that sets the options in which BullMQ passes its search path", async () => {
    const set = new URL(url);
    set.searchParams.set("options", "-c statement_timeout=1000");
    await expect(openQueues(set.href, () => undefined)).rejects.toThrow("queue_url_options");
  });

  it("refuses a scheme that it does not know", async () => {
    await expect(openQueues("amqp://127.0.0.1", () => undefined)).rejects.toThrow("queue_url_unsupported");
  });
});
