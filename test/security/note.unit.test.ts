import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { encodeCbor, type CborValue } from "../../security/cbor.ts";
import { NOTE_MAX_BYTES } from "../../security/limits.ts";
import { encodeNote, parseNote } from "../../security/note.ts";

const map = (...fields: readonly [number, CborValue][]): Uint8Array => encodeCbor(new Map(fields));

describe("encodeNote(), parseNote()", () => {
  it("are inverse", () => {
    const texts = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }).filter((text) => text.trim() !== "");
    fc.assert(fc.property(texts, (text) => expect(parseNote(encodeNote({ text }))).toEqual({ text })));
  });

  it("take 12 000 bytes and no more", () => {
    const full = "é".repeat(NOTE_MAX_BYTES / 2);
    expect(parseNote(encodeNote({ text: full })).text).toBe(full);
    const over = `${full}a`;
    expect(() => encodeNote({ text: over })).toThrow(expect.objectContaining({ code: "too_long" }));
    expect(() => parseNote(map([0, over]))).toThrow(expect.objectContaining({ code: "malformed" }));
  });

  it("refuse a note that says nothing, another kind of value, a further field and trailing bytes", () => {
    const right = map([0, "called back"]);
    expect(parseNote(right)).toEqual({ text: "called back" });
    expect(() => encodeNote({ text: " \n" })).toThrow(expect.objectContaining({ code: "out_of_range" }));
    const wrong = [map([0, " \n"]), map([0, 7]), map([0, "a"], [1, "b"]), map(), Uint8Array.of(...right, 0)];
    for (const content of wrong) {
      expect(() => parseNote(content)).toThrow(expect.objectContaining({ code: "malformed" }));
    }
  });
});
