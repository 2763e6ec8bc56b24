import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { toHex } from "../../security/bytes.ts";
import { codeKeys, type CodeKeys } from "../../security/codeKeys.ts";
import { parseEnvelope, parseIntakeBody } from "../../security/envelope.ts";
import { newFollowUpCode } from "../../security/followUpCode.ts";
import { ATTACHMENTS_MAX_BYTES, PART_BYTES, PART_PLAINTEXT_BYTES } from "../../security/limits.ts";
import { openAttachment, partsOfFile } from "../../security/openAttachments.ts";
import { openReport, verifyThread } from "../../security/openEnvelope.ts";
import { incrementalSha256 } from "../../security/primitives/incrementalSha256.ts";
import { sealAttachments } from "../../security/sealAttachments.ts";
import { sealFirstReport, sealLaterMessage } from "../../security/sealEnvelope.ts";
import { openSlip } from "../../security/slip.ts";
import { chunkNonce, encodePartBody, parsePartBody, partsFor, partsOfStream } from "../../security/stream.ts";
import { depth } from "../tools/depth.ts";
import { fetchFrom, openFiles } from "../tools/openFiles.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";
import { ENGINES, noble, PAIRS } from "./engines.ts";
import { content, file, files, sealAll } from "./files.ts";
import { ORDINARY } from "./samples.ts";

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe.each(PAIRS)("attachments from %s", (_name, sealer, opener) => {
  it("come out as they went in, each from its own parts", async () => {
    const sizes = [1, 65_536, 262_144, 100_000, 3];
    const { parts, sealed } = await sealAll(sealer, files(...sizes));
    expect(parts.map((part) => part.length)).toEqual([PART_BYTES, PART_BYTES]);
    for (const [index, entry] of sealed.files.entries()) {
      expect(entry).toMatchObject({ name: `photo-${index + 1}.jpg`, type: "image/jpeg", state: "cleaned" });
      const fetched: number[] = [];
      const alone = await openAttachment(opener, sealed, index, (part) => {
        fetched.push(part);
        return Promise.resolve(parts[part] as Uint8Array);
      });
      expect(Buffer.from(alone).equals(content(sizes[index] as number, index + 1))).toBe(true);
      const { first, last } = partsOfFile(sealed, index);
      expect(fetched).toEqual(first === last ? [first] : [first, last]);
    }
  });

  it("come out as they went in, whatever their sizes", async () => {
    const anySize = fc.oneof(
      fc.integer({ min: 1, max: 300_000 }),
      fc.constantFrom(65_535, 65_536, 65_537, 262_143, 262_144, 262_145),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anySize, { minLength: 1, maxLength: 4 }), async (sizes) => {
        const { parts, sealed } = await sealAll(sealer, files(...sizes));
        const opened = await openFiles(opener, sealed, fetchFrom(parts));
        expect(opened.map(({ bytes }) => bytes.length)).toEqual(sizes);
        expect(opened.every(({ bytes, index }) => Buffer.from(bytes).equals(content(bytes.length, index + 1)))).toBe(
          true,
        );
      }),
      { numRuns: depth(8, 300) },
    );
  });
});

describe("sealAttachments()", () => {
  it.each([
    [[1], 1],
    [[262_144], 1],
    [[262_144, 1], 2],
    [[524_289], 4],
    [[ATTACHMENTS_MAX_BYTES / 2, 1], 128],
    [[ATTACHMENTS_MAX_BYTES], 128],
  ])("pads files of %j bytes to a power of two: %i parts", (sizes, parts) => {
    const inputs = sizes.map((size) => ({ ...file(1), content: { size, slice: () => new Blob([]) } }));
    expect(sealAttachments(noble, inputs).partCount).toBe(parts);
  });

  it.each([
    ["no file", [], "out_of_range"],
    ["an empty file", [file(0)], "out_of_range"],
    ["21 files", Array.from({ length: 21 }, () => file(1)), "too_long"],
    ["a name of 201 bytes", [{ ...file(1), name: `${"é".repeat(100)}x` }], "too_long"],
    ["a type of 101 bytes", [{ ...file(1), type: "x".repeat(101) }], "too_long"],
    [
      "a byte more than 32 MiB",
      [{ ...file(1), content: { size: ATTACHMENTS_MAX_BYTES, slice: () => new Blob([]) } }, file(1)],
      "too_long",
    ],
  ])("refuses %s before anything is read", (_what, inputs, expected) => {
    expect(() => sealAttachments(noble, [file(1)])).not.toThrow();
    expect(() => sealAttachments(noble, inputs)).toThrow(code(expected));
  });

  it("refuses a file that has shrunk since it was chosen", async () => {
    const shrunk = { ...file(1), content: { size: 500, slice: () => new Blob([new Uint8Array(499)]) } };
    await expect(sealAll(noble, [shrunk])).rejects.toMatchObject({ code: "malformed" });
  });

  it("reads no further than it is asked, and never more than a part at once", async () => {
    const asked: [number, number][] = [];
    const big = new Blob([content(900_000, 1)]);
    const watched = {
      size: big.size,
      slice: (start: number, end: number) => {
        asked.push([start, end]);
        return big.slice(start, end);
      },
    };
    const { parts, partCount } = sealAttachments(noble, [{ ...file(1), content: watched }]);
    expect(partCount).toBe(4);
    expect(asked).toEqual([]);
    await parts.next();
    expect(asked).toEqual([[0, PART_PLAINTEXT_BYTES]]);
    await parts.next();
    expect(asked.at(-1)).toEqual([PART_PLAINTEXT_BYTES, 2 * PART_PLAINTEXT_BYTES]);
  });

  it("draws new keys and ids for the same files", async () => {
    const [one, two] = [await sealAll(noble, files(10)), await sealAll(noble, files(10))];
    for (const field of ["contentKey", "envelopeId", "uploadId", "streamHash"] as const) {
      expect(toHex(one.sealed[field])).not.toBe(toHex(two.sealed[field]));
    }
    expect(one.sealed.files).toEqual(two.sealed.files);
  });
});

describe.each(ENGINES)("envelopes with attachments, with %s", (_name, p) => {
  let unit: TestUnit;
  let keys: CodeKeys;
  beforeAll(async () => {
    unit = await makeUnit();
    keys = await codeKeys(p, newFollowUpCode(p), new Uint8Array(16));
  });

  it("a first report opens with its files, and its slip for triage", async () => {
    const { parts, sealed } = await sealAll(p, files(300_000, 5));
    const { body, envelopeId } = await sealFirstReport(p, unit.statement, ORDINARY, keys, sealed);
    const { envelope, slip } = parseIntakeBody(body);
    const parsed = parseEnvelope(envelope);
    expect(parsed).toMatchObject({ hasAttachments: true, streamLength: 2 * PART_BYTES, streamParts: 2, envelopeId });
    expect(toHex(parsed.uploadId)).toBe(toHex(sealed.uploadId));
    expect(await openSlip(p, parsed, slip, unit.triageSecret)).not.toBeNull();
    const opened = await openReport(p, envelope, unit.desks);
    if (opened.state !== "opened" || opened.attachments === null) throw new Error(opened.state);
    expect(opened.content).not.toHaveProperty("files");
    expect(opened.attachments.files).toEqual(sealed.files);
    const whole = await openFiles(p, opened.attachments, fetchFrom(parts));
    expect(whole.map(({ bytes }) => bytes.length)).toEqual([300_000, 5]);
  });

  it("a later message opens with its files, and its signature covers the stream", async () => {
    const { parts, sealed } = await sealAll(p, [file(10, 1, "recorded")]);
    const message = { text: "", danger: "no", language: "fr", desk: 1 } as const;
    const { body } = await sealLaterMessage(p, unit.statement, message, keys, sealed);
    const opened = await openReport(p, parseIntakeBody(body).envelope, unit.desks);
    if (opened.state !== "opened" || opened.content.type !== "message" || !opened.attachments)
      throw new Error("message");
    expect(await verifyThread(p, opened.content, keys.thread.publicKey)).toBe(true);
    expect(toHex(opened.content.signedContent)).toContain(toHex(sealed.streamHash));
    expect(await openFiles(p, opened.attachments, fetchFrom(parts))).toMatchObject([{ file: { state: "recorded" } }]);
  });

  it("without attachments there are none", async () => {
    const { body } = await sealFirstReport(p, unit.statement, ORDINARY, keys);
    expect(parseEnvelope(parseIntakeBody(body).envelope)).toMatchObject({ hasAttachments: false, streamParts: 0 });
    expect(await openReport(p, parseIntakeBody(body).envelope, unit.desks)).toMatchObject({ attachments: null });
  });

  it("attachments belong to one envelope: a second one is refused", async () => {
    const { sealed } = await sealAll(p, files(1));
    await expect(
      sealFirstReport(p, unit.statement, { ...ORDINARY, place: "x".repeat(1_201) }, keys, sealed),
    ).rejects.toMatchObject({ code: "too_long" }); // nothing was sealed yet
    await sealFirstReport(p, unit.statement, ORDINARY, keys, sealed);
    await expect(sealFirstReport(p, unit.statement, ORDINARY, keys, sealed)).rejects.toMatchObject({
      code: "out_of_range",
    });
  });

  it("a manifest that does not fit the stream of the prefix is damaged", async () => {
    const { sealed } = await sealAll(p, files(300_000, 5));
    const stateOf = async (more: object): Promise<string> => {
      const { body } = await sealFirstReport(p, unit.statement, ORDINARY, keys, { ...sealed, ...more });
      return (await openReport(p, parseIntakeBody(body).envelope, unit.desks)).state;
    };
    expect(await stateOf({})).toBe("opened");
    expect(await stateOf({ streamLength: PART_BYTES })).toBe("damaged");
    expect(await stateOf({ streamLength: 4 * PART_BYTES })).toBe("damaged");
    const nothing = { streamLength: 0, streamHash: new Uint8Array(32), uploadId: new Uint8Array(16) };
    expect(await stateOf(nothing)).toBe("damaged");
  });

  it("a prefix with a length that no stream has is malformed", async () => {
    const { sealed } = await sealAll(p, files(1));
    const { body } = await sealFirstReport(p, unit.statement, ORDINARY, keys, sealed);
    const { envelope } = parseIntakeBody(body);
    expect(() => parseEnvelope(envelope)).not.toThrow();
    for (const length of [1, PART_BYTES - 1, 3 * PART_BYTES, 256 * PART_BYTES]) {
      const changed = envelope.slice();
      new DataView(changed.buffer).setUint32(92, length);
      expect(() => parseEnvelope(changed)).toThrow(code("malformed"));
    }
  });
});

describe("the stream's arithmetic", () => {
  it("knows the eight lengths of streams, and no other", () => {
    const lengths = [1, 2, 4, 8, 16, 32, 64, 128].map((parts) => parts * PART_BYTES);
    expect(lengths.map(partsOfStream)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
    for (const length of [0, -PART_BYTES, 1, 3 * PART_BYTES, 256 * PART_BYTES, PART_BYTES + 1, Number.NaN]) {
      expect(partsOfStream(length)).toBeNull();
    }
    expect(partsFor(0)).toBe(1);
  });

  it("counts in the nonce, and marks the last chunk", () => {
    expect(toHex(chunkNonce(0, false))).toBe("000000000000000000000000");
    expect(toHex(chunkNonce(511, true))).toBe("00000000000000000001ff01");
  });

  it("gives every chunk of the longest stream its own nonce", () => {
    const nonces = new Set(Array.from({ length: 512 }, (_, i) => toHex(chunkNonce(i, i === 511))));
    expect(nonces.size).toBe(512);
  });
});

describe("parsePartBody()", () => {
  const part = new Uint8Array(PART_BYTES).fill(7);
  const body = encodePartBody({ uploadId: new Uint8Array(16).fill(9), index: 127, part });

  it("reads what encodePartBody() writes", () => {
    expect(body).toHaveLength(262_225);
    expect(parsePartBody(body)).toMatchObject({ index: 127, uploadId: new Uint8Array(16).fill(9) });
    expect(Buffer.from(parsePartBody(body).part).equals(part)).toBe(true);
  });

  it("refuses another length, an index no stream has, an upload id of zeros", () => {
    expect(() => parsePartBody(body.slice(1))).toThrow(code("malformed"));
    const high = body.slice();
    high[16] = 128;
    expect(() => parsePartBody(high)).toThrow(code("malformed"));
    const none = body.slice();
    none.fill(0, 0, 16);
    expect(() => parsePartBody(none)).toThrow(code("malformed"));
  });
});

describe("incrementalSha256()", () => {
  it("gives what WebCrypto gives for the whole", async () => {
    const whole = content(200_000, 5);
    const hash = incrementalSha256();
    for (let at = 0; at < whole.length; at += 777) hash.update(whole.subarray(at, at + 777));
    expect(toHex(hash.digest())).toBe(toHex(await noble.sha256(whole)));
  });
});
