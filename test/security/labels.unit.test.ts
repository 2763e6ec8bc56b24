import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { LABELS } from "../../security/labels.ts";

const ROOT = join(import.meta.dirname, "../..");
const SPELLED = /["'`](abri\/v\d+\/[a-z-]+)/g;

function labelsIn(source: string): string[] {
  return [...source.matchAll(SPELLED)].map((match) => match[1] as string);
}

function sources(): string[] {
  return ["security", "api", "web", "workers", "prisma"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes("generated"))
      .map((file) => join(folder, file)),
  );
}

describe("LABELS", () => {
  it("are all different and of one form", () => {
    const labels = Object.values(LABELS);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels.every((label) => /^abri\/v1\/[a-z-]+$/.test(label))).toBe(true);
  });

  it("are spelled out nowhere else in the sources", () => {
    expect(labelsIn('const label = "abri/v1/envelope";')).toEqual(["abri/v1/envelope"]); // the search finds
    const elsewhere = sources()
      .filter((file) => file !== join("security", "labels.ts"))
      .flatMap((file) => {
        const code = readFileSync(join(ROOT, file), "utf8").replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
        return labelsIn(code).map((label) => `${file}: ${label}`);
      });
    expect(elsewhere).toEqual([]);
  });

  it("are each listed in PROTOCOL.md", () => {
    const protocol = readFileSync(join(ROOT, "security/PROTOCOL.md"), "utf8");
    for (const label of Object.values(LABELS)) expect(protocol).toContain(`\`${label}\``);
  });
});
