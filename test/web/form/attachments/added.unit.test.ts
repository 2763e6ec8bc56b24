import { describe, expect, it } from "@jest/globals";
import {
  ATTACHMENTS_MAX_BYTES,
  ATTACHMENTS_MAX_FILES,
  sealAttachments,
  type AttachmentInput,
} from "../../../../security/index.ts";
import { clock, inputsOf, nameOf, roomIn, type Added } from "../../../../web/form/attachments/added.ts";
import { inMemory } from "../../../../web/form/attachments/content.ts";
import { noble } from "../../../security/engines.ts";

/** As large as it says, with nothing in it. */
const lying = (size: number): File => Object.defineProperty(new File([], "IMG_1.jpg"), "size", { value: size });

const picture = (size = 100, more: Partial<Added> = {}): Added => ({
  what: "picture",
  state: "cleaned",
  type: "image/jpeg",
  ending: "jpg",
  content: lying(size),
  original: lying(size + 50),
  ...more,
});
const voice: Added = {
  what: "voice",
  state: "recorded",
  type: "audio/webm",
  ending: "webm",
  content: inMemory(new Uint8Array(7)),
  seconds: 187,
};
const told = (inputs: readonly AttachmentInput[]) =>
  inputs.map(({ name, state, content }) => [name, state, content.size]);

describe("nameOf()", () => {
  it("counts files as they stand, so that a removed one leaves no gap", () => {
    const added = [picture(), voice, picture(1, { ending: "png" })];
    expect(added.map((one) => nameOf(added, one))).toEqual(["file-1.jpg", "file-2.webm", "file-3.png"]);
    const [, , last] = added;
    added.shift();
    expect(nameOf(added, last as Added)).toBe("file-2.png");
  });
});

describe("inputsOf()", () => {
  it("puts an original behind its clean copy, under the same number, when it is kept", () => {
    const added = [picture(100, { keepsOriginal: true }), voice, picture(10), picture(5, { keepsOriginal: false })];
    expect(told(inputsOf(added))).toEqual([
      ["file-1.jpg", "cleaned", 100],
      ["file-1-original.jpg", "original", 150],
      ["file-2.webm", "recorded", 7],
      ["file-3.jpg", "cleaned", 10],
      ["file-4.jpg", "cleaned", 5],
    ]);
    expect(inputsOf([])).toEqual([]);
  });

  it("names nothing after the file that was chosen", () => {
    const [input, original] = inputsOf([picture(1, { keepsOriginal: true })]);
    expect(JSON.stringify([input, original])).not.toContain("IMG_1");
  });
});

describe("roomIn()", () => {
  it("counts what goes: an original only when it is kept", () => {
    expect(roomIn([])).toBe(ATTACHMENTS_MAX_BYTES);
    const one = picture(100);
    expect(roomIn([one, voice])).toBe(ATTACHMENTS_MAX_BYTES - 107);
    one.keepsOriginal = true;
    expect(roomIn([one, voice])).toBe(ATTACHMENTS_MAX_BYTES - 257);
  });

  it("ends at nothing, to the byte", () => {
    const most = picture(ATTACHMENTS_MAX_BYTES - 7);
    expect(roomIn([most, voice])).toBe(0);
    expect(() => sealAttachments(noble, inputsOf([most, voice]))).not.toThrow();
    expect(roomIn([most, voice, picture(1)])).toBe(-1);
    expect(() => sealAttachments(noble, inputsOf([most, voice, picture(1)]))).toThrow(
      expect.objectContaining({ code: "too_long" }),
    );
  });
});

describe("as many files as there may be", () => {
  // The longest that a page writes: nine letters of a name's number and "original", five of an ending, a hundred of a type.
  const longest = (size: number): Added =>
    picture(size, { ending: "x".repeat(5), type: `${"a".repeat(19)}/${"b".repeat(80)}`, keepsOriginal: true });

  it.each([1, ATTACHMENTS_MAX_BYTES / ATTACHMENTS_MAX_FILES - 25])(
    "can be sealed with all that is said of them: %d bytes each",
    (size) => {
      const pairs = Array.from({ length: ATTACHMENTS_MAX_FILES / 2 }, () => longest(Math.floor(size)));
      expect(inputsOf(pairs)).toHaveLength(ATTACHMENTS_MAX_FILES);
      expect(roomIn(pairs)).toBeGreaterThanOrEqual(0);
      expect(() => sealAttachments(noble, inputsOf(pairs))).not.toThrow();
    },
  );

  it("are no more than twenty", () => {
    const files = Array.from({ length: ATTACHMENTS_MAX_FILES }, () => picture(1));
    expect(sealAttachments(noble, inputsOf(files)).partCount).toBe(1);
    expect(() => sealAttachments(noble, inputsOf([...files, picture(1)]))).toThrow(
      expect.objectContaining({ code: "too_long" }),
    );
  });
});

describe("clock()", () => {
  it.each([
    [0, "0:00"],
    [0.9, "0:00"],
    [59.99, "0:59"],
    [60, "1:00"],
    [187, "3:07"],
    [1800, "30:00"],
  ])("writes %d seconds as %s", (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });
});
