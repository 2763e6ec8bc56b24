/** Files on their way: a network that goes in the middle, a service without room, parts that belong to somebody else, a file that is gone. */
import { createHash } from "node:crypto";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { newFollowUpCode, PART_PLAINTEXT_BYTES, parsePartBody, toHex } from "../../../security/index.ts";
import { chooseOthers, choice, listed, toFiles, toSending, type Choice } from "./support/choosing.ts";
import { watchMedia } from "./support/media.ts";
import { partsOf, receive } from "./support/received.ts";
import { context, freshPages, page, server, startForm, walk } from "./support/stage.ts";
import { BUSY, ENVELOPES, pauseOf, until } from "./support/trouble.ts";

startForm();
freshPages("fr", { viewport: { width: 360, height: 740 } });

const PARTS = "/v1/parts";
const HOUR_MS = 3_600_000;
const refusal = (status: number, code: string) => ({
  status,
  headers: { "content-type": "application/json", "retry-after": "300" },
  body: JSON.stringify({ error: { code, message: "" } }),
});

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "abri-sending-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** No two parts of it are alike. */
const noise = (bytes: number): Buffer => {
  const out = Buffer.alloc(bytes);
  for (let at = 0, i = 0; at < bytes; at += 32, i++) createHash("sha256").update(`${i}`).digest().copy(out, at);
  return out;
};
/** Which request for a part finds no network, and which finds a connection that breaks at its end. */
const GONE_AT = 20;
const BROKEN_AT = 60;
const small = choice("a.bin", "", noise(3 * PART_PLAINTEXT_BYTES));

/** Adds a file as it is, and goes on to the press on "send". */
async function sendFile(file: Choice): Promise<void> {
  await toFiles();
  await chooseOthers(page, file);
  await page.locator("#add-1").click();
  await listed(1);
  await toSending();
}

/** What arrived of each place: upload, index and a hash of the bytes, in order of arriving. */
const arrivals = () =>
  partsOf(server).map((body) => {
    const { uploadId, index } = parsePartBody(body);
    return { upload: toHex(uploadId), index, hash: createHash("sha256").update(body).digest("hex") };
  });
/** Fails when a place of an upload got two kinds of bytes. */
function expectEachPlaceOnce(): void {
  const places = new Map<string, string>();
  for (const { upload, index, hash } of arrivals()) {
    expect(places.get(`${upload} ${index}`) ?? hash).toBe(hash);
    places.set(`${upload} ${index}`, hash);
  }
}
const uploads = (): string[] => [...new Set(arrivals().map(({ upload }) => upload))];
const indices = (): number[] => arrivals().map(({ index }) => index);

async function expectArrived(bytes: Buffer): Promise<void> {
  await page.locator('#main[data-screen="done"]').waitFor();
  const { files } = await receive(server);
  expect(files).toHaveLength(1);
  expect(Buffer.from(files[0]?.bytes ?? []).equals(bytes)).toBe(true);
  expectEachPlaceOnce();
}

describe("a file of 20 MB", () => {
  it("arrives once and whole when the network goes in the middle, more than once", async () => {
    const bytes = noise(20_000_000);
    const path = join(dir, "big.bin");
    await writeFile(path, bytes);
    await page.addInitScript(() => {
      const world = globalThis as unknown as { mostRead: number };
      world.mostRead = 0;
      const read = Reflect.get(Blob.prototype, "arrayBuffer");
      Blob.prototype.arrayBuffer = function () {
        world.mostRead = Math.max(world.mostRead, this.size);
        return read.call(this);
      };
    });
    let asked = 0;
    await page.route(`**${PARTS}`, async (route) => {
      asked++;
      if (asked === GONE_AT) await context.setOffline(true);
      // All of the part goes out, and nobody can tell the page whether it arrived.
      if (asked === BROKEN_AT) server.instead.push({ path: PARTS, answer: "drop" });
      await route.continue();
    });
    await toFiles();
    await page.locator('input[type="file"]:not([accept])').setInputFiles([path]);
    await page.locator("#add-1").click();
    await toSending();
    expect(await pauseOf(page)).toBe(walk.t("send.offline"));
    const before = GONE_AT - 1;
    expect(partsOf(server)).toHaveLength(before);
    expect(await page.locator(".upload").innerText()).toMatch(/Fichiers\s: 14\s% sont arrivés\./);
    expect(await page.locator("progress").evaluate((bar: HTMLProgressElement) => bar.value)).toBe(before / 128);
    await context.setOffline(false);
    await expectArrived(bytes);
    expect(uploads()).toHaveLength(1);
    expect(indices().filter((index, i, all) => index !== all[i - 1])).toEqual(Array.from({ length: 128 }, (_, i) => i));
    // What broke at its end came twice, and was the same.
    expect(server.instead).toEqual([]);
    expect(indices()).toHaveLength(129);
    // Never more of a file in memory than a part.
    expect(await page.evaluate(() => (globalThis as unknown as { mostRead: number }).mostRead)).toBeLessThanOrEqual(
      PART_PLAINTEXT_BYTES,
    );
    expect(server.asked.map(({ path }) => path).lastIndexOf(PARTS)).toBeLessThan(
      server.asked.map(({ path }) => path).indexOf(ENVELOPES),
    );
  });
});

describe("a part", () => {
  it("is sent again as it is after 503, and not before the service says", async () => {
    server.instead.push({ path: PARTS, answer: BUSY });
    await sendFile(small);
    await expectArrived(small.buffer);
    expect(indices()).toEqual([0, 0, 1, 2, 3]);
    expect(uploads()).toHaveLength(1);
  });

  it("that belongs to other bytes makes the page seal and send everything anew, under another id", async () => {
    server.instead.push(
      {
        path: PARTS,
        answer: { status: 200, headers: { "content-type": "application/json" }, body: '{"accepted":true}' },
      },
      { path: PARTS, answer: refusal(409, "part_reused") },
    );
    await sendFile(small);
    await expectArrived(small.buffer);
    expect(indices()).toEqual([0, 1, 0, 1, 2, 3]);
    expect(uploads()).toHaveLength(2);
  });

  it("that the service refuses for good leads to a screen that says so, and can be tried again", async () => {
    server.instead.push({ path: PARTS, answer: refusal(400, "part_malformed") });
    await sendFile(small);
    await walk.on("fault");
    expect(await page.locator("main").innerText()).toContain("part_malformed");
    await walk.press("again");
    await expectArrived(small.buffer);
  });
});

describe("an envelope whose directory is no longer accepted", () => {
  it("is sealed anew with its files, under other ids", async () => {
    server.instead.push({ path: ENVELOPES, answer: refusal(409, "directory_not_accepted") });
    await sendFile(small);
    await expectArrived(small.buffer);
    expect(server.envelopes()).toHaveLength(2);
    expect(uploads()).toHaveLength(2);
    expect(indices()).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it("is sealed with the newest directory, asked for again after the files", async () => {
    await sendFile(small);
    await expectArrived(small.buffer);
    const paths = server.asked.map(({ path }) => path);
    expect(paths).toEqual(["/v1/directory", PARTS, PARTS, PARTS, PARTS, "/v1/directory", ENVELOPES]);
  });
});

describe("a service without room for files", () => {
  const accepted = { status: 200, headers: { "content-type": "application/json" }, body: '{"accepted":true}' };
  const fillAfter = (parts: number): void => {
    for (let i = 0; i < parts; i++) server.instead.push({ path: PARTS, answer: accepted });
    server.instead.push({ path: PARTS, answer: refusal(503, "uploads_full") });
  };

  it("is told of, and the words can go alone", async () => {
    fillAfter(2);
    await sendFile(small);
    await walk.on("no-files");
    expect(server.envelopes()).toEqual([]);
    await walk.press("files.none.alone");
    await walk.on("done");
    const { opened, files } = await receive(server);
    expect(opened.attachments).toBeNull();
    expect(files).toEqual([]);
    expect(indices()).toEqual([0, 1, 2]);
  });

  it("can be asked again, and goes on where it stopped", async () => {
    fillAfter(2);
    await sendFile(small);
    await walk.on("no-files");
    await walk.press("again");
    await expectArrived(small.buffer);
    expect(indices()).toEqual([0, 1, 2, 2, 3]);
    expect(uploads()).toHaveLength(1);
  });

  it("does not get half an upload of other files: what changes is sealed anew", async () => {
    fillAfter(2);
    await sendFile(small);
    await walk.on("no-files");
    for (const screen of ["check", "code", "review"]) {
      await page.locator("#back").click();
      await walk.on(screen);
    }
    await page.locator("#add").click();
    await walk.on("files");
    await page
      .locator(".file")
      .getByRole("button", { name: walk.t("files.remove") })
      .click();
    const other = choice("b.bin", "", noise(1000).reverse());
    await chooseOthers(page, other);
    await page.locator("#add-1").click();
    await walk.press("continue");
    await walk.on("review");
    await walk.press("continue");
    await walk.throughCode();
    await expectArrived(other.buffer);
    expect(uploads()).toHaveLength(2);
    expect(indices()).toEqual([0, 1, 2, 0]);
  });

  it("does not offer to send a message of no words without the files", async () => {
    await walk.toMailbox(server.origin, newFollowUpCode(server.unit.p));
    await walk.toMessage();
    await walk.press("add.add");
    await walk.on("files");
    await chooseOthers(page, small);
    await page.locator("#add-1").click();
    await walk.press("continue");
    await walk.on("message");
    fillAfter(0);
    await walk.press("message.send");
    await walk.on("no-files");
    expect(await page.getByRole("button", { name: walk.t("files.none.alone") }).count()).toBe(0);
    await walk.press("again");
    await walk.on("done");
  });
});

describe("a file that cannot be read any more", () => {
  it("is told of; it can be taken out, and nothing of a broken stream is sent as whole", async () => {
    const path = join(dir, "changing.bin");
    await writeFile(path, noise(3 * PART_PLAINTEXT_BYTES));
    await toFiles();
    await page.locator('input[type="file"]:not([accept])').setInputFiles([path]);
    await page.locator("#add-1").click();
    await listed(1);
    await writeFile(path, noise(100));
    await utimes(path, new Date(), new Date(Date.now() + HOUR_MS));
    await toSending();
    await walk.on("no-files");
    expect(await page.locator("main").innerText()).toContain(walk.t("files.none.read"));
    expect(server.envelopes()).toEqual([]);
    await walk.press("files.none.alone");
    await walk.on("done");
    expect((await receive(server)).files).toEqual([]);
  });
});

describe("an upload of yesterday", () => {
  it("is begun anew: the service keeps parts for a day", async () => {
    await page.clock.install();
    server.instead.push({
      path: PARTS,
      answer: { status: 200, headers: { "content-type": "application/json" }, body: '{"accepted":true}' },
    });
    server.instead.push({ path: PARTS, answer: BUSY });
    await sendFile(small);
    await page.locator(".pause:not(:empty)").waitFor();
    await page.clock.fastForward(21 * HOUR_MS);
    await expectArrived(small.buffer);
    expect(uploads()).toHaveLength(2);
    expect(indices().slice(-4)).toEqual([0, 1, 2, 3]);
  });
});

describe("quick exit while files are sent", () => {
  beforeEach(() => watchMedia(page));
  afterEach(() => expect(server.envelopes()).toEqual([]));

  it("ends it at once: the request is broken off, and none follows", async () => {
    server.nothingElsewhere = true;
    server.instead.push({ path: PARTS, answer: "silence" });
    await sendFile(small);
    await until(() => partsOf(server).length === 1);
    const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith(PARTS));
    await page.locator("#exit").click();
    await failed;
    await page.waitForTimeout(300);
    expect(server.asked.filter(({ path }) => path === PARTS)).toHaveLength(1);
  });
});
