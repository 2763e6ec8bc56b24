/** Files on an officer's screen, as a test reaches for them: French, as the console first speaks. */
import type { Frame, Locator, Page } from "playwright-core";

/** The line of a file, by its place in the list of the one report on screen. */
export const fileLine = (page: Page, index: number): Locator => page.locator(".files li").nth(index);

/** The page inside a file's frame, as a locator. */
export const inside = (page: Page, index: number) => fileLine(page, index).locator("iframe").contentFrame();

/** Asks for a file and waits until the viewer says what it is. */
export async function openFile(page: Page, index: number): Promise<void> {
  await fileLine(page, index).getByRole("button", { name: "Ouvrir" }).click();
  await fileLine(page, index).locator('iframe[data-shows="picture"], iframe[data-shows="file"]').waitFor();
  await inside(page, index).locator("#kind").waitFor();
  await atRest(fileLine(page, index));
}

/** Waits until both processes know how large the frame of a file is: nothing moves under a click any more. */
export async function atRest(line: Locator): Promise<void> {
  const [element, body] = [line.locator("iframe"), line.locator("iframe").contentFrame().locator("body")];
  for (let i = 0; i < 2_400; i++) {
    const outer = await element.evaluate((each) => each.clientHeight);
    if (outer > 0 && outer === (await body.evaluate(() => innerHeight))) return;
    await line.page().waitForTimeout(25);
  }
  throw new Error("the frame did not come to rest");
}

/** The frame itself, to run something in it. */
export async function frameOf(page: Page, index: number): Promise<Frame> {
  const handle = await fileLine(page, index).locator("iframe").elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error("the file has no frame");
  return frame;
}

export interface Saved {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Saves a file as a person does. */
export async function saveFile(page: Page, index: number): Promise<Saved> {
  const coming = page.waitForEvent("download");
  await inside(page, index).getByRole("link", { name: "Enregistrer" }).click();
  const download = await coming;
  const stream = await download.createReadStream();
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(Buffer.concat(pieces)) };
}

/** Requests for parts of files, as the host saw them. */
export const askedParts = (asked: readonly { readonly request: string }[]): string[] =>
  asked.map(({ request }) => request).filter((request) => request.includes("/attachments/"));
