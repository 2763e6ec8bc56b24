/**
 * What files and a voice leave in a browser: nothing of them in any storage, and none of their bytes in its profile directory,
 * whether they were sent, or the page was left while they were chosen or on their way. The files lie outside the profile.
 */
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { startFormServer, type FormServer } from "./support/formServer.ts";
import { baselineJpeg } from "./support/pictures.ts";
import { fullJpeg, word } from "./support/planted.ts";
import { findBytesOnDisk, findOnDisk, openProfile, type Profile } from "./support/profile.ts";
import { partsOf, receive } from "./support/received.ts";
import { NOTHING, storedAfter, storedBy } from "./support/stored.ts";
import { until } from "./support/trouble.ts";
import { Walker } from "./support/walk.ts";

const NAME = "toucan-violet";
const WORDS = "mangouste-argent-du-passeport";

let server: FormServer;
let chosen: string;
beforeAll(async () => {
  server = await startFormServer();
  chosen = await mkdtemp(join(tmpdir(), "abri-outside-"));
});
afterAll(async () => {
  await server?.close();
  await rm(chosen, { recursive: true, force: true });
});

let profile: Profile;
let page: Page;
let walk: Walker;
afterEach(async () => {
  await profile.close();
  await profile.remove();
  server.reset();
});

/** Two megabytes that are like nothing else, around words. */
const film = Buffer.concat(
  Array.from({ length: 65_536 }, (_, i) => createHash("sha256").update(`film ${i}`).digest()).toSpliced(
    1000,
    0,
    Buffer.from(WORDS),
  ),
);
const picture = fullJpeg(baselineJpeg, 6);
/** Out of the pixels of the picture, and out of the film. */
const PIECES = { pixels: baselineJpeg.subarray(-120, -20), film: film.subarray(1_000_000, 1_000_064) };

/** Adds a picture with its original, a film and a voice, and listens to the voice. */
async function addEverything(): Promise<void> {
  profile = await openProfile(undefined, ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]);
  page = profile.context.pages()[0] ?? (await profile.context.newPage());
  walk = new Walker(page, "fr");
  await writeFile(join(chosen, `${NAME}.jpg`), picture);
  await writeFile(join(chosen, `${NAME}.mp4`), film);
  await walk.toNarrative(server.origin);
  await walk.press("add.add");
  await walk.on("files");
  await page.locator('input[accept^="image/jpeg"]').setInputFiles([join(chosen, `${NAME}.jpg`)]);
  await page.locator(".file").waitFor();
  await page.getByRole("checkbox").check();
  await page.locator('input[type="file"]:not([accept])').setInputFiles([join(chosen, `${NAME}.mp4`)]);
  await page.locator("#add-2").click();
  await walk.press("add.voice");
  await walk.on("voice");
  await walk.press("voice.start");
  await page.getByRole("timer").filter({ hasText: "0:01" }).waitFor();
  await walk.press("voice.stop");
  await walk.press("voice.listen");
  // It is over when the button says so again.
  await page.getByRole("button", { name: walk.t("voice.listen"), exact: true }).waitFor();
  await walk.press("voice.add");
  await walk.on("files");
  await page.locator(".file").nth(2).waitFor();
}

async function send(): Promise<void> {
  await walk.press("continue");
  await walk.fromNarrative();
  await walk.press("continue");
  await walk.throughCode();
}

async function expectNothingOnDisk(more: Readonly<Record<string, Uint8Array>> = {}): Promise<void> {
  await profile.close();
  expect(await findBytesOnDisk(profile.directory, { ...PIECES, ...more })).toEqual([]);
  // With its point: the profile itself lies in a directory "abri-profile-" and six letters or digits.
  const texts = [NAME, WORDS, word("make"), "file-1.", chosen];
  expect(await findOnDisk(profile.directory, texts)).toEqual([]);
}

describe("the browser", () => {
  it("has nothing of files and a voice that were sent", async () => {
    await addEverything();
    await send();
    await walk.on("done");
    expect(await storedBy(server.origin, page, profile.context)).toEqual(NOTHING);
    const { files } = await receive(server);
    expect(files.map(({ file }) => file.state)).toEqual(["cleaned", "original", "uncleaned", "recorded"]);
    await walk.press("done.erase");
    await walk.on("language");
    const voice = files[3]?.bytes ?? new Uint8Array();
    await expectNothingOnDisk({ voice: voice.subarray(voice.length / 2, voice.length / 2 + 64) });
  });

  it("has nothing of them after quick exit while they are chosen", async () => {
    await addEverything();
    await page.locator("#exit").click();
    await page.waitForURL(server.exitUrl);
    expect(await storedAfter(server.origin, profile.context)).toEqual(NOTHING);
    await expectNothingOnDisk();
  });

  it("has nothing of them after quick exit while they are sent", async () => {
    await addEverything();
    server.instead.push({
      path: "/v1/parts",
      answer: { status: 200, headers: { "content-type": "application/json" }, body: '{"accepted":true}' },
    });
    server.instead.push({ path: "/v1/parts", answer: "silence" });
    await send();
    await until(() => partsOf(server).length === 2);
    const sealed = { part: (partsOf(server)[1] ?? new Uint8Array()).subarray(1000, 1064) };
    await page.locator("#exit").click();
    await page.waitForURL(server.exitUrl);
    await expectNothingOnDisk(sealed);
  });

  it("has nothing of them when it is closed with the page in front", async () => {
    await addEverything();
    await expectNothingOnDisk();
  });
});

describe("the search", () => {
  it("finds bytes that a page does store", async () => {
    profile = await openProfile();
    page = profile.context.pages()[0] ?? (await profile.context.newPage());
    await page.goto(server.exitUrl);
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      await (await caches.open("planted")).put("/planted", new Response(new Blob([bytes])));
    }, film.toString("base64"));
    await profile.close();
    expect(await findBytesOnDisk(profile.directory, { film: PIECES.film })).toHaveLength(1);
  });
});
