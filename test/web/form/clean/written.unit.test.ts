/**
 * Metadata as another program writes it: exiftool puts all that it can into each kind of picture, in its own order, its own
 * forms and as many segments as it takes, and is asked again after the cleaning. What is planted by hand is tried in
 * oracle.unit.test.ts.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readWithExiftool, writeWithExiftool } from "../../../tools/exiftool.ts";
import { allowed } from "../support/allowed.ts";
import { cleaned, JPEGS, PNGS } from "../support/cleaning.ts";
import { baselineJpeg } from "../support/pictures.ts";
import { hidden, word } from "../support/planted.ts";

/** Not WebP: exiftools of some systems that are in use only read that. */
const PICTURES = [
  ...Object.entries(JPEGS).map(([kind, bytes]) => ({ name: `${kind}.jpg`, bytes })),
  ...Object.entries(PNGS).map(([kind, bytes]) => ({ name: `${kind}.png`, bytes })),
];

/** More than one segment of a JPEG holds: exiftool goes on in extended XMP. */
const LONG_TEXT = `${word("long")} `.repeat(6_000);

let dir: string;
let before: Record<string, string>[];
let after: Record<string, string>[];
let clean: Uint8Array[];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "abri-written-"));
  const write = async (name: string, bytes: Uint8Array | string): Promise<string> => {
    await writeFile(join(dir, name), bytes);
    return join(dir, name);
  };
  const text = await write("long.txt", LONG_TEXT);
  const thumbnail = await write("thumbnail.jpg", baselineJpeg);
  const paths = await Promise.all(PICTURES.map(({ name, bytes }) => write(name, bytes)));
  await writeWithExiftool(paths, [
    `-EXIF:Make=${word("make")}`,
    `-EXIF:SerialNumber=${word("serial")}`,
    `-EXIF:UserComment=${word("note")}`,
    "-EXIF:DateTimeOriginal=2026:11:21 10:11:12",
    "-EXIF:Orientation#=6",
    "-GPS:GPSLatitude=45.5",
    "-GPS:GPSLatitudeRef=N",
    "-GPS:GPSLongitude=73.5",
    "-GPS:GPSLongitudeRef=W",
    `-XMP-dc:Creator=${word("creator")}`,
    `-XMP-dc:Description<=${text}`,
    `-IPTC:By-line=${word("iptc")}`,
    `-Comment=${word("comment")}`,
    `-PNG:Author=${word("author")}`,
    `-ThumbnailImage<=${thumbnail}`,
  ]);
  before = await readWithExiftool(paths);
  clean = await Promise.all(paths.map(async (path) => cleaned(new Uint8Array(await readFile(path))).bytes));
  after = await readWithExiftool(
    await Promise.all(PICTURES.map(({ name }, i) => write(`clean-${name}`, clean[i] ?? new Uint8Array(0)))),
  );
}, 180_000);
afterAll(() => rm(dir, { recursive: true, force: true }));

describe.each(PICTURES.map(({ name }, i) => ({ name, i })))(
  "$name with what exiftool writes into it",
  ({ name, i }) => {
    it("says it before the cleaning", () => {
      const tags = before[i] ?? {};
      expect(tags["IFD0:Make"]).toBe(word("make"));
      expect(tags["GPS:GPSLatitude"]).toContain("45 deg 30");
      expect(tags["ExifIFD:SerialNumber"]).toBe(word("serial"));
      expect(tags["XMP-dc:Creator"]).toBe(word("creator"));
      expect(tags["XMP-dc:Description"]?.length).toBeGreaterThan(65_536);
      if (!name.endsWith(".jpg")) return;
      expect(tags["IPTC:By-line"]).toBe(word("iptc"));
      expect(tags["File:Comment"]).toBe(word("comment"));
      expect(tags["IFD1:ThumbnailImage"]).toBeDefined();
    });

    it("says which way up it is afterwards, and nothing else", () => {
      const tags = after[i] ?? {};
      expect(Object.keys(tags).filter((tag) => !allowed(tag))).toEqual([]);
      expect(tags["IFD0:Orientation"]).toBe(before[i]?.["IFD0:Orientation"]);
      expect(hidden(clean[i] ?? new Uint8Array(0))).toEqual([]);
    });
  },
);
