/** The attacks of the threat model's row "tamper" on streams of attachments, each by name. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { PART_BYTES, PART_PLAINTEXT_BYTES } from "../../security/limits.ts";
import { openAttachment, type AttachmentStream } from "../../security/openAttachments.ts";
import { openPart, sealPart, streamKey } from "../../security/stream.ts";
import { depth } from "../tools/depth.ts";
import { fetchFrom } from "../tools/openFiles.ts";
import { ENGINES, flipped } from "./engines.ts";
import { content, files, sealAll, type SealedStream } from "./files.ts";

describe.each(ENGINES)("a stream of attachments, with %s", (_name, p) => {
  let stream: SealedStream;
  let other: SealedStream;
  beforeAll(async () => {
    stream = await sealAll(p, files(300_000, 200_000, 400_000));
    other = await sealAll(p, files(300_000, 200_000, 400_000));
  });

  /** Which files open, by their places; what opens is what was sealed. */
  async function outcome(parts: readonly Uint8Array[], sealed: AttachmentStream = stream.sealed): Promise<number[]> {
    const opened: number[] = [];
    for (const index of sealed.files.keys()) {
      try {
        const bytes = await openAttachment(p, sealed, index, fetchFrom(parts));
        expect(Buffer.from(bytes).equals(content(bytes.length, index + 1))).toBe(true);
        opened.push(index);
      } catch (error) {
        expect(error).toMatchObject({ code: "open_failed" });
      }
    }
    return opened;
  }
  const swapped = (at: number, part: Uint8Array): Uint8Array[] => stream.parts.with(at, part);

  it("opens when it is whole", async () => {
    expect(stream.parts).toHaveLength(4);
    // The files lie in the parts 0 and 1, in 1, and in 1 to 3.
    expect(await outcome(stream.parts)).toEqual([0, 1, 2]);
  });

  it("truncation is refused, at every part and also inside one; files that are whole are kept", async () => {
    expect(await outcome([])).toEqual([]);
    expect(await outcome(stream.parts.slice(0, 1))).toEqual([]);
    expect(await outcome(stream.parts.slice(0, 2))).toEqual([0, 1]);
    expect(await outcome(stream.parts.slice(0, 3))).toEqual([0, 1]);
    expect(await outcome(swapped(3, (stream.parts[3] as Uint8Array).slice(0, -1)))).toEqual([0, 1]);
    expect(await outcome(swapped(0, (stream.parts[0] as Uint8Array).slice(0, 65_552)))).toEqual([1, 2]);
  });

  it("truncation is refused even when the envelope's length is changed to fit it", async () => {
    const shorter = { ...stream.sealed, streamLength: 2 * PART_BYTES, files: stream.sealed.files.slice(0, 2) };
    expect(await outcome(stream.parts.slice(0, 2), shorter)).toEqual([]); // its last chunk is not marked as the last
  });

  it("extension is refused: bytes more, a stream twice as long; a part more is in no file", async () => {
    expect(await outcome(swapped(3, Buffer.concat([stream.parts[3] as Uint8Array, Buffer.from([0])])))).toEqual([0, 1]);
    const longer = { ...stream.sealed, streamLength: 8 * PART_BYTES };
    expect(await outcome([...stream.parts, ...other.parts], longer)).toEqual([]);
    expect(await outcome([...stream.parts, stream.parts[3] as Uint8Array])).toEqual([0, 1, 2]);
  });

  it("reordering is refused, of parts and of chunks within one", async () => {
    const [a, b, c, d] = stream.parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(await outcome([b, a, c, d])).toEqual([]);
    expect(await outcome([a, b, d, c])).toEqual([0, 1]);
    const turned = Buffer.concat([a.slice(65_552, 131_104), a.slice(0, 65_552), a.slice(131_104)]);
    expect(await outcome([turned, b, c, d])).toEqual([1, 2]);
  });

  it("a part opens in its own place alone, before any hash is looked at", async () => {
    const key = await streamKey(p, stream.sealed.contentKey, stream.sealed.envelopeId);
    for (const [at, part] of stream.parts.entries()) {
      for (const of of [1, 2, 4, 8]) {
        for (let index = 0; index < of; index++) {
          // At its own index, and only the last part as the last of a stream.
          const opens = index === at && (index === of - 1) === (at === 3);
          expect([at, index, of, openPart(p, key, { index, of }, part) !== null]).toEqual([at, index, of, opens]);
        }
      }
    }
  });

  it("repetition is refused", async () => {
    const [a, b] = stream.parts as [Uint8Array, Uint8Array];
    expect(await outcome([a, a, ...stream.parts.slice(2)])).toEqual([]);
    expect(await outcome([a, b, b, stream.parts[3] as Uint8Array])).toEqual([0, 1]);
  });

  it("a part of another report at the same place is refused", async () => {
    for (const [at, rest] of [[1, 2], [], [0, 1], [0, 1]].entries()) {
      expect(await outcome(swapped(at, other.parts[at] as Uint8Array))).toEqual(rest);
    }
    expect(await outcome(other.parts, other.sealed)).toEqual([0, 1, 2]);
  });

  it("another report's whole stream is refused, and so is the same key under another envelope id", async () => {
    expect(await outcome(other.parts)).toEqual([]);
    expect(await outcome(stream.parts, { ...stream.sealed, envelopeId: other.sealed.envelopeId })).toEqual([]);
  });

  it("a flipped bit anywhere is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(8 * PART_BYTES - 1), async (at, bit) => {
        const rest = [[1, 2], [], [0, 1], [0, 1]][at];
        expect(await outcome(swapped(at, flipped(stream.parts[at] as Uint8Array, bit)))).toEqual(rest);
      }),
      { numRuns: depth(12, 2_000) },
    );
  });

  it("a manifest that lies is refused: hash, sizes, order, a file too few or too many", async () => {
    const [a, b, c] = stream.sealed.files;
    if (!a || !b || !c) throw new Error("three files");
    const lying = (list: AttachmentStream["files"]): Promise<number[]> =>
      outcome(stream.parts, { ...stream.sealed, files: list });
    expect(await lying([a, b, c])).toEqual([0, 1, 2]);
    expect(await lying([a, { ...b, hash: a.hash }, c])).toEqual([0, 2]);
    expect(await lying([b, a, c])).toEqual([2]); // which is where it was
    expect(await lying([{ ...a, size: a.size + 1 }, { ...b, size: b.size - 1 }, c])).toEqual([2]);
    expect(await lying([a, b])).toEqual([]); // would be a shorter stream
    expect(await lying([a, b, { ...c, size: c.size - 1 }])).toEqual([0, 1]);
    expect(await lying([a, b, c, { ...c, size: 1 }])).toEqual([0, 1, 2]);
  });

  it("bytes hidden behind the files are in none of them", async () => {
    const [a, b, c] = stream.sealed.files;
    if (!a || !b || !c) throw new Error("three files");
    // The sender's own doing: the last file ends earlier, and what is behind it is no padding.
    const hash = await p.sha256(content(399_990, 3));
    const files = [a, b, { ...c, size: 399_990, hash }];
    expect(await outcome(stream.parts, { ...stream.sealed, files })).toEqual([0, 1, 2]);
    await expect(openAttachment(p, { ...stream.sealed, files }, 2, fetchFrom(stream.parts))).resolves.toHaveLength(
      399_990,
    );
  });

  it("chunks that whoever has the content key made anew are refused by the file's hash", async () => {
    const key = await streamKey(p, stream.sealed.contentKey, stream.sealed.envelopeId);
    const resealed = (byte: number): Uint8Array[] =>
      swapped(
        0,
        sealPart(p, key, { index: 0, of: 4 }, content(300_000, 1).slice(0, PART_PLAINTEXT_BYTES).fill(byte, 9, 10)),
      );
    expect(await outcome(resealed(content(10, 1)[9] as number))).toEqual([0, 1, 2]);
    expect(await outcome(resealed(255))).toEqual([1, 2]);
  });

  it("one file alone is refused when its parts are not those of its place", async () => {
    await expect(openAttachment(p, stream.sealed, 1, fetchFrom(stream.parts))).resolves.toHaveLength(200_000);
    const [a, b, c, d] = stream.parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    for (const wrong of [[a, c, b, d], other.parts, [a, a, a, a]]) {
      await expect(openAttachment(p, stream.sealed, 1, fetchFrom(wrong))).rejects.toMatchObject({
        code: "open_failed",
      });
    }
    await expect(openAttachment(p, stream.sealed, 3, fetchFrom(stream.parts))).rejects.toMatchObject({
      code: "open_failed",
    });
  });
});
