/** Named locks that end with their transaction. Prisma has no words for them, hence the raw statement. */
import type { Queryable } from "./client.ts";

/** Waits until no other transaction holds `name`; then this one does, until it ends. */
export async function lockUntilEnd(tx: Queryable, name: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(${name}, 2))`;
}
