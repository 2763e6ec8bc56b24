import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import exifr from "exifr";
import type { Browser } from "playwright-core";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { readWithExiftool } from "../tools/exiftool.ts";
import { dumpDatabase, findLeaks } from "../tools/leaks.ts";
import { startManInTheMiddle } from "../tools/manInTheMiddle.ts";
import type { ManInTheMiddle } from "../tools/manInTheMiddle.ts";
import { startStack } from "../tools/stack.ts";
import type { Stack } from "../tools/stack.ts";
import { baselineJpeg, lossyWebp } from "../web/form/support/pictures.ts";
import { fullJpeg, fullWebp, hidden } from "../web/form/support/planted.ts";
import { AttachmentsOf } from "./pages/attachments.ts";
import { ConsolePage } from "./pages/console.ts";
import { FormPage, type ChosenFile } from "./pages/form.ts";
import { WITNESS } from "./stories.ts";

const LIMIT_MS = 240_000;

/** A phone's picture, turned, with everything in it that a phone writes. */
const PHOTO: ChosenFile = {
  name: "IMG_20261121_Thistlewhaite.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.from(fullJpeg(baselineJpeg, 6)),
};
const LETTER_WORDS = "Quernmore notice of dismissal, Marchbanks warehouse";
const LETTER: ChosenFile = {
  name: "Thistlewhaite contract.pdf",
  mimeType: "application/pdf",
  // Larger than a part.
  buffer: Buffer.concat([Buffer.from(`%PDF-1.7\n${LETTER_WORDS}\n`), Buffer.alloc(300_000, 7)]),
};
const LATER: ChosenFile = {
  name: "Marchbanks.webp",
  mimeType: "image/webp",
  buffer: Buffer.from(fullWebp(lossyWebp)),
};

/** What a picture has to say to be shown, as the tests of the cleaning hold it. */
const SHOWING = /^(File|Composite|JFIF|Adobe|RIFF):|^IFD0:Orientation$/;

describe("files, from a phone to an officer", () => {
  let stack: Stack;
  let middle: ManInTheMiddle;
  let browser: Browser;
  let desk: ConsolePage;
  let form: FormPage;
  let code = "";
  const dir = mkdtempSync(join(tmpdir(), "abri-received-"));

  beforeAll(async () => {
    stack = await startStack({ backend: "postgres" });
    middle = await startManInTheMiddle(stack.reporterUrl);
    browser = await launchBrowser();
    form = new FormPage((await newPage(browser)).page, "en");
    desk = new ConsolePage((await newPage(browser)).page);
    await desk.signIn(stack);
  }, LIMIT_MS);

  afterAll(async () => {
    await browser.close();
    await middle.stop();
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }, LIMIT_MS);

  const report = () => new AttachmentsOf(desk, desk.page.locator(".case-body > div").first());
  const thread = () => new AttachmentsOf(desk, desk.page.locator("ol.thread li.theirs").last());

  /** What exiftool reads in bytes that an officer received. */
  const readBack = async (name: string, bytes: Uint8Array): Promise<Record<string, string>> => {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return (await readWithExiftool([path]))[0] ?? {};
  };

  it(
    "go with the report: the officer sees the picture, blurred first, and saves what was sent",
    async () => {
      await form.open(middle.url);
      await form.answerAll(WITNESS.script, [PHOTO, LETTER]);
      code = await form.takeCode();
      await form.typeBack(code);
      await form.send();
      await form.waitUntilSent();

      const row = await desk.waitForCase(() => true);
      await desk.openCase(row.id);
      const files = report();
      await files.waitUntilHere(3);
      expect(await files.line(0).innerText()).toContain(desk.texts.files.state.cleaned);
      expect(await files.line(1).innerText()).toContain(desk.texts.files.originalOf);
      expect(await files.line(2).innerText()).toContain(desk.texts.files.state.uncleaned);

      await files.open(0);
      const picture = files.inside(0).getByRole("img");
      const filter = (): Promise<string> => picture.evaluate((img) => getComputedStyle(img).filter);
      expect(await filter()).toContain("blur");
      await files.inside(0).getByRole("button", { name: desk.texts.viewer.unblur }).click();
      expect(await filter()).toBe("none");
      expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );

  it(
    "hold nothing of the phone when the officer has them, but in the original that was kept on purpose",
    async () => {
      const files = report();
      const clean = await files.save(0);
      expect(clean.name).toBe("attachment-1.jpg");
      const tags = await readBack(clean.name, clean.bytes);
      expect(Object.keys(tags).filter((tag) => !SHOWING.test(tag))).toEqual([]);
      expect(hidden(clean.bytes)).toEqual([]);
      expect(await exifr.gps(clean.bytes)).toBeUndefined();

      await files.open(1);
      const original = await files.save(1);
      expect(Buffer.from(original.bytes).equals(PHOTO.buffer)).toBe(true);
      expect((await readBack(original.name, original.bytes))["GPS:GPSLatitude"]).toContain("45 deg 30");

      await files.open(2);
      const letter = await files.save(2);
      expect(letter.name).toBe("attachment-3.pdf");
      expect(Buffer.from(letter.bytes).equals(LETTER.buffer)).toBe(true);
    },
    LIMIT_MS,
  );

  it(
    "are shown behind walls that the real host puts up: the frame reads nothing and asks nothing",
    async () => {
      const frame = await (await report().line(0).locator("iframe").elementHandle())?.contentFrame();
      const outcome = await frame?.evaluate(async () => {
        const tries = [
          () => parent.document.title,
          () => document.cookie,
          () => localStorage.length,
          () => fetch("/v1/session", { credentials: "include" }),
        ];
        const ended: string[] = [self.origin];
        for (const attempt of tries) {
          try {
            await attempt();
            ended.push("done");
          } catch {
            ended.push("refused");
          }
        }
        return ended;
      });
      expect(outcome).toEqual(["null", "refused", "refused", "refused", "refused"]);
      const own = await desk.page.evaluate(async () => (await fetch("/v1/session")).status);
      expect(own).toBe(200);
    },
    LIMIT_MS,
  );

  it(
    "go with a later message too",
    async () => {
      await form.openMailbox(middle.url, code);
      await form.writeMessage("One more picture.", "no", "yes", [LATER]);
      await form.waitUntilSent();
      await desk.goToQueue();
      const row = await desk.waitForCase(({ text }) => text.includes(desk.texts.queue.newMessage));
      await desk.openMessage(row.id);
      const files = thread();
      await files.waitUntilHere(2);
      await files.open(0);
      await files.inside(0).getByRole("img").waitFor();
      const { name, bytes } = await files.save(0);
      expect(name).toBe("attachment-1.webp");
      expect(Object.keys(await readBack(name, bytes)).filter((tag) => !SHOWING.test(tag))).toEqual([]);
      expect(hidden(bytes)).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    "leave neither a name nor a word nor their bytes on the wire, in the database or in any output",
    async () => {
      const secrets = ["Thistlewhaite", "Marchbanks", LETTER_WORDS, "canary-make", "canary-serial"];
      const places = [
        { name: "the wire", bytes: middle.sentBytes() },
        { name: "output", bytes: Buffer.from(stack.output()) },
        ...(await dumpDatabase(stack.database.url())),
      ];
      expect(middle.recorded.filter(({ path }) => path === "/v1/parts").length).toBeGreaterThanOrEqual(3);
      expect(places.map(({ name }) => name)).toContain("table public.attachment_part");
      expect(findLeaks(places, secrets)).toEqual([]);
      const planted = { name: "planted", bytes: Buffer.concat([middle.sentBytes(), LETTER.buffer]) };
      expect(findLeaks([planted], secrets).map(({ word }) => word)).toContain(LETTER_WORDS);
    },
    LIMIT_MS,
  );
});
