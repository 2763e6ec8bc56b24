import { describe, expect, it } from "@jest/globals";
import { findLeaks } from "./leaks.ts";

const WORD = "Rue Sainte-Catherine près du métro";
const around = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from("...."), bytes, Buffer.from("....")]);

describe("findLeaks()", () => {
  it("finds nothing where the word is not", () => {
    expect(findLeaks([{ name: "a", bytes: around(Buffer.from("Rue Sainte-Cath")) }], [WORD])).toEqual([]);
  });

  it.each([
    ["text", Buffer.from(WORD)],
    ["hexadecimal", Buffer.from(Buffer.from(WORD).toString("hex"))],
    ["UTF-16", Buffer.from(WORD, "utf16le")],
    ["percent-encoded", Buffer.from(encodeURIComponent(WORD))],
    ["base64", Buffer.from(Buffer.from(WORD).toString("base64"))],
    ["base64 after one other byte", Buffer.from(Buffer.from(`x${WORD}y`).toString("base64"))],
    ["base64 after two other bytes", Buffer.from(Buffer.from(`xx${WORD}y`).toString("base64url"))],
  ])("finds it as %s", (_spelling, bytes) => {
    const [leak] = findLeaks([{ name: "place", bytes: around(bytes) }], ["another word", WORD]);
    expect(leak).toMatchObject({ place: "place", word: WORD });
  });
});
