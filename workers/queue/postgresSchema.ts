/** BullMQ's tables, in the schema `bullmq` that the database's migration made and gave to the worker's role. */
import { runMigrations } from "bullmq";
import pg from "pg";

/**
 * BullMQ writes every step of every job, with its id and the millisecond, to a table of events that only its QueueEvents
 * reads, which nobody here uses; on PostgreSQL nothing trims it soon. So nothing gets into it.
 */
const WITHOUT_EVENTS = `
  CREATE OR REPLACE FUNCTION bullmq.abri_without_events() RETURNS trigger LANGUAGE plpgsql
    AS $body$ BEGIN RETURN NULL; END $body$;
  CREATE OR REPLACE TRIGGER abri_without_events BEFORE INSERT ON bullmq.event
    FOR EACH ROW EXECUTE FUNCTION bullmq.abri_without_events();
  DELETE FROM bullmq.event;`;

/** Serialises starters; BullMQ serialises its own part by a lock of its own. */
const LOCK = 0x61627269; // "abri"

/** Brings the tables up to date. Any number of workers may start at once. */
export async function migrateQueueSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await runMigrations((await hasSchema(client)) ? withoutCreateSchema(client) : client);
    await client.query(WITHOUT_EVENTS);
  } finally {
    await client.end(); // and with it the lock
  }
}

async function hasSchema(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regnamespace('bullmq') IS NOT NULL AS there");
  return rows[0]?.there === true;
}

/** `CREATE SCHEMA IF NOT EXISTS` asks for a right that the worker's role lacks, even where the schema exists. */
function withoutCreateSchema(client: pg.Client): Parameters<typeof runMigrations>[0] {
  return {
    query: async (text, params = []) => {
      if (text.startsWith("CREATE SCHEMA IF NOT EXISTS")) return { rows: [] };
      // Without parameters the simple protocol, which takes several statements in one text, as migrations are.
      return params.length === 0 ? client.query<never>(text) : client.query<never>(text, [...params]);
    },
  };
}
