import { describe, expect, it } from "@jest/globals";
import { clean } from "../../../../web/form/clean/index.ts";
import { cleaned, names, ORIENTATIONS, WEBPS } from "../support/cleaning.ts";
import { join, latin, listWebp, webpChunk, webpFile } from "../support/containers.ts";
import * as pictures from "../support/pictures.ts";
import { exif, fullWebp, hidden, word } from "../support/planted.ts";

const extended = (flags: number, ...chunks: readonly Uint8Array[]): Uint8Array =>
  webpFile(webpChunk("VP8X", Uint8Array.from([flags, 0, 0, 0, 23, 0, 0, 15, 0, 0])), ...chunks);

describe.each(Object.entries(WEBPS))("clean() of a WebP, %s", (kind, base) => {
  it.each(ORIENTATIONS)("leaves the picture, orientation %i, and nothing of what was planted", (orientation) => {
    const full = fullWebp(base, orientation);
    expect(hidden(full).length).toBeGreaterThan(5);
    const { bytes, type, orientation: told } = cleaned(full);
    expect([type, told]).toEqual(["image/webp", orientation]);
    expect(hidden(bytes)).toEqual([]);
    const own = names(listWebp(base)).filter((name) => name !== "VP8X");
    expect(names(listWebp(bytes))).toEqual(["VP8X", ...own, ...(orientation === 1 ? [] : ["EXIF"])]);
    const flags = listWebp(bytes)[0]?.content[0] ?? 0;
    expect(flags & ~0x10).toBe((kind === "animated" ? 0x02 : 0) | (orientation === 1 ? 0 : 0x08));
    expect(Buffer.from(bytes).readUInt32LE(4)).toBe(bytes.length - 8);
    expect(cleaned(bytes).bytes).toEqual(bytes);
  });

  it("is left as it is when there is nothing to take out", () => {
    expect(cleaned(base).bytes).toEqual(base);
  });
});

describe("clean() of a WebP", () => {
  const base = pictures.lossyWebp;
  const [picture] = listWebp(base);
  const still = webpChunk("VP8 ", picture?.content ?? new Uint8Array(0));

  it("drops chunks behind a simple picture", () => {
    expect(cleaned(webpFile(still, webpChunk("EXIF", exif(6)), webpChunk("XMP ", latin(word("late"))))).bytes).toEqual(
      base,
    );
  });

  it("reads EXIF that begins as in a JPEG", () => {
    const prefixed = webpChunk("EXIF", join(latin("Exif\0\0"), exif(5)));
    expect(cleaned(extended(8, still, prefixed)).orientation).toBe(5);
  });

  it("keeps no second picture, and no frame of a still one", () => {
    const second = webpChunk("VP8L", join(listWebp(pictures.losslessWebp)[0]?.content ?? base, latin(word("second"))));
    const frame = webpChunk("ANMF", join(new Uint8Array(16), second));
    expect(cleaned(extended(0, still, second, frame)).bytes).toEqual(extended(0, still));
  });

  it("keeps of a frame's flags the two that say how it is drawn, and nothing that was put beside them", () => {
    const animation = (flags: number): Uint8Array => {
      const head = new Uint8Array(16);
      head[15] = flags;
      return extended(2, webpChunk("ANIM", new Uint8Array(6)), webpChunk("ANMF", join(head, still)));
    };
    expect(cleaned(animation(3)).bytes).toEqual(animation(3));
    expect(cleaned(animation(0xff)).bytes).toEqual(animation(3));
  });

  const changed = (at: number, value: number): Uint8Array => base.map((byte, i) => (i === at ? value : byte));
  it.each<[string, () => Uint8Array, string]>([
    ["that is cut", () => base.subarray(0, -4), "damaged"],
    ["that says to be longer than it is", () => changed(6, 9), "damaged"],
    ["with nothing in it", () => webpFile(), "damaged"],
    ["that begins with something else", () => webpFile(webpChunk("EXIF", exif(1)), still), "damaged"],
    ["with a chunk longer than the file", () => changed(18, 9), "damaged"],
    ["with words for a picture", () => webpFile(webpChunk("VP8 ", latin(word("picture")))), "damaged"],
    ["with words for a lossless picture", () => webpFile(webpChunk("VP8L", latin(word("picture")))), "damaged"],
    ["with a header alone", () => extended(0), "damaged"],
    ["with an animation without frames", () => extended(2, webpChunk("ANIM", new Uint8Array(6)), still), "damaged"],
    [
      "with a frame cut short",
      () => extended(2, webpChunk("ANIM", new Uint8Array(6)), webpChunk("ANMF", latin("x"))),
      "damaged",
    ],
    [
      "of 2^48 pixels",
      () => webpFile(webpChunk("VP8X", Uint8Array.from([0, 0, 0, 0, 255, 255, 255, 255, 255, 255])), still),
      "too_large",
    ],
    ["of seventy thousand chunks", () => extended(0, new Uint8Array(8 * 70_000), still), "damaged"],
  ])("says that one %s cannot be cleaned", (_, make, reason) => {
    expect(clean(base, "a.webp").kind).toBe("cleaned");
    expect(clean(make(), "a.webp")).toEqual({ kind: "uncleanable", reason });
  });
});
