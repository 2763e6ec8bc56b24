import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { pad, unpad } from "../../security/padding.ts";

describe("pad(), unpad()", () => {
  it("are inverse, also for data that ends in 0x80 or zeros", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), fc.nat(5), (start, more, zeros) => {
        const data = Uint8Array.of(...start, 0x80, ...new Uint8Array(zeros));
        const padded = pad(data, data.length + 1 + more);
        expect(padded).toHaveLength(data.length + 1 + more);
        expect(unpad(padded)).toEqual(data);
      }),
    );
  });

  it("fill up to the last byte, and refuse one more", () => {
    expect(unpad(pad(new Uint8Array(255), 256))).toHaveLength(255);
    expect(() => pad(new Uint8Array(256), 256)).toThrow(expect.objectContaining({ code: "too_long" }));
  });

  it.each([[[]], [[0]], [[0x80, 1, 0]], [[0x7f]]])("unpad() refuses %p", (bytes) => {
    expect(unpad(Uint8Array.of(1, 0x80, 0))).toEqual(Uint8Array.of(1));
    expect(() => unpad(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});
