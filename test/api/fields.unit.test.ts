import { describe, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { bytes, bytesBetween, bytesBetweenIn, bytesIn, officerName, uuid } from "../../api/fields.ts";

const text = (length: number): string => randomBytes(length).toString("base64url");

describe("bytes()", () => {
  it.each([16, 31, 32, 33, 64, 1392])("takes exactly %i bytes", (length) => {
    expect(bytes(length).safeParse(text(length)).success).toBe(true);
    expect(bytesIn(length).parse(text(length))).toHaveLength(length);
    for (const other of [length - 1, length + 1]) expect(bytes(length).safeParse(text(other)).success).toBe(false);
  });

  it.each(["AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAA+A", "AAAAAAAAAAAAAAAAAAAAA\n"])(
    "refuses another text for the same 16 bytes: %j",
    (other) => {
      expect(bytes(16).safeParse("AAAAAAAAAAAAAAAAAAAAAA").success).toBe(true);
      expect(bytes(16).safeParse(other).success).toBe(false);
    },
  );
});

describe("bytesBetween()", () => {
  it("takes the lengths between its bounds", () => {
    for (const length of [64, 65, 66, 4096]) {
      expect(bytesBetween(64, 4096).safeParse(text(length)).success).toBe(true);
      expect(bytesBetweenIn(64, 4096).parse(text(length))).toHaveLength(length);
    }
    for (const length of [63, 4097]) expect(bytesBetween(64, 4096).safeParse(text(length)).success).toBe(false);
    expect(bytesBetween(1, 4).safeParse("A").success).toBe(false);
    expect(bytesBetween(1, 4).safeParse("AB").success).toBe(false);
  });
});

describe("officerName", () => {
  it.each(["Zoé", "O’Neill", "Agente Tremblay", "محمد", "বিপ্লব", "J.-P. Roy", "7"])("takes %s", (name) => {
    expect(officerName.safeParse(name.normalize("NFC")).success).toBe(true);
  });
  it.each(["", " Zoé", "Zoé ", "a\u202eb", "<b>", "a".repeat(65), "Zoe\u0301", "a\u0000b"])("refuses %j", (name) => {
    expect(officerName.safeParse(name).success).toBe(false);
  });
});

describe("uuid", () => {
  it("takes one spelling only", () => {
    expect(uuid.safeParse("0f0f0f0f-1111-2222-3333-444444444444").success).toBe(true);
    for (const other of ["0F0F0F0F-1111-2222-3333-444444444444", "0f0f0f0f111122223333444444444444", ""]) {
      expect(uuid.safeParse(other).success).toBe(false);
    }
  });
});
