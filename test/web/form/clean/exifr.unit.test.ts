/**
 * What exifr finds before and after: a second reader, in JavaScript as a web page would use it, that shares no code with
 * exiftool. It does not know WebP, so of those it is given the EXIF block by itself.
 */
import { describe, expect, it } from "@jest/globals";
import exifr from "exifr";
import { cleaned } from "../support/cleaning.ts";
import { listWebp } from "../support/containers.ts";
import { word } from "../support/planted.ts";
import { sample, SAMPLES } from "../support/samples.ts";

type Found = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Every block that exifr knows, apart from each other. */
const EVERYTHING = {
  tiff: true,
  ifd1: true,
  exif: true,
  gps: true,
  interop: true,
  makerNote: true,
  userComment: true,
  xmp: true,
  icc: true,
  iptc: true,
  jfif: true,
  ihdr: true,
  mergeOutput: false,
} as const;

/** What a clean file may say. */
const ALLOWED: Readonly<Record<string, string>> = {
  jfif: "JFIFVersion ResolutionUnit XResolution YResolution ThumbnailWidth ThumbnailHeight",
  ifd0: "Orientation",
  ihdr: "ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace",
};

async function read(name: string, bytes: Uint8Array): Promise<Found> {
  const block = name.endsWith(".webp") ? listWebp(bytes).find((piece) => piece.name === "EXIF")?.content : bytes;
  if (block === undefined) return {};
  const found: Found | undefined = await exifr.parse(block, EVERYTHING);
  return found ?? {};
}

const tagsOf = (found: Found): string[] =>
  Object.entries(found).flatMap(([block, tags]) => Object.keys(tags).map((tag) => `${block}:${tag}`));

const allowed = (tag: string): boolean => {
  const [block = "", name = ""] = tag.split(":");
  return ALLOWED[block]?.split(" ").includes(name) === true;
};

describe("exifr", () => {
  it.each(["baseline-6.jpg", "true-6.png"])("finds in %s what was planted", async (name) => {
    const found = await read(name, sample(name).bytes);
    expect(found["ifd0"]?.["Make"]).toBe(word("make"));
    expect(found["gps"]?.["latitude"]).toBeCloseTo(45.5086, 3);
    expect(found["exif"]?.["SerialNumber"]).toBe(word("serial"));
    expect(found["icc"]?.["ProfileDescription"]).toBe(word("profile"));
    expect(found["photoshop"]?.["City"]).toBeDefined();
  });

  it("finds in a planted JPEG its thumbnail and its IPTC block, in a planted WebP the place", async () => {
    const { bytes } = sample("baseline-6.jpg");
    expect((await exifr.thumbnail(bytes))?.length).toBeGreaterThan(0);
    expect((await read("baseline-6.jpg", bytes))["iptc"]?.["Byline"]).toBe(word("iptc"));
    expect((await read("lossy-6.webp", sample("lossy-6.webp").bytes))["gps"]?.["latitude"]).toBeCloseTo(45.5086, 3);
  });

  it.each(SAMPLES)("finds nothing in $name but what showing it needs", async ({ name, orientation, bytes }) => {
    const clean = cleaned(bytes).bytes;
    const [before, after] = [await read(name, bytes), await read(name, clean)];
    expect(tagsOf(before).filter((tag) => !allowed(tag))).not.toEqual([]);
    expect(tagsOf(after).filter((tag) => !allowed(tag))).toEqual([]);
    expect(after["ifd0"]?.["Orientation"]).toBe(orientation === 1 ? undefined : before["ifd0"]?.["Orientation"]);
    if (!name.endsWith(".webp")) {
      expect(await exifr.gps(clean)).toBeUndefined();
      expect(await exifr.thumbnail(clean)).toBeUndefined();
    }
  });
});
