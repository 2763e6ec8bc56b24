import { describe, expect, it } from "@jest/globals";
import { clean } from "../../../../web/form/clean/index.ts";
import { cleaned, JPEGS, names, ORIENTATIONS } from "../support/cleaning.ts";
import { join, jpegSegment, latin, listJpeg } from "../support/containers.ts";
import * as pictures from "../support/pictures.ts";
import { exif, film, fullJpeg, hidden, JPEG_PLANTS, plantJpeg, word } from "../support/planted.ts";

const at = (name: string): number => {
  const piece = listJpeg(pictures.baselineJpeg).find((each) => each.name === name);
  if (!piece) throw new Error(`no ${name}`);
  return piece.at;
};

const changed = (where: number, ...values: readonly number[]): Uint8Array => {
  const bytes = pictures.baselineJpeg.slice();
  bytes.set(values, where);
  return bytes;
};

const scans = (file: Uint8Array) => Buffer.from(file.subarray(listJpeg(file).find((each) => each.name === "da")?.at));

/** Kinds that browsers show, and two that they do not. */
const KINDS = { ...JPEGS, arithmetic: pictures.arithmeticJpeg, "twelve bits": pictures.twelveBitJpeg() };

describe.each(Object.entries(KINDS))("clean() of a JPEG, %s", (_, base) => {
  it("leaves nothing of what was planted, and all that the picture is made of", () => {
    const full = fullJpeg(base);
    expect(hidden(full).length).toBeGreaterThan(10);
    const { bytes, type, orientation } = cleaned(full);
    expect(hidden(bytes)).toEqual([]);
    expect([type, orientation]).toEqual(["image/jpeg", 1]);
    expect(names(listJpeg(bytes))).toEqual(names(listJpeg(base)));
    expect(scans(bytes).equals(scans(base))).toBe(true);
  });

  it("gives what it gave when asked again", () => {
    const once = cleaned(fullJpeg(base, 6)).bytes;
    expect(cleaned(once).bytes).toEqual(once);
  });

  it.each(ORIENTATIONS)("keeps orientation %i, and no other fact of EXIF", (orientation) => {
    const { bytes, orientation: told } = cleaned(fullJpeg(base, orientation));
    expect(told).toBe(orientation);
    const left = listJpeg(bytes).filter(({ name }) => name === "e1");
    expect(left.map(({ content }) => content.length)).toEqual(orientation === 1 ? [] : [32]);
    expect(hidden(bytes)).toEqual([]);
  });
});

describe("clean() of a JPEG", () => {
  it.each(Object.entries(JPEG_PLANTS))("drops %s", (_, make) => {
    const planted = plantJpeg(pictures.baselineJpeg, [make()]);
    expect(planted.length).toBeGreaterThan(pictures.baselineJpeg.length);
    expect(cleaned(planted).bytes).toEqual(pictures.baselineJpeg);
  });

  it("drops what stands between two scans, fill bytes, and what follows the end", () => {
    const base = pictures.progressiveJpeg;
    const second = listJpeg(base).filter(({ name }) => name === "da")[1];
    const between = join(Uint8Array.of(0xff, 0xff, 0xff), jpegSegment(0xfe, latin(word("between"))));
    const planted = join(base.subarray(0, second?.at), between, base.subarray(second?.at), film());
    expect(cleaned(planted).bytes).toEqual(base);
  });

  it("writes JFIF anew: no density, no thumbnail", () => {
    const [, jfif] = listJpeg(pictures.baselineJpeg);
    if (!jfif) throw new Error("no JFIF");
    const dense = latin(`JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\x04\x01${word("small")}`);
    const planted = join(
      pictures.baselineJpeg.subarray(0, 2),
      jpegSegment(0xe0, dense),
      pictures.baselineJpeg.subarray(jfif.at + 4 + jfif.content.length),
    );
    expect(cleaned(planted).bytes).toEqual(pictures.baselineJpeg);
  });

  it("keeps Adobe's transform, and nothing else of it", () => {
    const [, adobe] = listJpeg(pictures.rgbJpeg);
    if (!adobe) throw new Error("no Adobe");
    const rest = pictures.rgbJpeg.subarray(adobe.at + 4 + adobe.content.length);
    const planted = join(
      pictures.rgbJpeg.subarray(0, 2),
      jpegSegment(0xee, latin(`Adobe\0\x65\x80\0\0\x01\0${word("adobe")}`)),
      rest,
    );
    expect(cleaned(planted).bytes).toEqual(pictures.rgbJpeg);
  });

  it("takes the first EXIF that there is, and none that is broken", () => {
    const two = [8, 3].map((orientation) => jpegSegment(0xe1, join(latin("Exif\0\0"), exif(orientation))));
    expect(cleaned(plantJpeg(pictures.baselineJpeg, two)).orientation).toBe(8);
    const cut = jpegSegment(0xe1, latin("Exif\0\0MM\0*\0\0\0\x08\0\x09\x01"));
    expect(cleaned(plantJpeg(pictures.baselineJpeg, [cut])).bytes).toEqual(pictures.baselineJpeg);
  });

  it.each<[string, () => Uint8Array, string]>([
    ["without an end", () => pictures.baselineJpeg.subarray(0, -2), "damaged"],
    ["cut inside of a table", () => pictures.baselineJpeg.subarray(0, 40), "damaged"],
    [
      "that ends before a scan",
      () => join(pictures.baselineJpeg.subarray(0, at("da")), Uint8Array.of(0xff, 0xd9)),
      "damaged",
    ],
    [
      "with a scan before the frame",
      () => join(pictures.baselineJpeg.subarray(0, 2), pictures.baselineJpeg.subarray(at("da"))),
      "damaged",
    ],
    [
      "with two frames",
      () =>
        join(
          pictures.baselineJpeg.subarray(0, at("c0")),
          pictures.baselineJpeg.subarray(at("c0"), at("c4")),
          pictures.baselineJpeg.subarray(at("c0")),
        ),
      "damaged",
    ],
    ["with a segment of length 1", () => changed(at("db") + 2, 0, 1), "damaged"],
    [
      "with words in a table",
      () => plantJpeg(pictures.baselineJpeg, [jpegSegment(0xdb, latin(word("table")))]),
      "damaged",
    ],
    [
      "with a table too long for what it says",
      () => plantJpeg(pictures.baselineJpeg, [jpegSegment(0xdb, new Uint8Array(70))]),
      "damaged",
    ],
    [
      "with symbols that are not counted",
      () => plantJpeg(pictures.baselineJpeg, [jpegSegment(0xc4, new Uint8Array(20))]),
      "damaged",
    ],
    [
      "with a restart interval of words",
      () => plantJpeg(pictures.baselineJpeg, [jpegSegment(0xdd, latin("xyz"))]),
      "damaged",
    ],
    ["with a second start", () => join(pictures.baselineJpeg.subarray(0, -2), pictures.baselineJpeg), "damaged"],
    ["with an unknown marker", () => plantJpeg(pictures.baselineJpeg, [jpegSegment(0xf3, latin("x"))]), "damaged"],
    ["of no height", () => changed(at("c0") + 5, 0, 0), "damaged"],
    ["of four thousand million pixels", () => changed(at("c0") + 5, 0xff, 0xff, 0xff, 0xff), "too_large"],
    ["of a hierarchical kind", () => changed(at("c0") + 1, 0xc5), "damaged"],
    [
      "of 501 scans",
      () => {
        const scan = pictures.baselineJpeg.subarray(at("da"), -2);
        return join(
          pictures.baselineJpeg.subarray(0, -2),
          ...Array.from({ length: 500 }, () => scan),
          Uint8Array.of(0xff, 0xd9),
        );
      },
      "damaged",
    ],
    [
      "of seventy thousand segments",
      () =>
        plantJpeg(
          pictures.baselineJpeg,
          Array.from({ length: 70_000 }, () => jpegSegment(0xfe, latin(""))),
        ),
      "damaged",
    ],
  ])("says that one %s cannot be cleaned", (_, broken, reason) => {
    expect(clean(pictures.baselineJpeg, "a.jpg").kind).toBe("cleaned");
    expect(clean(broken(), "a.jpg")).toEqual({ kind: "uncleanable", reason });
  });
});
