import { describe, expect, it } from "@jest/globals";
import { clean } from "../../../../web/form/clean/index.ts";
import { cleaned, names, ORIENTATIONS, PNGS } from "../support/cleaning.ts";
import { join, latin, listPng, pngChunk } from "../support/containers.ts";
import { fullPng, hidden, plantPng, PNG_PLANTS, word } from "../support/planted.ts";

describe.each(Object.entries(PNGS))("clean() of a PNG, %s", (_, base) => {
  it.each(ORIENTATIONS)("leaves the picture, orientation %i, and nothing of what was planted", (orientation) => {
    const full = fullPng(base, orientation);
    expect(hidden(full).length).toBeGreaterThan(5);
    const { bytes, type, orientation: told } = cleaned(full, "Screenshot.png");
    expect([type, told]).toEqual(["image/png", orientation]);
    expect(hidden(bytes)).toEqual([]);
    const [header, ...rest] = names(listPng(base));
    expect(names(listPng(bytes))).toEqual([header, ...(orientation === 1 ? [] : ["eXIf"]), ...rest]);
    if (orientation === 1) expect(bytes).toEqual(base);
    expect(cleaned(bytes).bytes).toEqual(bytes);
  });
});

describe("clean() of a PNG", () => {
  const base = PNGS.true;
  it.each(Object.entries(PNG_PLANTS))("drops %s", (_, make) => {
    expect(cleaned(plantPng(base, [make()])).bytes).toEqual(base);
  });

  it("drops the cropped-away part that phones left behind the end", () => {
    const uncropped = join(base, PNGS.palette.subarray(40), latin(word("cropped")));
    expect(cleaned(uncropped).bytes).toEqual(base);
  });

  it("drops frames that belong to no animation, and a second note of the same kind", () => {
    const frame = listPng(PNGS.animated).find(({ name }) => name === "fdAT");
    const planted = plantPng(base, [pngChunk("fdAT", frame?.content ?? new Uint8Array(9))]);
    expect(cleaned(planted).bytes).toEqual(base);
    const twice = plantPng(base, [pngChunk("gAMA", latin("abcd"))]);
    expect(names(listPng(cleaned(twice).bytes)).filter((name) => name === "gAMA")).toHaveLength(1);
  });

  const broken = (name: string, content: Uint8Array): Uint8Array => plantPng(base, [pngChunk(name, content)]);
  const flip = (at: number): Uint8Array => base.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const header = (...content: readonly number[]): Uint8Array =>
    join(base.subarray(0, 8), pngChunk("IHDR", Uint8Array.from(content)), base.subarray(33));
  it.each<[string, () => Uint8Array, string]>([
    ["without an end", () => base.subarray(0, -12), "damaged"],
    ["without a picture", () => join(base.subarray(0, 33), base.subarray(-12)), "damaged"],
    ["without a header", () => join(base.subarray(0, 8), base.subarray(33)), "damaged"],
    ["with two headers", () => join(base.subarray(0, 33), base.subarray(8)), "damaged"],
    ["with a changed bit in its data", () => flip(base.length - 40), "damaged"],
    ["with a changed checksum", () => flip(32), "damaged"],
    ["with a gamma of words", () => broken("gAMA", latin(word("gamma"))), "damaged"],
    ["with a palette of words", () => broken("PLTE", latin("abcd")), "damaged"],
    ["with a chunk that has no name", () => broken("\0\0\0\0", latin("x")), "damaged"],
    ["with a chunk longer than the file", () => base.map((byte, i) => (i === 33 ? 0x7f : byte)), "damaged"],
    ["of no width", () => header(0, 0, 0, 0, 0, 0, 0, 16, 8, 2, 0, 0, 0), "damaged"],
    ["of four thousand million pixels", () => header(0, 0, 255, 255, 0, 0, 255, 255, 8, 2, 0, 0, 0), "too_large"],
    ["of an unknown colour", () => header(0, 0, 0, 24, 0, 0, 0, 16, 8, 5, 0, 0, 0), "damaged"],
    [
      "of seventy thousand chunks",
      () =>
        plantPng(
          base,
          Array.from({ length: 70_000 }, () => pngChunk("abCd", latin(""))),
        ),
      "damaged",
    ],
  ])("says that one %s cannot be cleaned", (_, make, reason) => {
    expect(clean(base, "a.png").kind).toBe("cleaned");
    expect(clean(make(), "a.png")).toEqual({ kind: "uncleanable", reason });
  });
});
