/** The attacks of the threat model's row "tamper" on streams of attachments, each by name. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { PART_BYTES } from "../../security/limits.ts";
import { openAttachment, openAttachments, type AttachmentStream } from "../../security/openAttachments.ts";
import { openPart, streamKey } from "../../security/stream.ts";
import { depth } from "../tools/depth.ts";
import { ENGINES, flipped } from "./engines.ts";
import { content, files, sealAll, type SealedStream } from "./files.ts";

const fetchFrom = (parts: readonly Uint8Array[]) => (part: number) => Promise.resolve(parts[part] as Uint8Array);

describe.each(ENGINES)("a stream of attachments, with %s", (_name, p) => {
  let stream: SealedStream;
  let other: SealedStream;
  beforeAll(async () => {
    stream = await sealAll(p, files(300_000, 200_000, 400_000));
    other = await sealAll(p, files(300_000, 200_000, 400_000));
  });

  /** How many files come out before it is refused; `whole` when it is not refused. */
  async function outcome(
    parts: readonly Uint8Array[],
    sealed: AttachmentStream = stream.sealed,
  ): Promise<number | "whole"> {
    let seen = 0;
    try {
      for await (const one of openAttachments(p, sealed, parts)) {
        expect(Buffer.from(one.bytes).equals(content(one.bytes.length, one.index + 1))).toBe(true);
        seen++;
      }
      return "whole";
    } catch (error) {
      expect(error).toMatchObject({ code: "open_failed" });
      return seen;
    }
  }
  const swapped = (at: number, part: Uint8Array): Uint8Array[] => stream.parts.with(at, part);

  it("opens when it is whole", async () => {
    expect(stream.parts).toHaveLength(4);
    expect(await outcome(stream.parts)).toBe("whole");
  });

  it("truncation is refused, at every part and also inside one; what was whole before it is kept", async () => {
    expect(await outcome([])).toBe(0);
    expect(await outcome(stream.parts.slice(0, 1))).toBe(0);
    expect(await outcome(stream.parts.slice(0, 2))).toBe(2);
    expect(await outcome(stream.parts.slice(0, 3))).toBe(2);
    expect(await outcome(swapped(3, (stream.parts[3] as Uint8Array).slice(0, -1)))).toBe(2);
    expect(await outcome(swapped(0, (stream.parts[0] as Uint8Array).slice(0, 65_552)))).toBe(0);
  });

  it("truncation is refused even when the envelope's length is changed to fit it", async () => {
    const shorter = { ...stream.sealed, streamLength: 2 * PART_BYTES, files: stream.sealed.files.slice(0, 2) };
    expect(await outcome(stream.parts.slice(0, 2), shorter)).toBe(0); // its last chunk is not marked as the last
  });

  it("extension is refused: a part more, bytes more, a stream twice as long", async () => {
    expect(await outcome([...stream.parts, stream.parts[3] as Uint8Array])).toBe(3);
    expect(await outcome(swapped(3, Buffer.concat([stream.parts[3] as Uint8Array, Buffer.from([0])])))).toBe(2);
    const longer = { ...stream.sealed, streamLength: 8 * PART_BYTES };
    expect(await outcome([...stream.parts, ...other.parts], longer)).toBe(0);
  });

  it("reordering is refused, of parts and of chunks within one", async () => {
    const [a, b, c, d] = stream.parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(await outcome([b, a, c, d])).toBe(0);
    expect(await outcome([a, b, d, c])).toBe(2);
    const turned = Buffer.concat([a.slice(65_552, 131_104), a.slice(0, 65_552), a.slice(131_104)]);
    expect(await outcome([turned, b, c, d])).toBe(0);
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
    expect(await outcome([a, a, ...stream.parts.slice(2)])).toBe(0);
    expect(await outcome([a, b, b, stream.parts[3] as Uint8Array])).toBe(2);
  });

  it("a part of another report at the same place is refused", async () => {
    for (const at of [0, 1, 2, 3]) expect(await outcome(swapped(at, other.parts[at] as Uint8Array))).not.toBe("whole");
    expect(await outcome(other.parts, other.sealed)).toBe("whole");
  });

  it("another report's whole stream is refused, and so is the same key under another envelope id", async () => {
    expect(await outcome(other.parts)).toBe(0);
    expect(await outcome(stream.parts, { ...stream.sealed, envelopeId: other.sealed.envelopeId })).toBe(0);
  });

  it("a flipped bit anywhere is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(8 * PART_BYTES - 1), async (at, bit) => {
        expect(await outcome(swapped(at, flipped(stream.parts[at] as Uint8Array, bit)))).not.toBe("whole");
      }),
      { numRuns: depth(12, 2_000) },
    );
  });

  it("a manifest that lies is refused: hash, sizes, order, a file too few or too many", async () => {
    const [a, b, c] = stream.sealed.files;
    if (!a || !b || !c) throw new Error("three files");
    const lying = (list: AttachmentStream["files"]): Promise<number | "whole"> =>
      outcome(stream.parts, { ...stream.sealed, files: list });
    expect(await lying([a, b, c])).toBe("whole");
    expect(await lying([a, { ...b, hash: a.hash }, c])).toBe(1);
    expect(await lying([b, a, c])).toBe(0);
    expect(await lying([{ ...a, size: a.size + 1 }, { ...b, size: b.size - 1 }, c])).toBe(0);
    expect(await lying([a, b])).toBe(0); // would be a shorter stream
    expect(await lying([a, b, { ...c, size: c.size - 1 }])).toBe(2);
    expect(await lying([a, b, c, { ...c, size: 1 }])).toBe(3);
  });

  it("bytes hidden behind the files are refused", async () => {
    const [a, b, c] = stream.sealed.files;
    if (!a || !b || !c) throw new Error("three files");
    // The sender's own doing: the last file ends earlier, and what is behind it is no padding.
    const part = content(399_990, 3);
    const hash = await p.sha256(part);
    expect(await outcome(stream.parts, { ...stream.sealed, files: [a, b, { ...c, size: 399_990, hash }] })).toBe(3);
  });

  it("a stream hash that is not that of these bytes is refused", async () => {
    expect(await outcome(stream.parts, { ...stream.sealed, streamHash: other.sealed.streamHash })).toBe(3);
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
