/** Files beside the words: what is said of them, what is asked, what goes and what does not. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { codeKeys, fromHex, newFollowUpCode, verifyThread } from "../../../security/index.ts";
import { choice, chooseOthers, choosePhotos, fourColours, listed, row, rows, said } from "./support/choosing.ts";
import { sendAll, toFiles } from "./support/choosing.ts";
import { watchMedia } from "./support/media.ts";
import { fullJpeg, hidden } from "./support/planted.ts";
import { baselineJpeg } from "./support/pictures.ts";
import { partsOf, receive } from "./support/received.ts";
import { complaints, freshPages, page, server, startForm, walk } from "./support/stage.ts";

startForm();
freshPages("fr", { viewport: { width: 360, height: 740 } });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "abri-chosen-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => watchMedia(page));
afterEach(() => expect(complaints).toEqual([]));

const PDF = choice("CV Maria Lopez.pdf", "application/pdf", "%PDF-1.7 /Author (canary-pdf)");
const photo = (bytes: Uint8Array, name = "IMG_20261121_101112.jpg") => choice(name, "image/jpeg", bytes);

describe("what cannot be cleaned", () => {
  it("goes only when the person says so, after a plain warning, with a name that says nothing", async () => {
    await toFiles();
    await chooseOthers(page, PDF, choice("Note vocale.m4a", "audio/mp4", "\0\0\0\x18ftypM4A canary-sound"));
    await listed(2);
    expect(await row(1).innerText()).toContain(walk.t("files.warn.pdf"));
    expect(await row(2).innerText()).toContain(walk.t("files.warn.audio"));
    await walk.press("continue");
    const problem = page.getByRole("link", { name: walk.t("files.undecided", { number: 1 }) });
    await problem.click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("add-1");
    await page.keyboard.press("Enter");
    await said(walk.t("files.done"));
    await row(2)
      .getByRole("button", { name: walk.t("files.not") })
      .click();
    await said(walk.t("files.notAdded"));
    expect(await rows().count()).toBe(1);
    expect(await row(1).innerText()).toContain(walk.t("files.state.uncleaned"));
    expect(await page.locator("main").innerText()).not.toContain("Maria");
    const { files } = await sendAll();
    expect(files.map(({ file }) => file)).toMatchObject([
      { name: "file-1.pdf", type: "application/pdf", state: "uncleaned" },
    ]);
    expect(Buffer.from(files[0]?.bytes ?? []).equals(PDF.buffer)).toBe(true);
  });

  it("does not go when the screen is left without an answer", async () => {
    await toFiles();
    await chooseOthers(page, PDF);
    await listed(1);
    await page.locator("#back").click();
    await walk.on("question-narrative");
    await walk.fromNarrative();
    await walk.press("continue");
    await walk.throughCode();
    await walk.on("done");
    expect((await receive(server)).files).toEqual([]);
    expect(partsOf(server)).toEqual([]);
  });

  it.each<[string, string, string, "heic" | "office" | "video" | "archive" | "damaged" | "unknown"]>([
    ["IMG_1.HEIC", "", "\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"],
    [
      "lettre.docx",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "PK\x03\x04....",
      "office",
    ],
    ["VID_1.mp4", "video/mp4", "\0\0\0\x18ftypisom", "video"],
    ["tout.zip", "application/zip", "PK\x03\x04photos/1.jpg", "archive"],
    ["IMG_2.jpg", "image/jpeg", "\xff\xd8\xff\xe0cut", "damaged"],
    ["notes.txt", "text/plain", "Bonjour", "unknown"],
  ])("is warned of by what it is: %s", async (name, type, text, reason) => {
    await toFiles();
    await chooseOthers(page, choice(name, type, Buffer.from(text, "latin1")));
    await listed(1);
    expect(await row(1).innerText()).toContain(walk.t(`files.warn.${reason}`));
  });
});

describe("the limits", () => {
  it("are said before anything is chosen", async () => {
    await toFiles();
    const text = await page.locator("main").innerText();
    expect(text).toMatch(/20 fichiers, 32\sMo en tout/);
    for (const key of ["files.cleaned", "files.uncleaned", "files.shown"] as const) expect(text).toContain(walk.t(key));
    expect(await rows().count()).toBe(0);
  });

  it("hold: twenty files, none of them empty", async () => {
    await toFiles();
    const many = Array.from({ length: 22 }, (_, i) => photo(baselineJpeg, `${i}.jpg`));
    await choosePhotos(page, photo(new Uint8Array()), ...many);
    await page.locator(".summary").waitFor();
    const text = await page.locator(".summary").innerText();
    expect(text).toContain(walk.t("files.left.empty", { count: 1 }));
    expect(text).toContain(walk.t("files.left.many", { count: 2, max: 20 }));
    expect(await rows().count()).toBe(20);
    // An original would be the twenty-first.
    await row(1).getByRole("checkbox").click();
    await page.locator(".summary").waitFor();
    expect(await row(1).getByRole("checkbox").isChecked()).toBe(false);
    const { files } = await sendAll();
    expect(files).toHaveLength(20);
  });

  it("hold: 32 MiB in all, to the byte", async () => {
    await toFiles();
    const most = 32 * 2 ** 20;
    const path = join(dir, "most.bin");
    await writeFile(path, Buffer.alloc(most - baselineJpeg.length, 7));
    const tooBig = join(dir, "big.bin");
    await writeFile(tooBig, Buffer.alloc(most + 1));
    await page.locator('input[type="file"]:not([accept])').setInputFiles([path, tooBig]);
    await page.locator(".summary").waitFor();
    expect(await page.locator(".summary").innerText()).toMatch(/pas ajoutés\s: 1\. Place restante\s: 32\sMo/);
    expect(await rows().count()).toBe(1);
    await page.locator("#add-1").click();
    await said(walk.t("files.done"));
    await choosePhotos(page, photo(baselineJpeg));
    await listed(2);
    await choosePhotos(page, photo(baselineJpeg));
    await page.locator(".summary").waitFor();
    expect(await rows().count()).toBe(2);
    await row(2)
      .getByRole("button", { name: walk.t("files.remove") })
      .click();
    await said(walk.t("files.removed"));
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(walk.t("files.added"));
    expect(await rows().count()).toBe(1);
  });
});

describe("the screen with the files", () => {
  it("opens the browser's own window for choosing, and can take the same file again", async () => {
    await toFiles();
    for (const key of ["files.photos", "files.others"] as const) {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), walk.press(key)]);
      expect(chooser.isMultiple()).toBe(true);
      await chooser.setFiles([photo(baselineJpeg)]);
      await listed(1);
      await row(1)
        .getByRole("button", { name: walk.t("files.remove") })
        .click();
      await said(walk.t("files.removed"));
      expect(await rows().count()).toBe(0);
    }
  });

  it("is covered while the window for choosing is in front, and everything is there afterwards", async () => {
    await walk.toNarrative(server.origin);
    await walk.write("f.narrative", "voici la chambre");
    await walk.press("add.add");
    await walk.on("files");
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), walk.press("files.photos")]);
    await walk.hide(true);
    await chooser.setFiles([photo(baselineJpeg)]);
    await walk.hide(false);
    expect(await page.locator("#main").isVisible()).toBe(false);
    await page.locator("#cover button").click();
    await listed(1);
    const { opened, files } = await sendAll();
    expect(opened.content).toMatchObject({ answers: { narrative: "voici la chambre" } });
    expect(files).toHaveLength(1);
  });

  it("keeps what was added when it is left and comes back from the review, which shows it", async () => {
    await toFiles();
    await choosePhotos(page, photo(baselineJpeg));
    await listed(1);
    await page.locator("#back").click();
    await walk.on("question-narrative");
    await page.getByText(walk.t("add.count", { count: 1 })).waitFor();
    await walk.fromNarrative();
    const line = page.locator(".answers div", { hasText: walk.t("add.title") }).first();
    expect(await line.innerText()).toMatch(/file-1\.jpg · 1\sko/);
    await line.getByRole("button").click();
    await walk.on("files");
    await row(1)
      .getByRole("button", { name: walk.t("files.remove") })
      .click();
    await walk.press("continue");
    await walk.on("review");
    expect(await page.locator("main").innerText()).not.toContain("file-1.jpg");
  });

  it("is used by keyboard alone", async () => {
    // From here on choosers come to the test: asked for together with the key, that could come after it.
    page.on("filechooser", () => undefined);
    await walk.toNarrative(server.origin);
    await page.getByRole("button", { name: walk.t("add.add"), exact: true }).focus();
    await page.keyboard.press("Enter");
    await walk.on("files");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    await page.keyboard.press("Tab");
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
    await chooser.setFiles([photo(baselineJpeg), PDF]);
    await listed(2);
    // The other way to choose, the voice, the original, "remove", then the two answers about the PDF.
    const stops: string[] = [];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press("Tab");
      stops.push(await page.evaluate(() => document.activeElement?.id || (document.activeElement?.textContent ?? "")));
    }
    expect(stops).toEqual([
      walk.t("files.others"),
      walk.t("add.voice"),
      "keep-1",
      `${walk.t("files.remove")}\u00a0: file-1.jpg`,
      "add-2",
      `${walk.t("files.not")}\u00a0: ${walk.t("files.number", { number: 2 })}`,
    ]);
    await page.keyboard.press("Enter");
    await said(walk.t("files.notAdded"));
    expect(await rows().count()).toBe(1);
  });

  it("is asked for again when its script does not arrive", async () => {
    await walk.toNarrative(server.origin);
    for (let i = 0; i < 4; i++)
      server.instead.push({ path: server.scripts["attachments"] ?? "", answer: { status: 503 } });
    await walk.press("add.add");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").innerText()).toContain(walk.t("problem.load"));
    complaints.length = 0;
    server.instead.length = 0;
    await walk.press("add.add");
    await walk.on("files");
  });

  it("leaves nothing of a file behind when the page is wiped", async () => {
    server.nothingElsewhere = true;
    await toFiles();
    await choosePhotos(page, photo(await fourColours(page, 640, 480)));
    await chooseOthers(page, PDF);
    await listed(2);
    const left = await page.evaluate(() => {
      (document.getElementById("exit") as HTMLElement).click();
      const { addresses } = (globalThis as unknown as { watched: { addresses: Set<string> } }).watched;
      return {
        addresses: addresses.size,
        pictures: document.images.length,
        inputs: document.querySelectorAll("input").length,
      };
    });
    expect(left).toEqual({ addresses: 0, pictures: 0, inputs: 0 });
  });
});

describe("a later message", () => {
  it("takes files as well, with or without words", async () => {
    const { unit } = server;
    const code = newFollowUpCode(unit.p);
    const keys = await codeKeys(unit.p, code, fromHex(unit.unit.unitId));
    await walk.toMailbox(server.origin, code);
    await walk.toMessage();
    await walk.press("message.send");
    await page.locator(".summary").waitFor();
    await walk.press("add.add");
    await walk.on("files");
    await choosePhotos(page, photo(fullJpeg(baselineJpeg)));
    await listed(1);
    await walk.press("continue");
    await walk.on("message");
    await page.getByText(walk.t("add.count", { count: 1 })).waitFor();
    await walk.press("message.send");
    await walk.on("done");
    const { opened, files } = await receive(server);
    if (opened.content.type !== "message") throw new Error("not a message");
    expect(opened.content).toMatchObject({ text: "" });
    expect(await verifyThread(unit.p, opened.content, keys.thread.publicKey)).toBe(true);
    expect(files.map(({ file }) => file)).toMatchObject([{ name: "file-1.jpg", state: "cleaned" }]);
    expect(files.flatMap(({ bytes }) => hidden(bytes))).toEqual([]);
  });
});
