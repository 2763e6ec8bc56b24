/** Right-to-left languages use the same sheet: nothing in it may speak of left and right. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";

const WEB = join(import.meta.dirname, "../../../web");
const FOLDERS = ["form/styles", "shared"];

const PROPERTY = /^(?:left|right|.*-(?:left|right)(?:-.*)?)$/;
const VALUE = /\b(?:left|right)\b/;
/** With four values, the second is the right side and the fourth the left one. */
const SIDES = /^(?:margin|padding|inset|border-(?:width|style|color|radius))$/;

/** The declarations of a sheet that name a side of the screen. Comments may say what they like. */
function physicalIn(css: string): string[] {
  const declarations = css.replace(/\/\*[^]*?\*\//g, "").matchAll(/(?<=[{;\s])([a-z-]+)\s*:\s*([^;{}]+);/g);
  return Array.from(declarations, ([, property = "", value = ""]) => ({ property, value })).flatMap(
    ({ property, value }) => {
      const sides = value.replace(/\([^()]*\)/g, "").split(/\s+/);
      const uneven = SIDES.test(property) && sides.length === 4 && sides[1] !== sides[3];
      return PROPERTY.test(property) || VALUE.test(value) || uneven ? [`${property}: ${value}`] : [];
    },
  );
}

describe("the form's styles", () => {
  it.each([
    ["margin-left: 1rem;", true],
    ["a { left: 0; }", true],
    ["text-align: right;", true],
    ["float: left;", true],
    ["border-top-left-radius: 1px;", true],
    ["margin: 0 1px 0 2px;", true],
    ["margin-inline-start: 1rem;", false],
    ["inset-inline: 0;", false],
    ["text-align: start;", false],
    ["margin: 0.05rem auto 0;", false],
    ["padding: 1px 2px 3px 2px;", false],
    ["/* left: 0; */", false],
  ])("physical or not: %s", (line, physical) => {
    expect(physicalIn(` ${line}`)).toHaveLength(physical ? 1 : 0);
  });

  it("use logical properties only", () => {
    const files = FOLDERS.flatMap((folder) =>
      readdirSync(join(WEB, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".css"))
        .map((file) => join(folder, file)),
    );
    expect(files).toEqual(expect.arrayContaining([join("form/styles", "icons.css"), join("shared", "tokens.css")]));
    const found = files.flatMap((file) =>
      physicalIn(readFileSync(join(WEB, file), "utf8")).map((declaration) => `${file}: ${declaration}`),
    );
    // A tick is drawn the same way round in every language.
    expect(found).toEqual([`${join("form/styles", "fields.css")}: border-width: 0 3px 3px 0`]);
  });
});
