import { describe, expect, it } from "@jest/globals";
import { LANGUAGES } from "../../../../security/index.ts";
import { roomSizeIn, sizeIn } from "../../../../web/form/fields/sizes.ts";

const MB = 2 ** 20;
const readable = (size: string): string => size.replace(/\s/g, " ");

describe("sizeIn()", () => {
  it.each<[number, string, string]>([
    [1, "1 kB", "1 ko"],
    [1_500, "1 kB", "1 ko"],
    [1_600, "2 kB", "2 ko"],
    [123_456, "121 kB", "121 ko"],
    [MB - 1, "1 MB", "1 Mo"],
    [MB, "1 MB", "1 Mo"],
    [3.44 * MB, "3.4 MB", "3,4 Mo"],
    [9.96 * MB, "10 MB", "10 Mo"],
    [31.4 * MB, "31 MB", "31 Mo"],
    [32 * MB, "32 MB", "32 Mo"],
  ])("writes %d bytes as people do", (bytes, en, fr) => {
    expect(readable(sizeIn("en", bytes))).toBe(en);
    expect(readable(sizeIn("fr", bytes))).toBe(fr);
  });

  it("writes the same digits in every language", () => {
    for (const language of LANGUAGES) expect(sizeIn(language, 32 * MB)).toMatch(/^\P{Nd}*32\P{Nd}*$/u);
  });

  it("leaves no number at the end of a line and its unit on the next", () => {
    expect(sizeIn("vi", 32 * MB)).toMatch(/^32\sMB$/);
    for (const language of LANGUAGES) expect(sizeIn(language, 32 * MB)).not.toContain(" ");
  });
});

describe("roomSizeIn()", () => {
  it.each<[number, string]>([
    [0, "0 kB"],
    [1_023, "0 kB"],
    [1_024, "1 kB"],
    [MB - 1, "1,023 kB"],
    [MB, "1 MB"],
    [1.99 * MB, "1.9 MB"],
    [9.99 * MB, "9.9 MB"],
    [32 * MB - 1, "31 MB"],
    [32 * MB, "32 MB"],
  ])("tells no more of %d bytes than there is", (bytes, en) => {
    expect(readable(roomSizeIn("en", bytes))).toBe(en);
  });
});
