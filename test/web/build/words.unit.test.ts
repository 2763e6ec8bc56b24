import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { LANGUAGES } from "../../../security/index.ts";
import { reviewsOf } from "../../../web/build/catalogs.ts";
import { findRoot } from "../../../web/build/esbuild.ts";
import { catalogsIn, countStates, keysNamed, mark, overview, worklist } from "../../../web/build/words.ts";
import { catalog as bn } from "../../../web/locales/form/bn.ts";
import { catalog as en } from "../../../web/locales/form/en.ts";
import { catalog as fr } from "../../../web/locales/form/fr.ts";
import { FORM_LANGUAGES } from "../../../web/locales/form/languages.ts";

const begun = { fr, en, bn };

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-words-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("the list of what is to do", () => {
  it("has a row for each language, begun or not, and nothing wrong with what is there", () => {
    const { lines, whole } = overview(root, begun, ["fr", "en"]);
    for (const code of LANGUAGES) expect(lines.filter((line) => line.startsWith(`${code} `))).toHaveLength(1);
    expect(lines.find((line) => line.startsWith("bn"))).toMatch(/^bn +not +0 +0 +\d+ +0 /);
    expect(lines.find((line) => line.startsWith("ta"))).toContain("no catalog yet");
    expect(whole).toBe(true);
  });

  it("names what is missing, and what is wrong", () => {
    const { "code.lost": lost, ...rest } = bn;
    expect(lost).toBeDefined();
    const { lines, whole } = overview(root, { ...begun, bn: { ...rest, back: "Back" } }, []);
    expect(lines).toEqual(expect.arrayContaining(["bn: code.lost is missing", "bn: back is left as it is in en"]));
    expect(lines.find((line) => line.startsWith("bn "))).toMatch(/^bn +not +1 +0 /);
    expect(whole).toBe(false);
  });

  it("knows the catalogs of this project, and has nothing missing in what is offered", async () => {
    const ours = await catalogsIn(findRoot());
    for (const language of FORM_LANGUAGES) {
      expect(countStates(findRoot(), language, ours[language] ?? {}).missing).toBe(0);
    }
  });
});

describe("marking", () => {
  it("takes texts by their name or a pattern", () => {
    expect(keysNamed(["back"])).toEqual(["back"]);
    expect(keysNamed(["check.*"])).toContain("check.see");
    expect(keysNamed(["q.*.title"])).toHaveLength(13);
    expect(keysNamed(["*"])).toHaveLength(Object.keys(en).length);
    expect(() => keysNamed(["back", "codes"])).toThrow("no such text: codes");
  });

  it("takes a text off the list until it is changed", () => {
    expect(worklist(root, begun, "bn")).toContain("code.lost (draft)");
    expect(mark(root, begun, "bn", ["code.*"])).toBe(keysNamed(["code.*"]).length);
    expect(mark(root, begun, "bn", ["back"])).toBe(1);
    expect(reviewsOf(root, "bn").size).toBe(keysNamed(["code.*", "back"]).length);
    expect(worklist(root, begun, "bn")).not.toContain("code.lost (draft)");
    const changed = { ...begun, bn: { ...bn, "code.lost": `${bn["code.lost"] ?? ""}!` } };
    expect(worklist(root, changed, "bn")).toContain("code.lost (draft)");
  });

  it("refuses what is not there to be read", () => {
    expect(() => mark(root, { bn: {} }, "bn", ["back"])).toThrow("bn: back is missing");
    expect(() => worklist(root, {}, "bn")).toThrow("bn has no catalog yet");
  });
});
