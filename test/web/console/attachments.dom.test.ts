import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { slipOf } from "../../../security/index.ts";
import { type NewPage } from "../../tools/browser.ts";
import { baselineJpeg, lossyWebp, truePng } from "../form/support/pictures.ts";
import { addCaseWithFiles, sealFiles, text, type SentFile } from "./tools/files.ts";
import { openCase, signIn } from "./tools/person.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./tools/reports.ts";
import { addCase } from "./tools/scene.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";
import { askedParts, fileLine, inside, openFile, saveFile } from "./tools/viewer.ts";
import { wav } from "./tools/wav.ts";

startConsole();

async function withFiles(
  files: readonly SentFile[],
  act: (page: Page, tools: NewPage & { readonly itemId: string }) => Promise<void>,
): Promise<void> {
  const { caseId, itemId } = await addCaseWithFiles(scene, files);
  await inPage(async (page, tools) => {
    await signIn(page, scene);
    await openCase(page, caseId);
    await act(page, { ...tools, itemId });
    expect(tools.complaints).toEqual([]);
  });
}

const line = async (page: Page, index: number): Promise<string> =>
  (await fileLine(page, index).innerText()).replace(/\s+/g, " ");

describe("the files of a report", () => {
  it("are listed with what is said of them, and nothing is fetched before somebody asks", async () => {
    const files: SentFile[] = [
      { name: "IMG_1.jpg", type: "image/jpeg", state: "cleaned", bytes: baselineJpeg },
      { name: "IMG_1.jpg", type: "image/jpeg", state: "original", bytes: baselineJpeg },
      { name: "", type: "", bytes: text("mots") },
      { name: "voix.webm", type: "audio/webm;codecs=opus", state: "recorded", bytes: text("voix") },
      { name: "a\u202Efdp.exe\nb", type: "application/pdf", bytes: text("%PDF-") },
    ];
    await withFiles(files, async (page) => {
      const before = askedParts(scene.host.asked).length;
      await page.getByRole("heading", { name: "Pièces jointes : 5" }).waitFor();
      expect(await line(page, 0)).toMatch(/^IMG_1.jpg image JPEG, selon l’envoi .*nettoyé/);
      expect(await line(page, 1)).toMatch(/original du fichier précédent/);
      expect(await line(page, 2)).toMatch(/^Fichier 3, sans nom type non indiqué 4 o(ctets?)? non nettoyé/);
      expect(await line(page, 3)).toMatch(/^voix.webm son, selon l’envoi .*une voix se reconnaît/);
      // Letters that would be turned around stand in their order, on one line.
      expect(await line(page, 4)).toMatch(/^afdp\.exeb document PDF/);
      expect(askedParts(scene.host.asked)).toHaveLength(before);
      expect(await page.locator("iframe").count()).toBe(0);
    });
  });

  it("stand with a later message too", async () => {
    const keys = await keysOf(scene.unit);
    const { sealed, parts } = await sealFiles(scene.unit, [
      { name: "suite.png", type: "image/png", state: "cleaned", bytes: truePng() },
    ]);
    const answers = answersWith();
    const message = await messageItem(scene.unit, { text: "Voici." }, keys, { attachments: sealed });
    scene.host.state.parts.set(`${message.id}/0`, parts[0] as Uint8Array);
    const item = await firstItem(scene.unit, answers, keys);
    const caseId = addCase(scene, { item, slip: slipOf(answers), daysAgo: 0, more: [message] });
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, caseId);
      await page.locator("li.theirs .files").waitFor();
      await openFile(page, 0);
      await inside(page, 0).getByRole("img").waitFor();
    });
  });
});

describe("a picture", () => {
  const pictures = [
    ["JPEG", { name: "a.jpg", type: "image/jpeg", bytes: baselineJpeg }],
    ["PNG", { name: "a.png", type: "image/png", bytes: truePng() }],
    ["WebP", { name: "a.webp", type: "image/webp", bytes: lossyWebp }],
  ] as const;

  it.each(pictures)("that is %s comes blurred, is seen after one more press, and is blurred again", async (_, file) => {
    await withFiles([{ ...file, state: "cleaned" }], async (page) => {
      await openFile(page, 0);
      const frame = inside(page, 0);
      const picture = frame.getByRole("img", { name: "Image envoyée par la personne" });
      await picture.waitFor();
      const filter = (): Promise<string> => picture.evaluate((img) => getComputedStyle(img).filter);
      expect(await filter()).toMatch(/^blur\((?:[2-9]\d)px\)/);
      expect(await picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
      await frame.getByRole("button", { name: "Voir l’image" }).click();
      expect(await filter()).toBe("none");
      await frame.getByRole("button", { name: "Flouter de nouveau" }).click();
      expect(await filter()).toContain("blur");
      expect(await frame.locator("#mismatch").count()).toBe(0);
    });
  });

  it("that is none, or is broken, is not shown as one; that it is not what it claims is said", async () => {
    const broken = baselineJpeg.slice(0, 40);
    await withFiles(
      [
        { name: "a.jpg", type: "image/jpeg", bytes: text("<svg xmlns='http://www.w3.org/2000/svg'/>") },
        { name: "b.jpg", type: "image/jpeg", bytes: broken },
        { name: "c.png", type: "image/png", bytes: baselineJpeg },
        { name: "d.gif", type: "image/gif", bytes: text("GIF89a") },
      ],
      async (page) => {
        for (const index of [0, 1, 2, 3]) await openFile(page, index);
        expect(await inside(page, 0).locator("img").count()).toBe(0);
        await inside(page, 0).getByText("Ce n’est pas ce qui est annoncé").waitFor();
        await inside(page, 0).getByText("L’envoi annonce : image JPEG").waitFor();
        await inside(page, 0).getByText("D’après ses octets : page ou dessin").waitFor();
        await inside(page, 1).getByText("Ce fichier ne s’ouvre pas ici").waitFor();
        expect(await inside(page, 1).locator("img").count()).toBe(0);
        // A JPEG that claims to be a PNG is a picture, and is said to be another one.
        await inside(page, 2).getByRole("img").waitFor();
        await inside(page, 2).getByText("L’envoi annonce : image PNG").waitFor();
        expect(await inside(page, 3).locator("img, #mismatch").count()).toBe(0);
        expect((await saveFile(page, 3)).name).toBe("attachment-4.gif");
      },
    );
  });
});

describe("a sound", () => {
  it("is there to play, silent and still until it is asked, twice", async () => {
    await withFiles([{ name: "voix.wav", type: "audio/wav", state: "recorded", bytes: wav() }], async (page) => {
      await openFile(page, 0);
      const frame = inside(page, 0);
      const sound = frame.locator("audio");
      await frame.locator("audio[controls]").waitFor();
      const state = () => sound.evaluate((a: HTMLAudioElement) => ({ muted: a.muted, paused: a.paused }));
      expect(await state()).toEqual({ muted: true, paused: true });
      await frame.getByRole("button", { name: "Mettre le son" }).click();
      expect(await state()).toEqual({ muted: false, paused: true });
      await frame.getByRole("button", { name: "Couper le son" }).click();
      expect(await state()).toEqual({ muted: true, paused: true });
      await sound.evaluate((a: HTMLAudioElement) => a.play());
      expect(await sound.evaluate((a: HTMLAudioElement) => a.duration)).toBeGreaterThan(0);
    });
  });
});

describe("a file", () => {
  it("is saved whole, under a name of ours and an ending that fits its bytes", async () => {
    const contract = text("%PDF-1.7\nun contrat");
    const files: SentFile[] = [
      { name: "Contrat de Maria.PDF", type: "application/pdf", bytes: contract },
      { name: "photo.png", type: "image/png", state: "cleaned", bytes: truePng() },
      { name: "facture.pdf.exe", type: "application/pdf", bytes: text("MZ\x90\0") },
      { name: "lettre.html", type: "text/html", bytes: text("<!doctype html>") },
      { name: "../../x", type: "", bytes: new Uint8Array([0, 1, 2, 3]) },
    ];
    await withFiles(files, async (page) => {
      const saved = [];
      for (const index of files.keys()) {
        await openFile(page, index);
        saved.push(await saveFile(page, index));
      }
      expect(saved.map(({ name }) => name)).toEqual([
        "attachment-1.pdf",
        "attachment-2.png",
        "attachment-3.bin",
        "attachment-4.bin",
        "attachment-5.bin",
      ]);
      for (const [i, { bytes }] of saved.entries()) expect(bytes).toEqual(files[i]?.bytes);
      await inside(page, 2).getByText("D’après ses octets : programme").waitFor();
      await inside(page, 3).getByText("Non ouvert ici : cela peut nuire").waitFor();
    });
  });

  it("goes from the screen when it is closed, and is fetched anew when it is asked for again", async () => {
    await withFiles([{ name: "a.pdf", type: "application/pdf", bytes: text("%PDF-1") }], async (page, { itemId }) => {
      await openFile(page, 0);
      await fileLine(page, 0).getByRole("button", { name: "Fermer" }).click();
      expect(await page.locator("iframe").count()).toBe(0);
      await openFile(page, 0);
      const asked = askedParts(scene.host.asked).filter((request) => request.includes(itemId));
      expect(asked).toEqual(Array.from({ length: 2 }, () => `GET /v1/items/${itemId}/attachments/0`));
    });
  });
});
