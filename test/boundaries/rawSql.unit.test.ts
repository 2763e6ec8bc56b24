import { describe, expect, it } from "@jest/globals";
import { withoutComments } from "./imports.ts";
import { projectFiles } from "./tree.ts";
import type { SourceFile } from "./tree.ts";

const SERVED_CODE = /^(api|web|workers|prisma|security)\/.*\.(tsx?|mjs)$/;
const DECISION = /^security\/decisions\/0013-raw-sql\.md$/;
/** Prisma's two doors to raw SQL with all their variants, and a statement on a connection of `pg`. */
const RAW_SQL = /\$(query|execute)Raw|\.query\s*[(<]/;

/** Paths of the files that hold raw SQL outside comments. */
function filesWithRawSql(files: readonly SourceFile[]): string[] {
  return files.filter(({ text }) => RAW_SQL.test(withoutComments(text))).map(({ path }) => path);
}

describe("raw SQL", () => {
  it.each([
    ["a query through Prisma", "await db.$queryRaw<{ n: number }[]>`SELECT 1 AS n`;", ["planted.ts"]],
    ["a statement that is put together", "await tx.$executeRawUnsafe(`DROP TABLE ${name}`);", ["planted.ts"]],
    ["a query of a connection", 'await client.query<Row>("SELECT 1");', ["planted.ts"]],
    ["a word about it", "/** As `db.$queryRaw` would. */\nawait db.officer.count();", []],
  ])("is seen: %s", (_what, text, found) => {
    expect(filesWithRawSql([{ path: "planted.ts", text }])).toEqual(found);
  });

  it("stands in the files that decision 0013 names, and in no other", () => {
    const rows = projectFiles(DECISION)[0]?.text.matchAll(/^\| `([^`]+)` \|/gm) ?? [];
    const named = [...rows].map(([, path]) => path);
    expect(named).toContain("prisma/repositories/intake.ts");
    expect(new Set(filesWithRawSql(projectFiles(SERVED_CODE)))).toEqual(new Set(named));
  });
});
