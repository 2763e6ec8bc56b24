import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { DRAWINGS } from "../../../web/form/icons/drawings.ts";
import { drawingOf, QUESTION_DRAWINGS } from "../../../web/form/icons/meanings.ts";
import { QUESTIONS } from "../../../web/form/questions.ts";

const ROOT = join(import.meta.dirname, "../../..");
const MAX_BYTES = 5_000;

const fields = QUESTIONS.flatMap((question) => question.fields);
const answers = fields.flatMap((field) => (field.type === "text" ? [] : field.choices.map(({ text }) => text)));

describe("the drawings", () => {
  it("stand beside every answer of every question", () => {
    expect(answers.length).toBeGreaterThan(60);
    expect(answers.filter((text) => drawingOf(text) === undefined)).toEqual([]);
    expect(drawingOf("q.danger.title")).toBeUndefined();
    expect(Object.keys(QUESTION_DRAWINGS)).toEqual(QUESTIONS.map(({ id }) => id));
  });

  it("tell the answers of one question apart", () => {
    for (const field of fields) {
      if (field.type === "text") continue;
      const names = field.choices.map(({ text }) => drawingOf(text));
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("are the same for the same answer on every screen", () => {
    const byText = (end: string) => new Set(answers.filter((key) => key.endsWith(end)).map(drawingOf));
    for (const end of [".unknown", ".yes", ".police", ".other"]) expect(byText(end).size).toBe(1);
  });

  it("have a quiet picture for what must not be seen over a shoulder", () => {
    const loud = /sex|gun|knife|weapon|blood|fist|rape|cuff|bed/i;
    expect("knife").toMatch(loud);
    expect(Object.keys(DRAWINGS).filter((name) => loud.test(name))).toEqual([]);
    // A shield and a person: "my body is mine", and to others a setting of the phone.
    expect([drawingOf("a.signs.forced_sex"), drawingOf("a.kinds.sexual_violence")]).toEqual(["body", "body"]);
  });

  it("are path data on a grid of 24, all in use, in less than 5 kB", () => {
    for (const path of Object.values(DRAWINGS)) {
      expect(path).toMatch(/^M[\d.,\sMmLlHhVvCcSsAaZzQqTt-]+$/);
      for (const [x] of path.matchAll(/(?<=[MLHV])\d+(\.\d+)?/g)) expect(Number(x)).toBeLessThanOrEqual(24);
    }
    const source = readFileSync(join(ROOT, "web/form/screens/identifiers.ts"), "utf8");
    const used = new Set<string | undefined>([...answers.map(drawingOf), ...Object.values(QUESTION_DRAWINGS)]);
    for (const [, name = ""] of source.matchAll(/namedIcon\("(\w+)"\)/g)) used.add(name);
    expect(Object.keys(DRAWINGS).filter((name) => !used.has(name))).toEqual([]);
    expect(gzipSync(JSON.stringify(DRAWINGS), { level: 9 }).length).toBeLessThan(MAX_BYTES);
  });

  it("carry the licence of those who drew them", () => {
    const licence = readFileSync(join(ROOT, "web/form/icons/LICENSE"), "utf8");
    expect(licence).toMatch(/ISC License[^]*Lucide Icons and Contributors[^]*MIT License[^]*Cole Bemis/);
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain("web/form/icons/LICENSE");
  });
});
