import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { catalog as en } from "../../../web/locales/form/en.ts";

describe("every key", () => {
  it("is used somewhere", () => {
    const root = join(import.meta.dirname, "../../../web/form");
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const source = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
    // Keys that are put together: answers, levels, stages, reasons, and what fits witnesses and helpers.
    const built =
      /^(a\.\w+\.\w+|done\.level\.\d|send\.(checking|sealing|sending)|refused\.(date|signature|old|broken)|.*\.(witness|helping))$/;
    const unused = Object.keys(en).filter((key) => !source.includes(`"${key}"`) && !built.test(key));
    expect(unused).toEqual([]);
  });
});
