/** Looking for words where none may be: in every byte that is left, in every spelling a computer gives a word. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** One place that was searched, and everything in it. */
export interface Haystack {
  name: string;
  bytes: Buffer;
}

export interface Leak {
  place: string;
  word: string;
  spelling: string;
}

/** The word as text, as hexadecimal, as base64 at each of three offsets, percent-encoded, and in UTF-16. */
function spellings(word: string): { spelling: string; bytes: Buffer }[] {
  const utf8 = Buffer.from(word, "utf8");
  const found = [
    { spelling: "text", bytes: utf8 },
    { spelling: "UTF-16", bytes: Buffer.from(word, "utf16le") },
    { spelling: "hexadecimal", bytes: Buffer.from(utf8.toString("hex")) },
    { spelling: "percent-encoded", bytes: Buffer.from(encodeURIComponent(word)) },
    {
      spelling: "JSON",
      bytes: Buffer.from(
        JSON.stringify(word)
          .slice(1, -1)
          .replace(/[\u0080-\uffff]/g, escaped),
      ),
    },
  ];
  for (const offset of [0, 1, 2]) {
    // What neither the letters before nor those after can change: whole groups of three bytes.
    const from = (3 - offset) % 3;
    const whole = utf8.subarray(from, from + Math.floor((utf8.length - from) / 3) * 3);
    if (whole.length < 6) continue;
    found.push({ spelling: `base64 + ${offset}`, bytes: Buffer.from(whole.toString("base64")) });
    found.push({ spelling: `base64url + ${offset}`, bytes: Buffer.from(whole.toString("base64url")) });
  }
  return found;
}

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Every word of `words` that stands in one of the places, in any spelling. */
export function findLeaks(places: readonly Haystack[], words: readonly string[]): Leak[] {
  return places.flatMap(({ name, bytes }) =>
    words.flatMap((word) =>
      spellings(word)
        .filter((each) => bytes.includes(each.bytes))
        .map(({ spelling }) => ({ place: name, word, spelling })),
    ),
  );
}

/** A database whole: every row of every table of every schema but Postgres's own, as text and with bytes undone. */
export async function dumpDatabase(url: string): Promise<Haystack[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ schema: string; name: string }>(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
    );
    const places: Haystack[] = [];
    for (const { schema, name } of tables.rows) {
      const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
      const { rows } = await client.query<{ line: string }>(`SELECT t::text AS line FROM ${table} AS t`);
      places.push({ name: `table ${schema}.${name}`, bytes: withBytesUndone(rows.map(({ line }) => line).join("\n")) });
    }
    return places;
  } finally {
    await client.end();
  }
}

/** bytea columns are printed as \x…: what they hold is appended as it is. */
function withBytesUndone(text: string): Buffer {
  const binary = [...text.matchAll(/\\x([0-9a-f]{2,})/g)].map(([, hex = ""]) => Buffer.from(hex, "hex"));
  return Buffer.concat([Buffer.from(text), ...binary]);
}

/** Every file under a directory, but the paths that `leftOut` names. */
export function readTree(dir: string, leftOut: readonly string[] = []): Haystack[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !leftOut.some((each) => path.startsWith(join(dir, each))))
    .map((path) => ({ name: `file ${path.slice(dir.length + 1)}`, bytes: readFileSync(path) }));
}
