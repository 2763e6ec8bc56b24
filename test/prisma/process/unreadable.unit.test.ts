import { describe, expect, it } from "@jest/globals";
import { whyUnreadable } from "../../../prisma/process/unreadable.ts";

describe("whyUnreadable()", () => {
  it.each([
    ["ENOENT", /does not exist/],
    ["EACCES", /user \d+.*owner/],
    ["EISDIR", /is a directory/],
    ["EIO", /cannot be read \(EIO\)/],
  ])("says what %s means to whoever starts a process", (code, words) => {
    expect(whyUnreadable(Object.assign(new Error("colibri"), { code }))).toMatch(words);
    expect(whyUnreadable(Object.assign(new Error("colibri"), { code }))).not.toContain("colibri");
  });
});
