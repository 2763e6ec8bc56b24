import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { blobOf, inMemory, viewOf } from "../../../../web/form/attachments/content.ts";
import { depth } from "../../../tools/depth.ts";

const bytesOf = async (blob: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<number[]> => [
  ...new Uint8Array(await blob.arrayBuffer()),
];
const counted = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, i) => i);

describe("inMemory()", () => {
  it("is read like a file: from a place to a place, and no further than its end", async () => {
    const content = inMemory(counted(9));
    expect(content.size).toBe(9);
    expect(await bytesOf(content.slice(0, 9))).toEqual([...counted(9)]);
    expect(await bytesOf(content.slice(2, 5))).toEqual([2, 3, 4]);
    expect(await bytesOf(content.slice(7, 99))).toEqual([7, 8]);
    expect(await bytesOf(content.slice(9, 99))).toEqual([]);
  });

  it("gives copies: what is done with one leaves the recording as it is", async () => {
    const content = inMemory(counted(4));
    new Uint8Array(await content.slice(0, 4).arrayBuffer()).fill(9);
    expect([...content.bytes]).toEqual([0, 1, 2, 3]);
  });

  it("reads a view from where the view begins", async () => {
    expect(await bytesOf(inMemory(counted(9).subarray(3, 6)).slice(0, 3))).toEqual([3, 4, 5]);
  });
});

describe("blobOf()", () => {
  it("is the file itself, or what is in memory under the type given", async () => {
    const file = new Blob([counted(3)], { type: "image/png" });
    expect(blobOf(file, "image/jpeg")).toBe(file);
    const made = blobOf(inMemory(counted(3)), "audio/webm");
    expect(made.type).toBe("audio/webm");
    expect(await bytesOf(made)).toEqual([0, 1, 2]);
  });
});

describe("viewOf()", () => {
  /** A file that tells which of its bytes were asked for. */
  const watched = (bytes: Uint8Array) => {
    const asked: [number, number][] = [];
    const source = new Blob([bytes as Uint8Array<ArrayBuffer>]);
    const slice = source.slice.bind(source);
    source.slice = (from = 0, to = source.size) => {
      asked.push([from, to]);
      return slice(from, to);
    };
    return { source, asked };
  };

  it("takes what was kept from the file, in one piece where pieces touch, and the rest as it was written", async () => {
    const bytes = counted(10);
    const { source, asked } = watched(bytes);
    const pieces = [bytes.subarray(0, 2), bytes.subarray(2, 4), Uint8Array.of(77), bytes.subarray(6, 9)];
    const view = viewOf(source, bytes, pieces, "image/jpeg");
    expect(view.type).toBe("image/jpeg");
    expect(await bytesOf(view)).toEqual([0, 1, 2, 3, 77, 6, 7, 8]);
    expect(asked).toEqual([
      [0, 4],
      [6, 9],
    ]);
  });

  it("is the pieces one after the other, whatever they are", async () => {
    // The bytes themselves may be a view of something larger.
    const bytes = counted(60).subarray(7, 47);
    const inside = fc
      .tuple(fc.nat(bytes.length), fc.nat(bytes.length))
      .map(([a, b]) => bytes.subarray(Math.min(a, b), Math.max(a, b)));
    const anyPiece = fc.oneof(inside, fc.uint8Array({ maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(fc.array(anyPiece, { maxLength: 6 }), async (pieces) => {
        const { source } = watched(bytes);
        const view = viewOf(source, bytes, pieces, "");
        expect(await bytesOf(view)).toEqual(pieces.flatMap((piece) => [...piece]));
      }),
      { numRuns: depth(200, 20_000) },
    );
  });
});
