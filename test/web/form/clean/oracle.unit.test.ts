/**
 * What exiftool finds before and after. It knows hundreds of kinds of metadata and the places where they hide; after the
 * cleaning it may find the facts of showing a picture alone, and warn of nothing.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readWithExiftool } from "../../../tools/exiftool.ts";
import { allowed } from "../support/allowed.ts";
import { cleaned } from "../support/cleaning.ts";
import { word } from "../support/planted.ts";
import { SAMPLES } from "../support/samples.ts";

let dir: string;
let before: Record<string, string>[];
let after: Record<string, string>[];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "abri-clean-"));
  const write = async (name: string, bytes: Uint8Array): Promise<string> => {
    await writeFile(join(dir, name), bytes);
    return join(dir, name);
  };
  before = await readWithExiftool(await Promise.all(SAMPLES.map(({ name, bytes }) => write(name, bytes))));
  after = await readWithExiftool(
    await Promise.all(SAMPLES.map(({ name, bytes }) => write(`clean-${name}`, cleaned(bytes).bytes))),
  );
}, 180_000);
afterAll(() => rm(dir, { recursive: true, force: true }));

const found = (all: readonly Record<string, string>[], i: number): Record<string, string> => all[i] ?? {};

describe("exiftool", () => {
  it("finds in a planted JPEG what was planted, of every kind", () => {
    const tags = found(
      before,
      SAMPLES.findIndex(({ name }) => name === "baseline-6.jpg"),
    );
    expect(tags["IFD0:Make"]).toBe(word("make"));
    expect(tags["GPS:GPSLatitude"]).toContain("45 deg 30");
    expect(tags["ExifIFD:SerialNumber"]).toBe(word("serial"));
    expect(tags["IFD1:ThumbnailImage"]).toBeDefined();
    expect(tags["XMP-photoshop:City"]).toBe(word("xmp"));
    expect(tags["IPTC:By-line"]).toBe(word("iptc"));
    expect(tags["MPF0:NumberOfImages"]).toBeDefined();
    expect(tags["ICC_Profile:ProfileDescription"]).toContain(word("profile"));
    expect(Object.keys(tags).some((tag) => tag.startsWith("JUMBF:"))).toBe(true);
    expect(tags["File:Comment"]).toBe(word("comment"));
  });

  it("finds in a planted PNG and WebP what was planted", () => {
    const png = found(
      before,
      SAMPLES.findIndex(({ name }) => name === "true-6.png"),
    );
    expect(png["PNG:Author"]).toBe(word("text"));
    expect(png["GPS:GPSLatitude"]).toContain("45 deg 30");
    expect(png["ICC_Profile:ProfileDescription"]).toContain(word("profile"));
    expect(png["XMP-photoshop:City"]).toBe(word("itxt"));
    const webp = found(
      before,
      SAMPLES.findIndex(({ name }) => name === "lossy-6.webp"),
    );
    expect(webp["GPS:GPSLatitude"]).toContain("45 deg 30");
    expect(webp["XMP-photoshop:City"]).toBe(word("webp"));
  });

  it.each(SAMPLES.map(({ name, orientation }, i) => ({ name, orientation, i })))(
    "finds nothing in $name but what showing it needs",
    ({ orientation, i }) => {
      const tags = found(after, i);
      expect(Object.keys(tags).filter((tag) => !allowed(tag))).toEqual([]);
      expect(tags["File:MIMEType"]).toBe(found(before, i)["File:MIMEType"]);
      expect("IFD0:Orientation" in tags).toBe(orientation !== 1);
      if (orientation !== 1) expect(tags["IFD0:Orientation"]).toBe(found(before, i)["IFD0:Orientation"]);
    },
  );
});
