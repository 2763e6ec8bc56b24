import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";

const ROOT = join(import.meta.dirname, "../..");
const TEXT = readFileSync(join(ROOT, "security/THREAT-MODEL.md"), "utf8");

interface Named {
  readonly file: string;
  readonly name: string;
}

/** The lines "  - `file` — name of a test". */
function namedTests(text: string): Named[] {
  return [...text.matchAll(/^ {2}- `([^`]+)` — (.+)$/gm)].map(([, file, name]) => ({
    file: file as string,
    name: name as string,
  }));
}

function missing({ file, name }: Named): boolean {
  const path = join(ROOT, file);
  return !existsSync(path) || !readFileSync(path, "utf8").includes(`"${name}"`);
}

describe("THREAT-MODEL.md", () => {
  it("names tests that exist, and only such", () => {
    const named = namedTests(TEXT);
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter(missing)).toEqual([]);
    const planted = "  - `test/security/vault.unit.test.ts` — refuses the moon\n  - `test/none.ts` — x\n";
    expect(namedTests(planted).filter(missing)).toHaveLength(2);
  });

  it("shows every claim of what holds by a test", () => {
    const holds = TEXT.slice(TEXT.indexOf("## What holds"), TEXT.indexOf("## What does not hold"));
    const lines = holds.split("\n").filter((line) => line !== "");
    const claims = lines.flatMap((line, i) => (line.startsWith("- ") ? [i] : []));
    expect(claims.length).toBeGreaterThan(20);
    for (const i of claims) {
      const next = lines.slice(i + 1).find((line) => line.startsWith("- ") || line.startsWith("  - `"));
      expect([lines[i], next]).toEqual([lines[i], expect.stringMatching(/^ {2}- `/)]);
    }
  });
});
