/** The typed database client. One per process, opened in its `main`, closed last. */
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.ts";
import type { Prisma } from "./generated/client.ts";

/** What repositories that open their own transaction take. */
export type Database = PrismaClient;
/** What all other repositories take: a client or an open transaction. */
export type Queryable = Prisma.TransactionClient;

export interface DatabaseOptions {
  /** Connections at most; default 10. */
  poolSize?: number;
}

/** How long a caller waits for a free connection, and how long an interactive transaction may take. Milliseconds. */
const WAIT_MS = 5_000;
const TRANSACTION_MS = 30_000;

/**
 * Opens a pool on `url` (`postgresql:`; a Unix socket as `?host=/path`). Connects at the first query.
 * Errors keep the shape Prisma gives them, without statements or values in their text.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: options.poolSize ?? 10,
      connectionTimeoutMillis: WAIT_MS,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
    },
    // An idle connection that drops is replaced by the pool; without a listener it would end the process.
    { onPoolError: () => undefined, onConnectionError: () => undefined },
  );
  return new PrismaClient({
    adapter,
    errorFormat: "minimal",
    log: [],
    transactionOptions: { maxWait: WAIT_MS, timeout: TRANSACTION_MS },
  });
}
