/** The screens for files and voice, held to what every screen is held to: see support/inspect.ts. */
import { describe, expect, it } from "@jest/globals";
import { directionOf } from "../../../web/locales/form/languages.ts";
import { LONG } from "../../tools/depth.ts";
import { choice, chooseOthers, choosePhotos } from "./support/choosing.ts";
import { inspect } from "./support/inspect.ts";
import { TELLING, WALKED } from "./support/languages.ts";
import { fullJpeg } from "./support/planted.ts";
import { baselineJpeg } from "./support/pictures.ts";
import { browser, server, startForm } from "./support/stage.ts";
import { BUSY } from "./support/trouble.ts";

startForm({ args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] });

const PARTS = "/v1/parts";
const ACCEPTED = { status: 200, headers: { "content-type": "application/json" }, body: '{"accepted":true}' };
const FULL = { ...BUSY, body: '{"error":{"code":"uploads_full","message":""}}' };

/** One of each that is warned of in words of its own. */
const WARNED = [
  "\0\0\0\x18ftypheic",
  "GIF89a",
  "%PDF-1.7",
  "{\\rtf1",
  "ID3\x04",
  "\0\0\0\x18ftypisom",
  "Rar!",
  "\xff\xd8\xff\xe0cut",
  "?",
].map((text, i) => choice(`${i}`, "", Buffer.from(text, "latin1")));

// The texts differ, the screens are the same: each language in the deep run only.
describe.each(LONG ? WALKED : (["fr"] as const))("the screens for files in %s", (language) => {
  it("are accessible, full and empty, with what is asked and what did not fit", async () => {
    const { wrong, seen } = await inspect(browser, language, async (walk, look, page) => {
      await walk.toNarrative(server.origin);
      await walk.press("add.add");
      await walk.on("files");
      await choosePhotos(page, choice("a.jpg", "image/jpeg", fullJpeg(baselineJpeg)));
      await chooseOthers(page, ...WARNED, choice("b", "", ""));
      await page.locator(".summary").waitFor();
      await look("files-warned");
      await walk.press("continue");
      await look("files-undecided");
      for (let left = WARNED.length; left > 1; left--) {
        await page
          .getByRole("button", { name: walk.t("files.not") })
          .first()
          .click();
      }
      await page.locator("#add-2").click();
      await page.getByRole("checkbox").check();
      await look("files-decided");
      await walk.press("continue");
      await walk.on("question-narrative");
      await look("question-narrative-added");
      await walk.fromNarrative();
      await look("review-added");
      await walk.press("continue");
      for (const answer of [ACCEPTED, BUSY]) server.instead.push({ path: PARTS, answer });
      server.instead.push({ path: PARTS, answer: FULL });
      // Two parts, so that one has arrived when the service asks for patience.
      await page.locator("#back").click();
      await walk.on("review");
      await page.locator("#add").click();
      await walk.on("files");
      await chooseOthers(page, choice("c.bin", "", Buffer.alloc(300_000, 1)));
      await page.locator("#add-3").click();
      await walk.press("continue");
      await walk.on("review");
      await walk.press("continue");
      await walk.throughCode();
      await page.locator(".pause:not(:empty)").waitFor();
      await look("sending-files");
      await walk.press("send.now");
      await walk.on("no-files");
      await walk.press("files.none.alone");
      await walk.on("done");
    });
    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(["files", "files-warned", "sending-files", "no-files"]));
  });

  it("and for a voice are accessible, before, during and after", async () => {
    const { wrong } = await inspect(browser, language, async (walk, look, page) => {
      await walk.toNarrative(server.origin);
      await walk.press("add.voice");
      await walk.on("voice");
      await walk.press("voice.start");
      await page.getByText(walk.t("voice.recording")).waitFor();
      await look("voice-recording");
      await walk.press("voice.stop");
      await page.getByText(walk.t("voice.stopped")).waitFor();
      await look("voice-recorded");
      await walk.press("voice.delete");
      await page.evaluate(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
      });
      await walk.press("voice.start");
      await page.getByText(walk.t("voice.refused")).waitFor();
      await look("voice-refused");
      await page.locator("#back").click();
      await walk.on("question-narrative");
      await page.evaluate(() => (MediaRecorder.isTypeSupported = () => false));
      await walk.press("add.voice");
      await page.getByText(walk.t("voice.unable")).waitFor();
      await look("voice-unable");
    });
    expect(wrong).toEqual([]);
  });
});

const FROM_THE_RIGHT = (LONG ? WALKED : TELLING).filter((language) => directionOf(language) === "rtl");

describe.each(FROM_THE_RIGHT)("a page that runs from right to left, in %s", (language) => {
  it("shows files and voice like every other", async () => {
    const { wrong, seen } = await inspect(browser, language, async (walk, look, page) => {
      await walk.toNarrative(server.origin);
      await walk.press("add.add");
      await walk.on("files");
      await choosePhotos(page, choice("a.jpg", "image/jpeg", fullJpeg(baselineJpeg)));
      await chooseOthers(page, ...WARNED.slice(0, 2));
      await page.locator("#add-2").click();
      await look("files-added");
      await walk.press("add.voice");
      await walk.on("voice");
    });
    expect(wrong).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(["files-added", "voice"]));
  });
});
