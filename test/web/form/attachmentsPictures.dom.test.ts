/** Pictures beside the words: cleaned where they are chosen, sent, and searched as whoever opens them could. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import exifr from "exifr";
import { readWithExiftool } from "../../tools/exiftool.ts";
import {
  choice,
  choosePhotos,
  cornersOf,
  fourColours,
  listed,
  row,
  rows,
  sendAll,
  toFiles,
} from "./support/choosing.ts";
import { ORIENTATIONS, PNGS, WEBPS } from "./support/cleaning.ts";
import { openAddresses, watchMedia } from "./support/media.ts";
import { fullJpeg, fullPng, fullWebp, hidden } from "./support/planted.ts";
import { baselineJpeg } from "./support/pictures.ts";
import { receive } from "./support/received.ts";
import { complaints, freshPages, page, server, startForm, walk } from "./support/stage.ts";

startForm();
freshPages("fr", { viewport: { width: 360, height: 740 } });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "abri-pictures-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => watchMedia(page));
afterEach(() => expect(complaints).toEqual([]));

const photo = (bytes: Uint8Array, name = "IMG_20261121_101112.jpg") => choice(name, "image/jpeg", bytes);

async function exiftool(...pictures: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
  const paths = pictures.map(({ name }) => join(dir, name));
  await Promise.all(pictures.map(({ bytes }, i) => writeFile(paths[i] as string, bytes)));
  return readWithExiftool(paths);
}

describe("pictures", () => {
  it("arrive without anything that tells place, time and device, whatever was in them", async () => {
    await toFiles();
    const camera = await fourColours(page, 640, 480);
    const originals = [
      photo(fullJpeg(camera, 6)),
      choice("Screenshot 2026-11-21.png", "image/png", fullPng(PNGS.true, 1)),
      choice("a.webp", "image/webp", fullWebp(WEBPS.lossy, 3)),
      photo(fullJpeg(baselineJpeg, 1), "second.jpeg"),
    ];
    for (const { buffer } of originals) expect(hidden(buffer).length).toBeGreaterThan(5);
    await choosePhotos(page, ...originals);
    await listed(4);
    expect(
      await rows()
        .filter({ hasText: walk.t("files.state.cleaned") })
        .count(),
    ).toBe(4);
    const { files } = await sendAll();
    expect(files.map(({ file: { name, type, state } }) => `${name} ${type} ${state}`)).toEqual([
      "file-1.jpg image/jpeg cleaned",
      "file-2.png image/png cleaned",
      "file-3.webp image/webp cleaned",
      "file-4.jpg image/jpeg cleaned",
    ]);
    expect(files.flatMap(({ bytes }) => hidden(bytes))).toEqual([]);
    const found = await exiftool(...files.map(({ file, bytes }) => ({ name: file.name, bytes })));
    const groups = new Set(found.flatMap((tags) => Object.keys(tags).map((tag) => tag.split(":")[0])));
    // Of EXIF there is a block in the WebP alone, and in it which way up the picture is.
    expect(groups).toEqual(new Set(["File", "JFIF", "PNG", "RIFF", "IFD0", "Composite"]));
    expect(
      found.map((tags) =>
        Object.keys(tags)
          .filter((tag) => tag.startsWith("IFD0"))
          .join(),
      ),
    ).toEqual(["", "", "IFD0:Orientation", ""]);
    for (const { file, bytes } of files.filter(({ file }) => file.type !== "image/webp")) {
      expect([file.name, await exifr.gps(bytes), await exifr.thumbnail(bytes)]).toEqual([
        file.name,
        undefined,
        undefined,
      ]);
    }
  });

  it.each(ORIENTATIONS)(
    "of orientation %i look the same, with the pixels turned and nothing of EXIF left",
    async (orientation) => {
      await toFiles();
      const camera = fullJpeg(await fourColours(page, 640, 480), orientation);
      const before = await cornersOf(page, camera);
      await choosePhotos(page, photo(camera));
      await listed(1);
      const { files } = await sendAll();
      const [{ bytes } = { bytes: new Uint8Array() }] = files;
      expect(await cornersOf(page, bytes)).toEqual(before);
      expect(before.size).toEqual(orientation < 5 ? [640, 480] : [480, 640]);
      expect(await exifr.orientation(bytes)).toBeUndefined();
      expect(hidden(bytes)).toEqual([]);
    },
  );

  it.each<[string, () => void]>([
    [
      "noise for its pixels",
      () => {
        const { prototype } = CanvasRenderingContext2D;
        const read = Reflect.get(prototype, "getImageData") as (...at: unknown[]) => ImageData;
        prototype.getImageData = function (...at: unknown[]) {
          const image = read.apply(this, at);
          image.data[7] = (image.data[7] ?? 0) ^ 1;
          return image;
        };
      },
    ],
    [
      "white for its pixels",
      () => {
        CanvasRenderingContext2D.prototype.getImageData = (_x, _y, width, height) => {
          const data = new Uint8ClampedArray(4 * width * height).fill(255);
          return new ImageData(data, width, height);
        };
      },
    ],
    ["no canvas", () => void (HTMLCanvasElement.prototype.getContext = () => null)],
    ["no picture out of a canvas", () => void (HTMLCanvasElement.prototype.toBlob = (give) => give(null))],
  ])("keep their orientation and nothing else where a page gets %s", async (_, spoil) => {
    await page.addInitScript(spoil);
    await toFiles();
    const camera = fullJpeg(baselineJpeg, 6);
    await choosePhotos(page, photo(camera));
    await listed(1);
    const { files } = await sendAll();
    const [{ bytes } = { bytes: new Uint8Array() }] = files;
    expect(await exifr.orientation(bytes)).toBe(6);
    expect(hidden(bytes)).toEqual([]);
    // To the byte what was chosen, from the tables to the end.
    const tables = Buffer.from(baselineJpeg).indexOf(Buffer.from("ffdb", "hex"));
    expect(
      Buffer.from(bytes)
        .subarray(-(baselineJpeg.length - tables))
        .equals(Buffer.from(baselineJpeg.subarray(tables))),
    ).toBe(true);
  });

  it("are shown small, as they will be sent, by addresses that end when they have been read", async () => {
    await toFiles();
    await choosePhotos(page, photo(fullJpeg(await fourColours(page, 640, 480), 6)));
    await listed(1);
    const preview = row(1).locator("img");
    await page.waitForFunction(() => (document.querySelector(".preview") as HTMLImageElement).naturalHeight === 640);
    expect(await preview.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([
      480, 640,
    ]);
    expect(await preview.getAttribute("alt")).toBe("");
    expect(await openAddresses(page)).toBe(0);
  });

  it("go with their original where the person says so, sealed beside the clean one", async () => {
    await toFiles();
    const camera = fullJpeg(baselineJpeg, 1);
    await choosePhotos(page, photo(camera), photo(baselineJpeg));
    await listed(2);
    const keep = row(1).getByRole("checkbox");
    expect(await keep.isChecked()).toBe(false);
    await keep.check();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("keep-1");
    await walk.press("continue");
    await walk.fromNarrative();
    const line = page.locator(".answers div", { hasText: walk.t("add.title") }).first();
    expect(await line.innerText()).toContain(walk.t("files.kept"));
    await walk.press("continue");
    await walk.throughCode();
    await walk.on("done");
    const { files } = await receive(server);
    expect(files.map(({ file: { name, state } }) => `${name} ${state}`)).toEqual([
      "file-1.jpg cleaned",
      "file-1-original.jpg original",
      "file-2.jpg cleaned",
    ]);
    expect(Buffer.from(files[1]?.bytes ?? []).equals(Buffer.from(camera))).toBe(true);
    expect(hidden(files[0]?.bytes ?? new Uint8Array())).toEqual([]);
  });
});
