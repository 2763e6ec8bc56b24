/**
 * What PostgreSQL leaves of rows that were deleted. A deleted row stays in its table's file, legible, until a vacuum finds
 * enough of them to be worth it, and its bytes after that; in a small unit that is never. So tables that are only passed
 * through get a new, empty file whenever they are found empty.
 */
import type { Database } from "../client.ts";

/** Tables that rows only pass through: slips and envelopes on their way in, replies on their way out. */
const PASSED_THROUGH = ["intake_envelope", "held_item", "outbox_reply"] as const;

/**
 * Gives each such table a new file when it holds no row, and leaves it alone when it does or when somebody is using it: the
 * next tick tries again. The old file is gone at the server's next checkpoint.
 */
export async function dropErasedRows(db: Database): Promise<void> {
  for (const table of PASSED_THROUGH) {
    // Nobody can write between a look under this lock and its end; and in this isolation the look is newer than the lock.
    await db.$executeRawUnsafe(`
      DO $$ BEGIN
        LOCK TABLE public.${table} IN ACCESS EXCLUSIVE MODE NOWAIT;
        IF current_setting('transaction_isolation') = 'read committed'
          AND pg_relation_size('public.${table}') > 0 AND NOT EXISTS (SELECT FROM public.${table}) THEN
          TRUNCATE public.${table};
        END IF;
      EXCEPTION WHEN lock_not_available THEN NULL;
      END $$`);
  }
}
