/**
 * A picture looks the same when it is clean: both are decoded by the browser, turned as it turns them, and compared pixel
 * by pixel. The planted colour profile alone is left out: what it does to colours goes with it, as decided.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, newPage } from "../../../tools/browser.ts";
import { cleaned, JPEGS, ORIENTATIONS, PNGS, WEBPS } from "../support/cleaning.ts";
import { join, jpegSegment, latin, pngChunk } from "../support/containers.ts";
import { exif, film, fullWebp, JPEG_PLANTS, plantJpeg, plantPng, PNG_PLANTS } from "../support/planted.ts";

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  ({ page } = await newPage(browser));
});
afterAll(() => browser?.close());

interface Shown {
  readonly width: number;
  readonly height: number;
  readonly pixels: string;
}

/** What the browser shows of a file. Rejects when it cannot decode it. */
function shown(bytes: Uint8Array, type: string): Promise<Shown> {
  return page.evaluate(
    async ({ base64, type }) => {
      const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([data], { type }));
      const { width, height } = bitmap;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.drawImage(bitmap, 0, 0);
      return { width, height, pixels: context.getImageData(0, 0, width, height).data.join() };
    },
    { base64: Buffer.from(bytes).toString("base64"), type },
  );
}

const without = (plants: Readonly<Record<string, () => Uint8Array>>, ...names: readonly string[]): Uint8Array[] =>
  Object.entries(plants).flatMap(([name, make]) => (names.includes(name) ? [] : [make()]));

const planted = (orientation: number): Record<string, Uint8Array> => ({
  ...Object.fromEntries(
    Object.entries(JPEGS).map(([kind, base]) => [
      `${kind}.jpg`,
      plantJpeg(
        base,
        [jpegSegment(0xe1, join(latin("Exif\0\0"), exif(orientation))), ...without(JPEG_PLANTS, "exif", "profile")],
        film(),
      ),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(PNGS).map(([kind, base]) => [
      `${kind}.png`,
      plantPng(base, [pngChunk("eXIf", exif(orientation)), ...without(PNG_PLANTS, "eXIf", "iCCP", "cHRM")], film()),
    ]),
  ),
  ...Object.fromEntries(Object.entries(WEBPS).map(([kind, base]) => [`${kind}.webp`, fullWebp(base, orientation, 0)])),
});

describe("a cleaned picture", () => {
  it.each(ORIENTATIONS)("looks as before, with orientation %i", async (orientation) => {
    const different: string[] = [];
    for (const [name, bytes] of Object.entries(planted(orientation))) {
      const { bytes: clean, type } = cleaned(bytes, name);
      const [before, after] = [await shown(bytes, type), await shown(clean, type)];
      expect(before.pixels.length).toBeGreaterThan(24 * 16 * 4);
      if (JSON.stringify(before) !== JSON.stringify(after)) different.push(name);
    }
    expect(different).toEqual([]);
  });

  it("is turned by its orientation, in a JPEG", async () => {
    const upright = await shown(cleaned(planted(1)["baseline.jpg"] ?? latin("")).bytes, "image/jpeg");
    const turned = await shown(cleaned(planted(6)["baseline.jpg"] ?? latin("")).bytes, "image/jpeg");
    expect([upright.width, upright.height]).toEqual([24, 16]);
    expect([turned.width, turned.height]).toEqual([16, 24]);
    expect(turned.pixels).not.toBe(upright.pixels);
  });
});
