/** What was applied before has to be what is in the folder now; Prisma looks at this in development only. */
import { createHash } from "node:crypto";
import type pg from "pg";
import type { migrationList } from "./engine.ts";

/** @returns names of migrations that were applied with other contents than the folder has */
export async function changedSinceApplied(
  client: pg.Client,
  list: ReturnType<typeof migrationList>,
): Promise<readonly string[]> {
  const known = await client.query<{ there: boolean }>(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there",
  );
  if (known.rows[0]?.there !== true) return [];
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "SELECT migration_name AS name, checksum FROM public._prisma_migrations WHERE finished_at IS NOT NULL",
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  return list.migrationDirectories.flatMap(({ path, migrationFile }) => {
    const before = applied.get(path);
    if (before === undefined || migrationFile.content.tag !== "ok") return [];
    const now = createHash("sha256").update(migrationFile.content.value).digest("hex");
    return before === now ? [] : [path];
  });
}
