/** Files on the officers' console, by what is written around them and in their frames. */
import type { FrameLocator, Locator } from "playwright-core";
import { atRest } from "../../web/console/tools/viewer.ts";
import type { ConsolePage } from "./console.ts";

/** A file of 32 MiB comes in 128 parts, on a busy machine. */
const OPEN_LIMIT_MS = 60_000;

export class AttachmentsOf {
  readonly #desk: ConsolePage;
  readonly #place: Locator;

  /** @param place what holds the list: the report's panel, or a message of the thread */
  constructor(desk: ConsolePage, place: Locator) {
    this.#desk = desk;
    this.#place = place;
  }

  line(index: number): Locator {
    return this.#place.locator(".files li").nth(index);
  }

  inside(index: number): FrameLocator {
    return this.line(index).locator("iframe").contentFrame();
  }

  /** Waits until the list says that the files are here; before that it says why not. */
  async waitUntilHere(count: number): Promise<void> {
    const { files } = this.#desk.texts;
    await this.#place.getByRole("heading", { name: files.title(String(count)) }).waitFor({ timeout: OPEN_LIMIT_MS });
    await this.line(0).getByRole("button", { name: files.open }).waitFor({ timeout: OPEN_LIMIT_MS });
  }

  async open(index: number): Promise<void> {
    await this.line(index).getByRole("button", { name: this.#desk.texts.files.open }).click();
    const shown = this.line(index).locator('iframe[data-shows="picture"], iframe[data-shows="file"]');
    await shown.waitFor({ timeout: OPEN_LIMIT_MS });
    await this.inside(index).locator("#kind").waitFor();
    await atRest(this.line(index));
  }

  async close(index: number): Promise<void> {
    await this.line(index).getByRole("button", { name: this.#desk.texts.files.close }).click();
  }

  async save(index: number): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const coming = this.#desk.page.waitForEvent("download", { timeout: OPEN_LIMIT_MS });
    await this.inside(index).getByRole("link", { name: this.#desk.texts.viewer.save, exact: true }).click();
    const download = await coming;
    const pieces: Buffer[] = [];
    for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
    return { name: download.suggestedFilename(), bytes: new Uint8Array(Buffer.concat(pieces)) };
  }
}
