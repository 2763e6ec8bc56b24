import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  concat,
  equalBytes,
  exactly,
  fromBase64Url,
  fromHex,
  fromUtf8,
  readUnsigned,
  toBase64Url,
  toHex,
  u16,
  u32,
  u8,
  utf8,
  uuidBytes,
  uuidOf,
  wipe,
} from "../../security/bytes.ts";
import { texts } from "./samples.ts";

const anyBytes = fc.uint8Array({ maxLength: 64 });

describe("u8(), u16(), u32(), readUnsigned()", () => {
  it.each([
    [u8, 1],
    [u16, 2],
    [u32, 4],
  ] as const)("write big-endian integers that read back", (write, width) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** (8 * width) - 1 }), (value) => {
        const written = write(value);
        expect(written).toHaveLength(width);
        expect(readUnsigned(concat(Uint8Array.of(9), written), 1, width)).toBe(value);
      }),
    );
  });

  it("put the highest byte first", () => {
    expect(u32(0x01020304)).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it.each([-1, 256, 0.5, Number.NaN])("u8() refuses %p", (value) => {
    expect(u8(255)).toEqual(Uint8Array.of(255));
    expect(() => u8(value)).toThrow(expect.objectContaining({ code: "out_of_range" }));
  });

  it("readUnsigned() refuses to read past the end", () => {
    expect(readUnsigned(Uint8Array.of(1, 2), 0, 2)).toBe(258);
    expect(() => readUnsigned(Uint8Array.of(1, 2), 1, 2)).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});

describe("hexadecimal and base64url", () => {
  it("are identities when read back", () => {
    fc.assert(
      fc.property(anyBytes, (data) => {
        expect(fromHex(toHex(data))).toEqual(data);
        expect(fromBase64Url(toBase64Url(data))).toEqual(data);
      }),
    );
  });

  it.each(["0", "0g", "00 ", "0x00"])("fromHex() refuses %p", (text) => {
    expect(fromHex("00fF")).toEqual(Uint8Array.of(0, 255));
    expect(() => fromHex(text)).toThrow(expect.objectContaining({ code: "malformed" }));
  });

  it.each(["AA==", "A", "A+8", "A/8", "AB", "AAA\n"])("fromBase64Url() refuses %p", (text) => {
    expect(fromBase64Url("AA")).toEqual(Uint8Array.of(0));
    expect(() => fromBase64Url(text)).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});

describe("fromUtf8()", () => {
  it("gives back what utf8() took, a byte-order mark included", () => {
    fc.assert(fc.property(texts, (text) => expect(fromUtf8(utf8(`\uFEFF${text}`))).toBe(`\uFEFF${text}`)));
  });

  it("refuses what is not UTF-8", () => {
    expect(() => fromUtf8(Uint8Array.of(0xc0, 0x80))).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});

describe("uuidBytes(), uuidOf()", () => {
  it("are the same 16 bytes, and refuse what is no hexadecimal", () => {
    const uuid = "00112233-4455-4677-8899-aabbccddeeff";
    expect(toHex(uuidBytes(uuid))).toBe("00112233445546778899aabbccddeeff");
    expect(uuidOf(uuidBytes(uuid))).toBe(uuid);
    expect(() => uuidBytes(uuid.replace("0", "g"))).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});

describe("equalBytes()", () => {
  it("tells any difference in content or length", () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
  });
});

describe("exactly() and wipe()", () => {
  it("let the right length through and refuse others", () => {
    expect(exactly(Uint8Array.of(1), 1, "a byte")).toEqual(Uint8Array.of(1));
    expect(() => exactly(Uint8Array.of(1), 2, "a pair")).toThrow(expect.objectContaining({ code: "out_of_range" }));
  });

  it("overwrites every secret given", () => {
    const secrets = [Uint8Array.of(1, 2), Uint8Array.of(3)];
    wipe(...secrets);
    expect(secrets).toEqual([new Uint8Array(2), new Uint8Array(1)]);
  });
});
