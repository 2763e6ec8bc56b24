/** A database as a thief reads it, column by column, to look for times in it. */
import pg from "pg";

export interface DumpedColumn {
  /** schema.table */
  table: string;
  column: string;
  values: readonly string[];
}

/** Everything in all schemas but Postgres's own. @param url of a role that may read all */
export async function dumpColumns(url: string): Promise<readonly DumpedColumn[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: columns } = await client.query<{ schema: string; table: string; column: string }>(`
      SELECT n.nspname AS schema, c.relname AS table, a.attname AS column
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY 1, 2, a.attnum`);
    const out: DumpedColumn[] = [];
    for (const { schema, table, column } of columns) {
      const name = [schema, table].map((part) => client.escapeIdentifier(part)).join(".");
      const { rows } = await client.query<{ value: string | null }>(
        `SELECT ${client.escapeIdentifier(column)}::text AS value FROM ${name}`,
      );
      out.push({ table: `${schema}.${table}`, column, values: rows.flatMap((row) => row.value ?? []) });
    }
    return out;
  } finally {
    await client.end();
  }
}

/** Columns that hold a time of day. @returns "schema.table.column" */
export function timesOfDay(dump: readonly DumpedColumn[]): readonly string[] {
  return dump
    .filter(({ values }) => values.some((value) => /\b\d{2}:\d{2}:\d{2}\b/.test(value)))
    .map(({ table, column }) => `${table}.${column}`);
}
