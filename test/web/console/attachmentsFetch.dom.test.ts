/** Fetching files: however large, with everything that can go wrong on the way, and what is left afterwards. */
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { ATTACHMENTS_MAX_BYTES, PART_PLAINTEXT_BYTES, toHex } from "../../../security/index.ts";
import { newPage, type NewPage } from "../../tools/browser.ts";
import { truePng } from "../form/support/pictures.ts";
import { addCaseWithFiles, text, type CaseWithFiles, type SentFile } from "./tools/files.ts";
import { openCase, signIn } from "./tools/person.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";
import { askedParts, fileLine, frameOf, inside, openFile, saveFile } from "./tools/viewer.ts";

startConsole();

type Tools = NewPage & CaseWithFiles;

async function withFiles(
  files: readonly SentFile[],
  act: (page: Page, tools: Tools) => Promise<void>,
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  const sent = await addCaseWithFiles(scene, files);
  const tools = await newPage(browser, { viewport: { width: 1280, height: 900 } });
  try {
    await prepare(tools.page);
    await signIn(tools.page, scene);
    await openCase(tools.page, sent.caseId);
    await act(tools.page, { ...tools, ...sent });
  } finally {
    scene.host.state.beforePart = null;
    await tools.context.close();
    scene.host.state.session = null;
  }
}

/** Bytes that are not the same everywhere. */
function filled(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 4096) new DataView(bytes.buffer).setUint32(i, i);
  return bytes;
}

/** Keeps the answer for one part back until it is let go. */
function holdAt(part: number): { readonly reached: Promise<void>; readonly letGo: () => void } {
  let reach = (): void => undefined;
  let letGo = (): void => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const gone = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
  scene.host.state.beforePart = (path) => {
    if (!path.endsWith(`/attachments/${part}`)) return Promise.resolve(undefined);
    reach();
    return gone;
  };
  return { reached, letGo };
}

const ask = (page: Page, index: number): Promise<void> =>
  fileLine(page, index).getByRole("button", { name: "Ouvrir" }).click();
const retry = (page: Page, index: number): Promise<void> =>
  fileLine(page, index).getByRole("button", { name: "Réessayer" }).click();
const progressOf = (page: Page, index: number): Promise<string> =>
  fileLine(page, index)
    .getByRole("progressbar")
    .evaluate((bar: HTMLProgressElement) => `${bar.value}/${bar.max}`);
const partsAsked = (itemId: string, from = 0): number[] =>
  askedParts(scene.host.asked.slice(from))
    .filter((request) => request.includes(itemId))
    .map((request) => Number(request.split("/").at(-1)));

describe("an upload of 32 MiB", () => {
  const last: SentFile = { name: "fin.png", type: "image/png", state: "cleaned", bytes: truePng() };
  const film: SentFile = { name: "film.mp4", type: "video/mp4", bytes: filled(ATTACHMENTS_MAX_BYTES - 4096) };

  it("comes part by part, says how far it is, can be ended, and opens whole", async () => {
    await withFiles([film, last], async (page, { itemId, partCount }) => {
      expect(partCount).toBe(128);
      const held = holdAt(40);
      await ask(page, 0);
      await held.reached;
      expect(await progressOf(page, 0)).toBe("40/128");
      await fileLine(page, 0).getByText("40 de 128 parties").waitFor();
      await fileLine(page, 0).getByRole("button", { name: "Annuler" }).click();
      expect(await fileLine(page, 0).getByRole("progressbar").count()).toBe(0);
      held.letGo();

      // What another file needs is not kept up by it, and only its own parts are fetched.
      const before = scene.host.asked.length;
      await openFile(page, 1);
      expect(partsAsked(itemId, before)).toEqual([127]);
      expect(partsAsked(itemId).filter((part) => part < 127)).toEqual(Array.from({ length: 41 }, (_, i) => i));

      await openFile(page, 0);
      const { name, bytes } = await saveFile(page, 0);
      expect(name).toBe("attachment-1.bin");
      expect(Buffer.compare(bytes, film.bytes)).toBe(0);
    });
  });
});

describe("a part that cannot be had", () => {
  const three: SentFile = { name: "a.pdf", type: "application/pdf", bytes: filled(3 * PART_PLAINTEXT_BYTES - 10) };

  it("for a network that is cut stops there, and goes on from there", async () => {
    await withFiles([three], async (page, { itemId }) => {
      scene.host.state.beforePart = (path) => Promise.resolve(path.endsWith("/1") ? "drop" : undefined);
      await ask(page, 0);
      await page.getByText("Le serveur ne répond pas").waitFor();
      await page.getByText("Arrêté à la partie 2 de 3").waitFor();
      expect(await progressOf(page, 0)).toBe("1/3");
      scene.host.state.beforePart = null;
      await retry(page, 0);
      await inside(page, 0).locator("#kind").waitFor();
      const asked = partsAsked(itemId);
      expect(asked.filter((part) => part === 0)).toEqual([0]);
      expect(asked.at(-1)).toBe(2);
    });
  });

  it("because the server lost it is said to be missing, and comes when it is there again", async () => {
    await withFiles([three], async (page, { itemId }) => {
      const { parts } = scene.host.state;
      const part = parts.get(`${itemId}/2`) as Uint8Array;
      parts.delete(`${itemId}/2`);
      await ask(page, 0);
      await page.getByText("Cette partie manque sur le serveur").waitFor();
      await page.getByText("Arrêté à la partie 3 de 3").waitFor();
      parts.set(`${itemId}/2`, part);
      await retry(page, 0);
      await inside(page, 0).locator("#kind").waitFor();
    });
  });

  it.each([
    ["changed", (part: Uint8Array) => part.map((byte, i) => (i === 100_000 ? byte ^ 1 : byte))],
    ["cut short", (part: Uint8Array) => part.slice(0, -1)],
    ["another one", (_: Uint8Array, first: Uint8Array) => first],
  ])("because it was %s shows nothing of the file; a sound one opens", async (_, change) => {
    await withFiles([three], async (page, { itemId }) => {
      const { parts } = scene.host.state;
      const part = parts.get(`${itemId}/1`) as Uint8Array;
      parts.set(`${itemId}/1`, change(part, parts.get(`${itemId}/0`) as Uint8Array));
      await ask(page, 0);
      await page.getByText("Fichier endommagé").waitFor();
      expect(await page.locator("iframe").count()).toBe(0);
      parts.set(`${itemId}/1`, part);
      await retry(page, 0);
      await inside(page, 0).locator("#kind").waitFor();
    });
  });

  it("is not asked for while an upload is under way or did not come; looking again shows that it has", async () => {
    const { caseId, itemId } = await addCaseWithFiles(scene, [three]);
    const { page, context } = await newPage(browser);
    const found = scene.host.state.cases.get(caseId);
    const tell = (state: "waiting" | "missing" | "here" | null): void => {
      const [item] = found?.items ?? [];
      if (found && item) found.items = [{ ...item, attachments: state && { state, parts: 4 } }];
    };
    // What the host says next is told after this answer: one on its way would bring it before it is asked for.
    const look = async (): Promise<void> => {
      const answered = page.waitForResponse((answer) => answer.url().endsWith(`/v1/cases/${caseId}`));
      await page.getByRole("button", { name: "Vérifier encore" }).click();
      await (await answered).finished();
    };
    tell("waiting");
    await signIn(page, scene);
    await openCase(page, caseId);
    await page.getByText("Les fichiers sont en route").waitFor();
    const openers = page.locator(".files").getByRole("button", { name: "Ouvrir" });
    expect(await openers.count()).toBe(0);
    for (const state of ["missing", null] as const) {
      tell(state);
      await look();
      await page.getByText("Les fichiers ne sont pas arrivés").waitFor();
      expect(await openers.count()).toBe(0);
    }
    expect(partsAsked(itemId)).toEqual([]);
    tell("here");
    await look();
    await openers.waitFor();
    await context.close();
    scene.host.state.session = null;
  });

  it("is the viewer's own page: said, and tried again with the file still at hand", async () => {
    let lost = true;
    await withFiles(
      [{ ...three, bytes: text("%PDF-1") }],
      async (page, { itemId }) => {
        await ask(page, 0);
        await page.locator("iframe").waitFor({ state: "attached" });
        await page.clock.fastForward("00:16");
        await page.getByText("Le serveur ne répond pas").waitFor();
        lost = false;
        await retry(page, 0);
        await inside(page, 0).locator("#kind").waitFor();
        expect(partsAsked(itemId)).toEqual([0]);
      },
      async (page) => {
        await page.clock.install();
        await page.route("**/viewer.html", (route) => (lost ? route.abort() : route.continue()));
      },
    );
  });
});

describe("what was opened", () => {
  const SECRET = toHex(filled(32)).repeat(4);
  const files: readonly SentFile[] = [
    { name: "a.png", type: "image/png", state: "cleaned", bytes: truePng() },
    { name: "b.txt", type: "text/plain", bytes: text(`canari ${SECRET}`) },
    { name: "c.bin", type: "", bytes: filled(4 * PART_PLAINTEXT_BYTES) },
  ];
  const ENDS: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
    ["signing out", (page) => page.getByRole("button", { name: "Quitter" }).click()],
    ["fifteen idle minutes", (page) => page.clock.fastForward("16:00")],
    ["leaving the case", (page) => page.getByRole("link", { name: "Retour à la file" }).click()],
    [
      "a session that the server ended",
      async (page) => {
        scene.host.state.session = null;
        await page.getByRole("link", { name: "Quarantaine" }).click();
      },
    ],
  ];

  it.each(ENDS)("is gone after %s: frames, words, and the fetching of the rest", async (_, end) => {
    await withFiles(
      files,
      async (page, { itemId }) => {
        await openFile(page, 0);
        await openFile(page, 1);
        const held = holdAt(2);
        await ask(page, 2);
        await held.reached;
        expect(page.frames()).toHaveLength(3);
        const asked = partsAsked(itemId).length;

        await end(page);
        await page.locator(".files").waitFor({ state: "detached" });
        for (let i = 0; i < 1_200 && page.frames().length > 1; i++) await page.waitForTimeout(50);
        expect(page.frames()).toHaveLength(1);
        expect(await page.locator("iframe").count()).toBe(0);
        held.letGo();
        await page.waitForLoadState("load");
        expect(await page.content()).not.toContain("canari");
        expect(partsAsked(itemId)).toHaveLength(asked);
      },
      (page) => page.clock.install(),
    );
  });

  it("has no address any more once its page goes", async () => {
    await withFiles(files, async (page) => {
      await openFile(page, 0);
      const frame = await frameOf(page, 0);
      const outcomes = await frame.evaluate(async () => {
        const address = document.querySelector("img")?.src ?? "";
        const load = (): Promise<string> =>
          new Promise((resolve) => {
            const image = new Image();
            for (const outcome of ["load", "error"]) image.addEventListener(outcome, () => resolve(outcome));
            image.src = address;
          });
        const before = await load();
        dispatchEvent(new Event("pagehide"));
        return [before, await load()];
      });
      expect(outcomes).toEqual(["load", "error"]);
    });
  });
});
