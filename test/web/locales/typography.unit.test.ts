/** How words are set outside of the form's catalogs, which the build holds to the same: see web/build/faults.ts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { pageValues } from "../../../web/build/page.ts";
import { CATALOGS } from "../../../web/locales/console/index.ts";
import { projectDir } from "../../tools/cache.ts";
import { makeUnit } from "../../tools/unit.ts";

/** Every text of a catalog; what is filled in is a word. */
function textsOf(part: unknown): string[] {
  if (typeof part === "string") return [part];
  if (typeof part === "function") return [(part as (...values: string[]) => string)("mot", "mot", "mot")];
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(textsOf) : [];
}

const FRENCH_SPACES = /[^\u00a0\s][:;?!»]|[^\u00a0][:;?!»](?=\s|$)|«(?!\u00a0)/;
const SPACE_BEFORE = /\s[:;?!]/;
/** Between letters; code that a person types has others. */
const STRAIGHT = /\p{L}['´`]\p{L}/u;

/** Texts of a page between its tags, by the language that is set around them. */
function textsOfPage(html: string, language: "fr" | "en"): string[] {
  const plain = html
    .slice(html.indexOf("<body"))
    .replace(/<!--[^]*?-->/g, "")
    .replace(/<(style|svg)[^]*?<\/\1>/g, "");
  const blocks = [...plain.matchAll(new RegExp(`<(\\w+)[^>]* lang="${language}"[^>]*>([^]*?)</\\1>`, "g"))];
  return blocks.flatMap(([, , inner = ""]) =>
    inner.split(/<[^>]*>/).map((text) => text.replace(/[ \n]+/g, " ").trim()),
  );
}

async function pageOf(file: string, language: "fr" | "en"): Promise<string[]> {
  const values = pageValues((await makeUnit()).unit);
  const html = readFileSync(join(projectDir, file), "utf8");
  const filled = html.replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => values[name] ?? "");
  return textsOfPage(filled, language).filter((text) => text !== "" && !text.includes("{{"));
}

describe.each(["fr", "en"] as const)("texts in %s", (language) => {
  it.each(["the console's catalog", "web/form/index.html", "web/console/index.html"])(
    "%s has one kind of apostrophe, and the spaces of the language",
    async (where) => {
      const texts = where.endsWith(".html") ? await pageOf(where, language) : textsOf(CATALOGS[language]);
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => STRAIGHT.test(text))).toEqual([]);
      const spaces = language === "fr" ? FRENCH_SPACES : SPACE_BEFORE;
      expect(texts.filter((text) => spaces.test(text.replace(/https?:|\d\d:\d\d/g, "")))).toEqual([]);
    },
  );
});

describe("these rules", () => {
  it("notice what they are for", () => {
    expect(STRAIGHT.test("l'heure")).toBe(true);
    expect(FRENCH_SPACES.test("Niveau : 1")).toBe(true);
    expect(FRENCH_SPACES.test("Niveau\u00a0: 1")).toBe(false);
    expect(SPACE_BEFORE.test("Level : 1")).toBe(true);
    expect(textsOfPage('<body><p lang="en">One <b>two</b></p><p lang="fr">Un</p>', "en")).toContain("two");
  });
});
