/** Choosing files, as a browser's own window for it would. */
import type { Locator, Page } from "playwright-core";
import { receive, type Received } from "./received.ts";
import { page, server, walk } from "./stage.ts";

export interface Choice {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const choice = (name: string, mimeType: string, bytes: Uint8Array | string): Choice => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes as Uint8Array),
});

/** Behind "choose photos". */
export const choosePhotos = (page: Page, ...files: readonly Choice[]): Promise<void> =>
  page.locator('input[accept^="image/jpeg"]').setInputFiles([...files]);

/** Behind "choose other files". */
export const chooseOthers = (page: Page, ...files: readonly Choice[]): Promise<void> =>
  page.locator('input[type="file"]:not([accept])').setInputFiles([...files]);

/**
 * A JPEG of this size as a camera's would be, in four fields of one colour each: red and green above, blue and white below. Its
 * pixels are stored as they are here, whatever orientation is written into it later.
 */
export async function fourColours(page: Page, width: number, height: number): Promise<Uint8Array> {
  const base64 = await page.evaluate(
    async ([width, height]) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      for (const [i, colour] of ["red", "lime", "blue", "white"].entries()) {
        context.fillStyle = colour;
        context.fillRect(((i % 2) * width) / 2, (Math.floor(i / 2) * height) / 2, width / 2, height / 2);
      }
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
      return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
    },
    [width, height] as const,
  );
  return Uint8Array.from(Buffer.from(base64, "base64"));
}

/** The colours of the four corners of a picture as a browser shows it, clockwise from the upper left, and its size. */
export function cornersOf(page: Page, bytes: Uint8Array): Promise<{ size: number[]; corners: string }> {
  return page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([data], { type: "image/jpeg" }));
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    context.drawImage(bitmap, 0, 0);
    const name = (x: number, y: number): string => {
      const [red = 0, green = 0, blue = 0] = context.getImageData(x, y, 1, 1).data;
      const on = [red, green, blue].map((value) => (value > 127 ? "1" : "0")).join("");
      return { "100": "red", "010": "green", "001": "blue", "111": "white" }[on] ?? on;
    };
    const [right, below] = [width - 5, height - 5];
    return {
      size: [width, height],
      corners: [name(4, 4), name(right, 4), name(right, below), name(4, below)].join(" "),
    };
  }, Buffer.from(bytes).toString("base64"));
}

/** The files of the list on the screen, in order; the first is 1. */
export const rows = (): Locator => page.locator(".file");
export const row = (number: number): Locator => rows().nth(number - 1);

/** Waits until this many are there. */
export const listed = (count: number): Promise<void> => row(count).waitFor();
/** Waits until the page says so. */
export const said = (text: string): Promise<void> => page.getByRole("status").filter({ hasText: text }).waitFor();

/** From the start to the screen with the files. */
export async function toFiles(): Promise<void> {
  await walk.toNarrative(server.origin);
  await walk.press("add.add");
  await walk.on("files");
}

/** From that screen to the press on "send". */
export async function toSending(): Promise<void> {
  await walk.press("continue");
  await walk.fromNarrative();
  await walk.press("continue");
  await walk.throughCode();
}

/** From that screen to the end, and what has arrived. */
export async function sendAll(): Promise<Received> {
  await toSending();
  await walk.on("done");
  return receive(server);
}
