/**
 * Databases for tests. One server per jest run (databaseSetup.ts); each test file takes a fresh copy of the migrated
 * template, so files run side by side.
 */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { openDatabase } from "../../prisma/client.ts";
import { grantOnDatabase } from "../../prisma/migrate.ts";
import { TEMPLATE, serverUrl } from "./databaseServer.ts";
import type { Database } from "../../prisma/client.ts";
import type { Role } from "../../prisma/migrate.ts";

export interface FreshDatabase {
  readonly name: string;
  /** @param role default the owner, who may do everything */
  url(role?: Role): string;
  /** A typed client, the same one each time; closed by `drop`. */
  client(role?: Role): Database;
  drop(): Promise<void>;
}

/** A new database with all migrations applied. @param empty without them */
export async function freshDatabase({ empty = false }: { empty?: boolean } = {}): Promise<FreshDatabase> {
  const name = `t_${randomBytes(8).toString("hex")}`;
  await query(serverUrl("postgres"), `CREATE DATABASE ${name}${empty ? "" : ` TEMPLATE ${TEMPLATE}`}`);
  const url = (role?: Role): string => serverUrl(name, role);
  if (!empty) {
    const client = new pg.Client({ connectionString: url() });
    await client.connect();
    await grantOnDatabase(client);
    await client.end();
  }
  const clients = new Map<Role | undefined, Database>();
  return {
    name,
    url,
    client: (role) => {
      const client = clients.get(role) ?? openDatabase(url(role), { poolSize: 10 });
      clients.set(role, client);
      return client;
    },
    drop: async () => {
      await Promise.all([...clients.values()].map((client) => client.$disconnect()));
      await query(serverUrl("postgres"), `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
