import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Uncleanable } from "../../../../web/form/clean/reader.ts";
import { plainMp4 } from "../../../../web/form/voice/mp4.ts";
import { depth } from "../../../tools/depth.ts";
import { join, latin } from "../support/containers.ts";
import { hidden, word } from "../support/planted.ts";
import { recordedMp4 } from "../support/recordings.ts";

const u32 = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const box = (name: string, ...content: readonly Uint8Array[]): Uint8Array => {
  const inside = join(...content);
  return join(u32(8 + inside.length), latin(name), inside);
};
const planted = (name: string, where: string): Uint8Array => box(name, latin(word(where)));
const clean = (bytes: Uint8Array): Uint8Array => plainMp4(bytes.slice());
const find = (bytes: Uint8Array, text: string): number => Buffer.from(bytes).indexOf(text);

/** Seconds since 1904, three times each: made and changed, of the film, the track and the sound. */
const times = (bytes: Uint8Array): bigint[] =>
  ["mvhd", "tkhd", "mdhd"].flatMap((name) => {
    const start = find(bytes, name) + 8;
    return [Buffer.from(bytes).readBigUInt64BE(start), Buffer.from(bytes).readBigUInt64BE(start + 8)];
  });

const ftyp = box("ftyp", latin("isom\0\0\x02\0isomiso6"));
const full = join(
  ftyp,
  box(
    "moov",
    box("mvhd", u32(0), latin(word("t").slice(0, 8)), u32(1000), u32(0)),
    box(
      "trak",
      box(
        "mdia",
        box("mdhd", u32(0), u32(7), u32(7), u32(48_000), u32(9), latin("\x2a\x2a\0\0")),
        box("hdlr", u32(0), u32(0), latin("soun"), latin(word("maker").slice(0, 12)), latin(word("handler"))),
        planted("minx", "mdia"),
      ),
      planted("udta", "trak"),
    ),
    box("udta", planted("\xa9nam", "udta"), box("meta", latin(word("meta")))),
  ),
  planted("uuid", "uuid"),
  planted("prft", "clock"),
  planted("emsg", "event"),
  box("moof", planted("uuid", "moof"), box("traf", planted("tfrf", "traf"))),
  box("mdat", latin("sound")),
  planted("mfra", "end"),
);

describe("plainMp4()", () => {
  it("blanks every time it was made, and keeps all else in its place", () => {
    expect(times(recordedMp4).every((time) => time > 3_000_000_000n)).toBe(true);
    const out = clean(recordedMp4);
    expect(times(out)).toEqual([0n, 0n, 0n, 0n, 0n, 0n]);
    expect(out).toHaveLength(recordedMp4.length);
    const changed = [...out].flatMap((byte, i) => (byte === recordedMp4[i] ? [] : [i]));
    // Two times four bytes that were not zero, three times; and the handler's name.
    expect(changed.length).toBeLessThanOrEqual(6 * 4 + "SoundHandler".length);
    expect(find(recordedMp4, "SoundHandler")).toBeGreaterThan(0);
    expect(find(out, "SoundHandler")).toBe(-1);
  });

  it("turns what is not on its list into free space", () => {
    expect(hidden(full).length).toBeGreaterThan(9);
    const out = clean(full);
    expect(hidden(out)).toEqual([]);
    expect(out).toHaveLength(full.length);
    expect(find(out, "mdatsound")).toBe(find(full, "mdatsound"));
    expect(find(out, "free")).toBeGreaterThan(0);
  });

  it("blanks times of four bytes too, and says no language", () => {
    const out = clean(full);
    const mdhd = find(out, "mdhd") + 4;
    expect([...out.subarray(mdhd, mdhd + 24)]).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 187, 128, 0, 0, 0, 9, 0x55, 0xc4, 0, 0,
    ]);
  });

  it("takes sizes of eight bytes, and one that goes on to the end", () => {
    const long = join(u32(1), latin("uuid"), u32(0), u32(16 + 8), latin("canary-l"));
    const last = join(u32(0), latin("mdat"), latin("sound"));
    const out = clean(join(ftyp, long, last));
    expect(hidden(out)).toEqual([]);
    expect(find(out, "mdatsound")).toBe(ftyp.length + long.length + 4);
  });

  it.each([
    [0, 22],
    [1, 34],
  ])("writes no language beyond the end of a head of a sound of version %i", (version, least) => {
    const head = (length: number) => box("mdhd", join(Uint8Array.of(version), new Uint8Array(length - 1)));
    const film = (length: number) =>
      join(ftyp, box("moov", box("trak", box("mdia", head(length), planted("udta", "after")))));
    expect([...clean(film(least)).subarray(find(film(least), "mdhd") + 4 + least - 2)].slice(0, 2)).toEqual([
      0x55, 0xc4,
    ]);
    for (const length of [least - 1, least - 2, 1]) expect(() => clean(film(length))).toThrow(Uncleanable);
    // The same at the very end, where there is nothing to write into.
    expect(() => clean(join(ftyp, head(least)))).not.toThrow();
    expect(() => clean(join(ftyp, head(least - 1)))).toThrow(Uncleanable);
    expect(() => clean(join(ftyp, box("mdhd")))).toThrow(Uncleanable);
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a WebM", latin("\x1a\x45\xdf\xa3\x9f\x42\x86\x81")],
    ["a box that goes beyond its end", join(ftyp, u32(99), latin("mdat"))],
    ["a box smaller than its head", join(ftyp, u32(7), latin("mdat"))],
    ["an end that is cut off", join(ftyp, latin("\0\0"))],
  ])("refuses %s", (_, bytes) => {
    expect(() => clean(ftyp)).not.toThrow();
    expect(() => clean(bytes)).toThrow(Uncleanable);
  });

  it("cleans or refuses whatever is broken", () => {
    fc.assert(
      fc.property(fc.nat({ max: full.length - 1 }), fc.nat({ max: 255 }), fc.boolean(), (where, value, cut) => {
        const broken = cut
          ? full.subarray(0, where)
          : join(full.subarray(0, where), Uint8Array.of(value), full.subarray(where + 1));
        try {
          clean(broken);
        } catch (error) {
          if (!(error instanceof Uncleanable)) throw error;
        }
      }),
      { numRuns: depth(2_000, 200_000) },
    );
  });
});
