/** Named locks that end with their transaction. Prisma has no words for them, hence the raw statement. */
import type { Queryable } from "./client.ts";

/** Waits until no other transaction holds `name`; then this one does, until it ends. */
export async function lockUntilEnd(tx: Queryable, name: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(${name}, 2))`;
}

/**
 * Until the transaction ends nothing else is decided about a case of the unit, put into another one or moved. One lock for all
 * cases, since putting two together concerns both and the tags of all; it is held for a few statements.
 */
export const lockCases = (tx: Queryable): Promise<void> => lockUntilEnd(tx, "cases");

/** As `lockUntilEnd`, beside others who take it so: whoever takes it alone waits for all of them, and they for that one. */
export async function shareUntilEnd(tx: Queryable, name: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock_shared(hashtextextended(${name}, 2))`;
}
