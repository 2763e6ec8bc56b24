/** Broken pictures: whatever is done to one, the cleaning answers, in time, and lets no planted word through. */
import { performance } from "node:perf_hooks";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { cleanJpeg } from "../../../../web/form/clean/jpeg.ts";
import { clean } from "../../../../web/form/clean/index.ts";
import { cleanPng } from "../../../../web/form/clean/png.ts";
import { Uncleanable } from "../../../../web/form/clean/reader.ts";
import { cleanWebp } from "../../../../web/form/clean/webp.ts";
import { depth } from "../../../tools/depth.ts";
import { JPEGS, PNGS, WEBPS } from "../support/cleaning.ts";
import { join } from "../support/containers.ts";
import { fullJpeg, fullPng, fullWebp, hidden } from "../support/planted.ts";

const RUNS = depth(3_000, 300_000);
const LIMIT_MS = depth(180_000, 3_600_000);

const WALKERS = {
  JPEG: { walk: cleanJpeg, samples: Object.values(JPEGS).map((base) => fullJpeg(base, 6)) },
  PNG: { walk: cleanPng, samples: Object.values(PNGS).map((base) => fullPng(base, 6)) },
  WebP: { walk: cleanWebp, samples: Object.values(WEBPS).map((base) => fullWebp(base, 6)) },
} as const;

/** A sample with one thing done to it: a byte changed, a piece taken out, put in, or said twice, or the rest cut off. */
function broken(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(
      fc.constantFrom(...samples),
      fc.nat(),
      fc.nat({ max: 64 }),
      fc.uint8Array({ maxLength: 16 }),
      fc.nat({ max: 4 }),
    )
    .map(([sample, where, length, noise, how]) => {
      // Half of the changes fall where the structure is.
      const at = where % (where % 2 === 0 ? Math.min(sample.length, 64) : sample.length);
      const [head, tail] = [sample.subarray(0, at), sample.subarray(at)];
      if (how === 0) return join(head, Uint8Array.of(length * 4), tail.subarray(1));
      if (how === 1) return join(head, tail.subarray(length));
      if (how === 2) return join(head, noise, tail);
      if (how === 3) return join(head, tail.subarray(0, length), tail);
      return head;
    });
}

describe.each(Object.entries(WALKERS))("a broken %s", (_, { walk, samples }) => {
  it(
    "is cleaned or refused, never anything else, and keeps no planted word",
    () => {
      let kept = 0;
      fc.assert(
        fc.property(broken(samples), (bytes) => {
          const before = bytes.slice();
          try {
            const out = join(...walk(bytes).pieces);
            expect(hidden(out)).toEqual([]);
            expect(out.length).toBeLessThanOrEqual(bytes.length + 64);
            kept++;
          } catch (error) {
            expect(error).toBeInstanceOf(Uncleanable);
          }
          expect(Buffer.compare(bytes, before)).toBe(0);
        }),
        { numRuns: RUNS },
      );
      // Else the property says nothing.
      expect(kept).toBeGreaterThan(RUNS / 100);
    },
    LIMIT_MS,
  );
});

/** Bytes made to keep a walker busy: twenty megabytes of the same beginning. */
const repeated = (start: Uint8Array, piece: Uint8Array): Uint8Array => {
  const out = new Uint8Array(20_000_000);
  out.set(start);
  for (let at = start.length; at + piece.length <= out.length; at += piece.length) out.set(piece, at);
  return out;
};

describe("clean()", () => {
  it("answers to any bytes under any name", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), fc.string(), (bytes, name, type) => {
        expect(["cleaned", "uncleanable"]).toContain(clean(bytes, name, type).kind);
      }),
      { numRuns: RUNS },
    );
  });

  const jpegToScan = JPEGS.baseline.subarray(0, -2);
  it.each<[string, Uint8Array]>([
    ["fill bytes", repeated(Uint8Array.of(0xff, 0xd8), Uint8Array.of(0xff))],
    ["restart markers", repeated(jpegToScan, Uint8Array.of(0xff, 0xd0))],
    ["fill bytes in a scan", repeated(jpegToScan, Uint8Array.of(0xff))],
    ["comments", repeated(jpegToScan, Uint8Array.of(0xff, 0xfe, 0, 2))],
    [
      "chunks of a PNG",
      repeated(PNGS.true.subarray(0, 33), Uint8Array.of(0, 0, 0, 0, 0x61, 0x62, 0x63, 0x64, 1, 2, 3, 4)),
    ],
    [
      "chunks of a WebP",
      repeated(
        Uint8Array.from(Buffer.from("RIFF\xf8\x2c\x31\x01WEBPVP8X\x0a\0\0\0\0\0\0\0\x10\0\0\x10\0\0", "latin1")),
        new Uint8Array(8),
      ),
    ],
  ])("is done with twenty megabytes of %s in a moment", (_, bytes) => {
    const start = performance.now();
    expect(clean(bytes, "a.jpg")).toEqual({ kind: "uncleanable", reason: "damaged" });
    // A second where time goes with length; with its square, hours.
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
