/** A voice message: recorded from the browser's made-up microphone, listened to, sent, and opened as officers open it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { readWithExiftool } from "../../tools/exiftool.ts";
import { microphonesOn, openAddresses, watchMedia } from "./support/media.ts";
import { receive } from "./support/received.ts";
import { complaints, freshPages, page, server, startForm, walk } from "./support/stage.ts";
import type { Key } from "../../../web/locales/form/en.ts";

const MINUTE_MS = 60_000;

startForm({ args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] });
freshPages("fr", { viewport: { width: 360, height: 740 } });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "abri-voice-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => watchMedia(page));
afterEach(() => expect(complaints).toEqual([]));

async function toVoice(): Promise<void> {
  await walk.toNarrative(server.origin);
  await walk.press("add.voice");
  await walk.on("voice");
}

const told = (key: Key): Promise<void> =>
  page
    .getByRole("status")
    .filter({ hasText: walk.t(key) })
    .waitFor();
const button = (key: Key) => page.getByRole("button", { name: walk.t(key), exact: true });
const timer = (text: string): Promise<void> => page.getByRole("timer").filter({ hasText: text }).waitFor();

async function begin(): Promise<void> {
  await walk.press("voice.start");
  await told("voice.recording");
  expect(await microphonesOn(page)).toBe(1);
}

/** Speaks until the timer shows it. */
async function record(seconds = 1): Promise<void> {
  await begin();
  await timer(`0:0${seconds}`);
  await walk.press("voice.stop");
  await told("voice.stopped");
  expect(await microphonesOn(page)).toBe(0);
}

/** From the question to the end, and the one file that arrived. */
async function send(): Promise<{ name: string; type: string; state: string; bytes: Uint8Array }> {
  await walk.on("question-narrative");
  await walk.fromNarrative();
  await walk.press("continue");
  await walk.throughCode();
  await walk.on("done");
  const { files } = await receive(server);
  expect(files).toHaveLength(1);
  const [{ file, bytes }] = files as [(typeof files)[number]];
  return { name: file.name, type: file.type, state: file.state, bytes };
}

async function exiftool(name: string, bytes: Uint8Array): Promise<Record<string, string>> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  const [found] = await readWithExiftool([path]);
  return found ?? {};
}

/** Whether the browser can still play it, and for how many seconds. */
const playable = (bytes: Uint8Array): Promise<number> =>
  page.evaluate(async (base64) => {
    const { buffer } = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return (await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(buffer)).duration;
  }, Buffer.from(bytes).toString("base64"));

describe("a voice message", () => {
  it("is recorded, heard, sent, and opens as sound that says nothing of device, browser and time", async () => {
    await toVoice();
    await record(2);
    await walk.press("voice.listen");
    await button("voice.quiet").waitFor();
    expect(await openAddresses(page)).toBe(1);
    // It ends by itself.
    await button("voice.listen").waitFor();
    expect(await openAddresses(page)).toBe(0);
    await walk.press("voice.add");
    await walk.on("question-narrative");
    await walk.press("add.change");
    await walk.on("files");
    expect(await page.locator(".file").innerText()).toMatch(/file-1\.webm · .+ · 0:0[2-9]/);
    expect(await page.locator(".file").innerText()).toContain(walk.t("files.state.recorded"));
    await walk.press("continue");
    const { bytes, ...facts } = await send();
    expect(facts).toEqual({ name: "file-1.webm", type: "audio/webm", state: "recorded" });
    const found = await exiftool(facts.name, bytes);
    const SOUND =
      "AudioBitsPerSample AudioChannels AudioCodecID AudioSampleRate CodecPrivate DocType DocTypeReadVersion " +
      "DocTypeVersion Duration EBMLMaxIDLength EBMLMaxSizeLength EBMLReadVersion EBMLVersion FileType FileTypeExtension " +
      "MIMEType MuxingApp TimeCode TimecodeScale TrackNumber TrackType TrackUID WritingApp";
    expect(new Set(Object.keys(found).map((tag) => tag.split(":")[1]))).toEqual(new Set(SOUND.split(" ")));
    expect([found["Matroska:MuxingApp"], found["Matroska:WritingApp"], found["Track1:TrackUID"]]).toEqual([
      "-",
      "-",
      "01",
    ]);
    expect(await playable(bytes)).toBeGreaterThan(1.5);
  });

  it("is recorded in the other form where a browser has no WebM, without the minute of its making", async () => {
    await page.addInitScript(() => {
      const supported = MediaRecorder.isTypeSupported.bind(MediaRecorder);
      MediaRecorder.isTypeSupported = (type) => !type.includes("webm") && supported(type);
    });
    await toVoice();
    await record();
    await walk.press("voice.add");
    const { bytes, ...facts } = await send();
    expect(facts).toEqual({ name: "file-1.m4a", type: "audio/mp4", state: "recorded" });
    const found = await exiftool(facts.name, bytes);
    const dates = Object.entries(found).filter(([tag]) => /Date/.test(tag));
    expect(dates).toHaveLength(6);
    expect(dates.filter(([, value]) => value !== "0000:00:00 00:00:00")).toEqual([]);
    expect(JSON.stringify(found)).not.toMatch(/SoundHandler|20\d\d:/);
    expect(await playable(bytes)).toBeGreaterThan(0.5);
  });

  it("can be recorded again, which leaves the first one out, and thrown away", async () => {
    await toVoice();
    await record(2);
    await walk.press("voice.again");
    await told("voice.recording");
    await timer("0:01");
    await walk.press("voice.stop");
    await told("voice.stopped");
    await walk.press("voice.delete");
    await told("voice.deleted");
    expect(await button("voice.add").count()).toBe(0);
    expect(await page.getByRole("timer").isVisible()).toBe(false);
    await record();
    await walk.press("voice.add");
    expect(await playable((await send()).bytes)).toBeLessThan(2);
  });

  it("says before it asks for the microphone what that means", async () => {
    await toVoice();
    const text = await page.locator("main").innerText();
    for (const key of ["voice.known", "voice.names", "voice.near", "voice.ask", "voice.remember"] as const) {
      expect(text).toContain(walk.t(key));
    }
    expect(
      await page.evaluate(() => (globalThis as unknown as { watched: { tracks: unknown[] } }).watched.tracks),
    ).toEqual([]);
  });

  it("is recorded, heard and added by keyboard alone", async () => {
    await walk.toNarrative(server.origin);
    await button("add.voice").focus();
    await page.keyboard.press("Enter");
    await walk.on("voice");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await told("voice.recording");
    await timer("0:01");
    // The focus is where it goes on from.
    await page.keyboard.press("Enter");
    await told("voice.stopped");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(walk.t("voice.listen"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await walk.on("question-narrative");
    await page.getByText(walk.t("add.count", { count: 1 })).waitFor();
  });
});

describe("the microphone", () => {
  it("is off when the screen is left in the middle, and nothing is added", async () => {
    await toVoice();
    await begin();
    await page.locator("#back").click();
    await walk.on("question-narrative");
    expect(await microphonesOn(page)).toBe(0);
    expect(await page.getByText(walk.t("add.count", { count: 1 })).count()).toBe(0);
  });

  it("is off when another page comes in front; what was said so far is kept, under the cover", async () => {
    await toVoice();
    await begin();
    await timer("0:01");
    await walk.hide(true);
    expect(await microphonesOn(page)).toBe(0);
    expect(await page.locator("#cover").getAttribute("data-cover")).toBe("hidden");
    await walk.hide(false);
    await page.locator("#cover button").click();
    await told("voice.stopped");
    expect(await button("voice.add").isVisible()).toBe(true);
  });

  it.each(["while it is on", "while a recording is heard"])(
    "and the sound are off at once on quick exit, %s",
    async (when) => {
      server.nothingElsewhere = true;
      await toVoice();
      if (when === "while it is on") await begin();
      else {
        await record(2);
        await walk.press("voice.listen");
        await button("voice.quiet").waitFor();
        expect(await openAddresses(page)).toBe(1);
      }
      const left = await page.evaluate(() => {
        (document.getElementById("exit") as HTMLElement).click();
        const { tracks, addresses } = (
          globalThis as unknown as { watched: { tracks: MediaStreamTrack[]; addresses: Set<string> } }
        ).watched;
        return [tracks.filter(({ readyState }) => readyState === "live").length, addresses.size];
      });
      expect(left).toEqual([0, 0]);
    },
  );

  it("is off when the person leaves before it was allowed, and is allowed after", async () => {
    await page.addInitScript(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        await new Promise<void>((resolve) => ((globalThis as unknown as { allow: () => void }).allow = resolve));
        return ask(wanted);
      };
    });
    await toVoice();
    await walk.press("voice.start");
    await told("voice.asking");
    await page.locator("#back").click();
    await walk.on("question-narrative");
    await page.evaluate(() => (globalThis as unknown as { allow: () => void }).allow());
    const tracks = () =>
      page.evaluate(() => (globalThis as unknown as { watched: { tracks: unknown[] } }).watched.tracks.length);
    while ((await tracks()) === 0) await page.waitForTimeout(20);
    while ((await microphonesOn(page)) > 0) await page.waitForTimeout(20);
  });

  it("does not let the page be wiped for idleness while it is on, and is off after half an hour", async () => {
    await page.clock.install();
    await toVoice();
    await begin();
    await timer("0:01");
    await page.clock.fastForward(20 * MINUTE_MS);
    expect(await page.locator("#cover").count()).toBe(0);
    await timer("20:0");
    await page.clock.fastForward(11 * MINUTE_MS);
    await told("voice.stopped");
    expect(await microphonesOn(page)).toBe(0);
  });

  it("is off after five minutes on a kiosk, and what nobody adds or deletes is wiped like all else", async () => {
    await page.clock.install();
    await walk.toNarrative(`${server.origin}/kiosk`);
    await walk.press("add.voice");
    await walk.on("voice");
    expect(await page.locator("#main").innerText()).toContain(walk.t("voice.limit", { minutes: 5 }));
    await begin();
    await timer("0:01");
    await page.clock.fastForward(5 * MINUTE_MS);
    await told("voice.stopped");
    expect(await microphonesOn(page)).toBe(0);
    await page.clock.fastForward(2 * MINUTE_MS + 1_000);
    await page.clock.fastForward(31_000);
    await page.locator('#cover[data-cover="restart"]').waitFor();
  });
});

describe("where a voice cannot be recorded", () => {
  const missing: [string, () => void][] = [
    ["a browser without MediaRecorder", () => void Reflect.deleteProperty(globalThis, "MediaRecorder")],
    [
      "a browser without microphones for pages",
      () => void Object.defineProperty(navigator, "mediaDevices", { value: undefined }),
    ],
    ["a browser that records in no form that can be cleaned", () => void (MediaRecorder.isTypeSupported = () => false)],
  ];
  it.each(missing)("says so plainly and goes on: %s", async (_, spoil) => {
    await page.addInitScript(spoil);
    await toVoice();
    await page.getByText(walk.t("voice.unable")).waitFor();
    expect(await button("voice.start").count()).toBe(0);
    await walk.press("continue");
    await walk.on("question-narrative");
  });

  it("says that the microphone was not allowed, and asks again when it is pressed again", async () => {
    // As a browser answers where the site itself forbids it: the header is what allows the form alone.
    await page.route(`${server.origin}/`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "permissions-policy": "microphone=()" } });
    });
    await toVoice();
    await walk.press("voice.start");
    await told("voice.refused");
    expect(await button("voice.start").isVisible()).toBe(true);
    complaints.length = 0;
    await page.locator("#back").click();
    await walk.on("question-narrative");
  });

  it.each<[string, Key]>([
    ["NotFoundError", "voice.none"],
    ["NotReadableError", "voice.failed"],
  ])("says what is wrong after %s", async (name, key) => {
    await page.addInitScript((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
    }, name);
    await toVoice();
    await walk.press("voice.start");
    await told(key);
    expect(await button("voice.start").isVisible()).toBe(true);
  });
});
