/** The queue as an officer works in it: long, filtered, by keyboard alone, and with the help sheet. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { newUuid } from "../../../web/console/domain/ids.ts";
import { LONG } from "../../tools/depth.ts";
import { queueOpened, signIn } from "./tools/person.ts";
import { PASSPHRASE } from "./tools/scene.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

/** Cases besides those of the scene, each with the sealed summary of one of them. */
const MORE = LONG ? 10_000 : 600;
const MINUTE_MS = 60_000;
const ORDINAL = /^P(\d)/;

beforeAll(() => {
  const { cases } = scene.host.state;
  const past = cases.get(scene.cases.past);
  if (past === undefined) throw new Error("the scene has this case");
  for (let i = 0; i < MORE; i++) {
    const id = newUuid(scene.unit.p);
    cases.set(id, { ...past, head: { ...past.head, id, level: 3, releasedDay: "2026-01-05" } });
  }
  scene.host.state.pageCases = 500;
});

const rowsIn = (page: Page) => page.locator(".queue tbody tr[data-row]");
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest("tr")?.getAttribute("aria-rowindex"));
/** The case that the focus is on: rows may move beneath it when the queue is read again. */
const focusedCase = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-case"));
const allOf = () => scene.host.state.cases.size;
const grouped = (n: number): string => new Intl.NumberFormat("fr-CA").format(n);

describe("a long queue", () => {
  it("keeps few rows in the page, each of which says where it stands, and moves by keys through all of them", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await page.getByText(`Dossiers : ${grouped(allOf())}`, { exact: true }).waitFor();
      expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe(String(allOf() + 1));
      expect(await rowsIn(page).count()).toBeLessThan(150);
      expect(await rowsIn(page).first().getAttribute("aria-rowindex")).toBe("2");

      await page.keyboard.press("j");
      expect(await focused(page)).toBe("2");
      await page.keyboard.press("End");
      await page.locator(`tr[aria-rowindex="${allOf() + 1}"] a:focus`).waitFor();
      // It can be seen, and stands beside its neighbours once the page has scrolled there.
      await page.locator(`tr[aria-rowindex="${allOf()}"]`).waitFor();
      expect(await page.locator("a[data-case]:focus").isVisible()).toBe(true);
      for (const key of ["k", "PageUp", "j"]) await page.keyboard.press(key);
      expect(await focused(page)).toBe(String(allOf() + 1 - 10));

      // The focus stays where it is when somebody scrolls away from it.
      await page.evaluate(() => scrollTo(0, 0));
      await page.locator('tr[aria-rowindex="2"]').waitFor();
      expect(await focused(page)).toBe(String(allOf() + 1 - 10));
      await page.keyboard.press("Home");
      expect(await focused(page)).toBe("2");
      const levels = (await rowsIn(page).allInnerTexts()).map((text) => Number(ORDINAL.exec(text)?.[1]));
      expect(levels).toEqual([...levels].sort((a, b) => a - b));
    });
  });

  it("is read anew by what changed alone, and takes up what is new", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await page.getByText(`Dossiers : ${grouped(allOf())}`, { exact: true }).waitFor();
      const { danger } = scene.cases;
      const found = scene.host.state.cases.get(danger);
      if (found === undefined) throw new Error("the scene has this case");
      found.head = { ...found.head, holder: { officerId: newUuid(scene.unit.p), name: "Agente Roy" } };
      scene.host.changed();
      await page
        .locator("tr", { has: page.locator(`[data-case="${danger}"]`) })
        .getByText("Agente Roy")
        .waitFor();
      found.head = { ...found.head, holder: null };
    });
  });
});

describe("the filters", () => {
  it("find by alias, language and kind in the page, and ask the server for the rest", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await page.getByText(`Dossiers : ${grouped(allOf())}`, { exact: true }).waitFor();
      await page.getByRole("button", { name: "Autres filtres" }).click();
      const asked = scene.host.asked.length;
      await page.getByRole("combobox", { name: "Langue", exact: true }).selectOption("bn");
      await page.getByText(`Dossiers : 1 sur ${grouped(allOf())}`).waitFor();
      expect(await rowsIn(page).first().innerText()).toContain("Bengali");
      await page.getByRole("combobox", { name: "Langue", exact: true }).selectOption("");
      const [first] = (await page.locator(`a[data-case="${scene.cases.danger}"]`).innerText()).split(" ");
      await page.keyboard.press("Escape");
      await page
        .getByLabel("Alias")
        .fill(first?.normalize("NFD").replace(/\p{M}/gu, "").slice(0, 4).toUpperCase() ?? "");
      await page.getByText(`Dossiers : 1 sur ${grouped(allOf())}`).waitFor();
      expect(scene.host.asked.slice(asked).filter(({ request }) => request.includes("queue"))).toEqual([]);
      expect(scene.host.received.join()).not.toContain(first);

      await page.getByRole("button", { name: "Tout afficher" }).click();
      await page.getByLabel("Échéance").selectOption("overdue");
      await page.getByText("Dossiers : 2", { exact: true }).waitFor();
      expect(await rowsIn(page).first().innerText()).toContain("retard");
      await page.getByLabel("Suivi par").selectOption("mine");
      await page.getByText("Aucun dossier avec ces filtres.").waitFor();
    });
  });
});

describe("the keyboard alone", () => {
  it("opens the help sheet, is kept in it, comes back, and can give up its single keys", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await page.getByText(`Dossiers : ${grouped(allOf())}`, { exact: true }).waitFor();
      // Whatever opens may say that it is more urgent than the server did, and goes to the top.
      await page.locator(".opening").waitFor({ state: "detached" });
      await queueOpened(page);
      await page.keyboard.press("j");
      expect(await focused(page)).toBe("2");
      const first = await focusedCase(page);
      await page.keyboard.press("?");
      const sheet = page.getByRole("dialog", { name: "Raccourcis clavier" });
      await sheet.waitFor();
      for (let i = 0; i < 4; i++) {
        await page.keyboard.press("Tab");
        const inside = await sheet.evaluate(
          (it) => it.contains(document.activeElement) || document.activeElement === document.body,
        );
        expect(inside).toBe(true);
      }
      await check(page, "help sheet");
      await page.keyboard.press("Escape");
      await sheet.waitFor({ state: "detached" });
      expect(await focusedCase(page)).toBe(first);

      await page.keyboard.press("/");
      await page.keyboard.type("j?k");
      expect(await page.getByLabel("Alias").inputValue()).toBe("j?k");
      await page.getByLabel("Alias").fill("");
      await page.keyboard.press("Escape");
      await page.locator(`a[data-case="${first}"]:focus`).waitFor();

      await page.getByRole("button", { name: "Raccourcis clavier" }).click();
      await page.getByLabel("Raccourcis d’une seule touche").uncheck();
      await page.getByRole("button", { name: "Fermer" }).click();
      await sheet.waitFor({ state: "detached" });
      await page.locator(`a[data-case="${first}"]`).focus();
      for (const key of ["j", "?", "/"]) await page.keyboard.press(key);
      expect(await focusedCase(page)).toBe(first);
      await page.keyboard.press("ArrowDown");
      expect(await focusedCase(page)).not.toBe(first);
      await page.getByRole("button", { name: "Autres filtres" }).click();
      await queueOpened(page);
      await check(page, "queue with all filters");
    });
  });
});

describe("saved views", () => {
  const WORD = "tournesol quatorze";
  const view = (page: Page) => page.getByRole("button", { name: WORD, exact: true });

  it("are kept with the keyboard alone, sealed, and there in another browser of the officer", async () => {
    const { received } = scene.host;
    const from = received.length;
    await inPage(async (page) => {
      await signIn(page, scene);
      await page.getByLabel("Niveau").selectOption("0");
      await page.getByLabel("Alias").fill("bat");
      await page.getByText("Dossiers : 1", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Garder cette vue" }).press("Enter");
      await page.keyboard.type(WORD);
      await page.keyboard.press("Enter");
      await view(page).waitFor();
      expect(await view(page).getAttribute("aria-pressed")).toBe("true");
      await check(page, "queue with a view");
    });
    const kept = received.slice(from).filter((body) => body.includes('"sealed"'));
    expect(kept.map((body) => (JSON.parse(body) as { sealed: string }).sealed.length)).toEqual([10_923]);
    expect(received.slice(from).join()).not.toContain("tournesol");
    await inPage(async (page) => {
      await signIn(page, scene);
      await view(page).click();
      await page.getByText("Dossiers : 1", { exact: true }).waitFor();
      expect([await page.getByLabel("Niveau").inputValue(), await page.getByLabel("Alias").inputValue()]).toEqual([
        "0",
        "bat",
      ]);
      const everything = await page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
      );
      expect(everything).not.toContain("tournesol");
    });
  });

  it("are refused when the server hands back older ones, until the officer begins again", async () => {
    const account = scene.host.state.accounts[0];
    if (account === undefined) throw new Error("the scene has an account");
    await inPage(async (page) => {
      await signIn(page, scene);
      await page.evaluate((id) => localStorage.setItem(`abri.views.${id}`, "99"), account.officer.id);
      await page.reload();
      await page.getByLabel("Phrase de passe").fill(PASSPHRASE);
      await page.getByRole("button", { name: "Déverrouiller" }).click();
      await page.getByText("Vos vues ne sont pas montrées").waitFor();
      expect(await view(page).count()).toBe(0);
      await page.getByRole("button", { name: "Repartir sans aucune vue" }).click();
      await page.getByText("Vos vues ne sont pas montrées").waitFor({ state: "detached" });
      expect(account.views?.counter).toBe(100);
    });
  });
});

describe("the worker", () => {
  it("has the keys while somebody is signed in, reaches no host, and ends with the session", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      const [worker] = page.workers();
      if (worker === undefined) throw new Error("there is no worker");
      expect(worker.url()).toMatch(/\/assets\/opener-\w+\.js$/);
      const reached = await worker.evaluate(() =>
        fetch("/v1/session").then(
          () => "reached",
          () => "refused",
        ),
      );
      expect(reached).toBe("refused");
      scene.host.state.session = null;
      const gone = new Promise((resolve) => worker.once("close", resolve));
      scene.host.changed();
      await page.getByRole("heading", { name: "Ouvrir une session" }).waitFor();
      await gone;
    });
  });

  it("stays while the keys do, though one is looked for, and another opens what a later key opens", async () => {
    const [account] = scene.host.state.accounts;
    if (account === undefined) throw new Error("the scene has an officer");
    const { grants } = account;
    const lookAgain = async (page: Page): Promise<void> => {
      await page.clock.fastForward(MINUTE_MS);
      const looked = page.waitForResponse((answer) => answer.url().endsWith("/v1/grants"));
      scene.host.changed();
      await looked;
    };
    await inPage(async (page) => {
      account.grants = grants.filter(({ desk, epoch }) => desk !== 1 || epoch !== 1);
      await page.clock.install();
      await signIn(page, scene);
      const danger = page.locator("tr", { has: page.locator(`[data-case="${scene.cases.danger}"]`) });
      await danger.getByText("Clé de ce bureau absente").waitFor();
      const worker = page.workers()[0] ?? (await page.waitForEvent("worker"));
      await lookAgain(page);
      await lookAgain(page); // what came of the first look is over
      expect(page.workers()).toEqual([worker]);
      account.grants = grants;
      await lookAgain(page);
      await danger.getByText("Clé de ce bureau absente").waitFor({ state: "detached" });
      expect(page.workers()).not.toContain(worker);
    });
    account.grants = grants;
  });
});
