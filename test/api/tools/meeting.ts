/** Requests that meet in the database for certain: a race of two that depends on nobody's speed. */
import pg from "pg";
import type { FreshDatabase } from "../../tools/database.ts";

/** Between two looks at who waits. */
const LOOK_MS = 5;

/**
 * Holds a row that the requests change, and starts each once the one before waits for a lock: so all of them have read what
 * they read before any has changed it, unless something else makes them take turns. Then the row is let go.
 * @param hold a statement that locks the row, with its parameters
 */
export async function meeting<T>(
  database: FreshDatabase,
  hold: { readonly sql: string; readonly values: readonly unknown[] },
  requests: readonly (() => Promise<T>)[],
): Promise<T[]> {
  // Whoever looks is in no transaction: within one, the server shows who was connected when it was asked first.
  const [holder, looker] = [await connect(database), await connect(database)];
  const answers: Promise<T>[] = [];
  try {
    await holder.query("BEGIN");
    await holder.query(hold.sql, [...hold.values]);
    for (const [i, request] of requests.entries()) {
      const answer = request();
      const ended = answer.then(
        () => true,
        () => true, // said where it is awaited
      );
      answers.push(answer);
      const look = async (): Promise<boolean> => {
        for (;;) {
          if ((await countWaiting(looker)) > i) return false;
          if (await Promise.race([ended, nextLook()])) return true;
        }
      };
      // One that ended did not meet the row: what it answers will say why.
      if (await look()) break;
    }
    for (const request of requests.slice(answers.length)) answers.push(request());
  } finally {
    await holder.query("ROLLBACK");
    await Promise.all([holder.end(), looker.end()]);
  }
  return Promise.all(answers);
}

const nextLook = (): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), LOOK_MS));

async function connect(database: FreshDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  return client;
}

/** Connections to this database that wait for a lock of any kind. */
async function countWaiting(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ waiting: number }>(
    `SELECT count(DISTINCT pid)::int AS waiting FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE NOT granted AND datname = current_database()`,
  );
  return rows[0]?.waiting ?? 0;
}

/** Keeps others from changing a case, and from nothing else: what points at it can still be written. */
export const holdCase = (caseId: string) => ({
  sql: "SELECT 1 FROM case_record WHERE id = $1 FOR NO KEY UPDATE",
  values: [caseId],
});
