import { describe, expect, it } from "@jest/globals";
import * as cborg from "cborg";
import fc from "fast-check";
import { fromHex, toHex } from "../../security/bytes.ts";
import { CborReader, encodeCbor, parseCbor, type CborValue } from "../../security/cbor.ts";
import { depth } from "../tools/depth.ts";
import { texts } from "./samples.ts";

const leaf = fc.oneof(fc.maxSafeNat(), fc.boolean(), texts, fc.uint8Array({ maxLength: 40 }));
const values: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.uniqueArray(fc.tuple(fc.nat(300), tie("value")), { maxLength: 5, selector: ([key]) => key }).map((entries) => {
      return new Map(entries);
    }),
  ),
})).value;

describe("encodeCbor(), parseCbor()", () => {
  it("are inverse, in one encoding only", () => {
    fc.assert(
      fc.property(values, (value) => {
        const encoded = encodeCbor(value);
        expect(parseCbor(encoded)).toEqual(value);
        expect(encodeCbor(parseCbor(encoded))).toEqual(encoded);
      }),
      { numRuns: depth(200, 100_000) },
    );
  });

  it("sort map keys whatever the order of insertion (RFC 8949 section 4.2.1)", () => {
    const shuffled = new Map<number, CborValue>([
      [256, 3],
      [1, 1],
      [24, 2],
    ]);
    expect(toHex(encodeCbor(shuffled))).toBe("a3010118180219010003");
  });

  it("keep a byte-order mark, at the start of a text too", () => {
    for (const text of ["\uFEFFpasted", `\uFEFF${"long ".repeat(50)}`, "a\uFEFFb"]) {
      expect(parseCbor(encodeCbor(text))).toBe(text);
    }
  });

  it("write what cborg writes in its deterministic mode, and read it", () => {
    fc.assert(
      fc.property(values, (value) => {
        const theirs = cborg.encode(value, cborg.rfc8949EncodeOptions);
        expect(encodeCbor(value)).toEqual(theirs);
        expect(parseCbor(theirs)).toEqual(value);
      }),
      { numRuns: depth(200, 100_000) },
    );
  });

  it.each([0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])(
    "carry %d in as few bytes as cborg",
    (value) => {
      expect(encodeCbor(value)).toEqual(cborg.encode(value));
      expect(parseCbor(encodeCbor(value))).toBe(value);
    },
  );

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])("do not encode %p", (value) => {
    expect(() => encodeCbor(value)).toThrow(expect.objectContaining({ code: "out_of_range" }));
    expect(() => encodeCbor(new Map([[value, 1]]))).toThrow(expect.objectContaining({ code: "out_of_range" }));
  });

  it("refuse sixty thousand nested arrays, and exhaust no stack", () => {
    expect(parseCbor(fromHex(`${"81".repeat(15)}00`))).toBeDefined();
    const malformed = expect.objectContaining({ code: "malformed" });
    expect(() => parseCbor(fromHex(`${"81".repeat(16)}00`))).toThrow(malformed);
    expect(() => parseCbor(new Uint8Array(60_000).fill(0x81))).toThrow(malformed);
    expect(() => parseCbor(fromHex("9bffffffffffffffff"))).toThrow(malformed);
    expect(() => parseCbor(fromHex("5b001fffffffffffff"))).toThrow(malformed);
  });

  it("turn a lone surrogate into U+FFFD", () => {
    expect(parseCbor(encodeCbor("\uD800x"))).toBe("\uFFFDx");
  });

  it.each([
    ["an integer in more bytes than needed", "1801"],
    ["a length in more bytes than needed", "580161"],
    ["keys out of order", "a202000100"],
    ["a repeated key", "a201000100"],
    ["an indefinite array", "9f01ff"],
    ["an indefinite text", "7f6161ff"],
    ["trailing bytes", "0000"],
    ["a text cut short", "6261"],
    ["bytes that are not UTF-8 in a text", "61ff"],
    ["an integer in eight bytes that fits four", "1b00000000ffffffff"],
    ["a reserved length", "1c"],
    ["nothing", ""],
  ])("refuse %s", (_name, hex) => {
    expect(() => parseCbor(fromHex(hex))).toThrow(expect.objectContaining({ name: "SecurityError" }));
  });

  it.each([
    ["a negative integer", "20"],
    ["null", "f6"],
    ["undefined", "f7"],
    ["a float", "fb3ff199999999999a"],
    ["a tag", "c001"],
    ["a text as key", "a1616100"],
    ["a negative key", "a12000"],
    ["an integer above 2^53", "1bffffffffffffffff"],
  ])("refuse %s", (_name, hex) => {
    expect(() => parseCbor(fromHex(hex))).toThrow(expect.objectContaining({ name: "SecurityError" }));
  });

  it("never fail otherwise than with a SecurityError, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
        try {
          expect(encodeCbor(parseCbor(data))).toEqual(data);
        } catch (error) {
          expect(error).toMatchObject({ name: "SecurityError" });
        }
      }),
      { numRuns: depth(500, 1_000_000) },
    );
  });
});

describe("CborReader", () => {
  const sample = new Map<number, CborValue>([
    [0, 7],
    [1, "deux"],
    [2, Uint8Array.of(1, 2)],
    [3, true],
    [4, [1]],
  ]);
  const malformed = expect.objectContaining({ code: "malformed" });

  it("reads every kind of field and ends when all were read", () => {
    const reader = new CborReader(sample);
    expect([reader.uint(0), reader.text(1, 4), reader.bytes(2, 2), reader.bool(3), reader.array(4, 1)]).toEqual([
      7,
      "deux",
      Uint8Array.of(1, 2),
      true,
      [1],
    ]);
    expect(() => reader.end()).not.toThrow();
  });

  it("refuses a field that nobody asked for", () => {
    const reader = new CborReader(sample);
    reader.uint(0);
    expect(() => reader.end()).toThrow(malformed);
  });

  it("refuses missing fields, other kinds and sizes", () => {
    const reader = new CborReader(sample);
    expect(() => reader.uint(9)).toThrow(malformed);
    expect(() => reader.uint(1)).toThrow(malformed);
    expect(() => reader.uint(0, 6)).toThrow(malformed);
    expect(() => reader.uint(0, 9, 8)).toThrow(malformed);
    expect(() => reader.text(1, 3)).toThrow(malformed);
    expect(() => reader.bytes(2, 3)).toThrow(malformed);
    expect(() => reader.bool(0)).toThrow(malformed);
    expect(() => reader.array(4, 0)).toThrow(malformed);
    expect(() => reader.map(0)).toThrow(malformed);
    expect(() => new CborReader(7)).toThrow(malformed);
  });
});
