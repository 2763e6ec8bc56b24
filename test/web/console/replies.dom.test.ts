/** Writing a reply: templates in the person's language, what is filled in, what to look at again, and what the person sees. */
import { describe, expect, it } from "@jest/globals";
import {
  dayOf,
  fromBase64Url,
  isoDay,
  openMailbox,
  slipOf,
  toBase64Url,
  type CodeKeys,
} from "../../../security/index.ts";
import type { CaseItem } from "../../../api/routes/cases/schema.ts";
import { templates as arabic } from "../../../web/locales/console/templates/ar.ts";
import { catalog as arabicForm } from "../../../web/locales/form/ar.ts";
import { mailboxWith } from "../form/support/mailboxes.ts";
import { claim, openCase, signIn } from "./tools/person.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./tools/reports.ts";
import { addCase } from "./tools/scene.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

async function arabicCase(keys: CodeKeys): Promise<string> {
  const answers = answersWith({ language: "ar", narrative: "صاحب العمل يحتجز جوازي.", place: "Rue des Érables" });
  return addCase(scene, { item: await firstItem(scene.unit, answers, keys), slip: slipOf(answers), daysAgo: 0 });
}

async function readBy(keys: CodeKeys): Promise<string[]> {
  const slots: (Uint8Array | null)[] = Array.from({ length: 8 }, () => null);
  for (const [place, slot] of scene.host.state.slots) {
    const [id, sequence] = place.split("/");
    if (id === toBase64Url(keys.mailboxId)) slots[(Number(sequence) - 1) % 8] = fromBase64Url(slot);
  }
  const { replies } = await openMailbox(scene.unit.p, mailboxWith(scene.unit.p, slots), keys, scene.unit.statement);
  return replies.map(({ text }) => text);
}

describe("a reply from a template", () => {
  it("is in the person's language, filled in, seen as the person will see it, and sealed as that", async () => {
    const keys = await keysOf(scene.unit);
    const id = await arabicCase(keys);
    await inPage(async (page, { complaints }) => {
      const scripts: string[] = [];
      page.on("request", (request) => scripts.push(new URL(request.url()).pathname));
      await signIn(page, scene);
      await openCase(page, id);
      await claim(page);
      // The account as it was written, the questions as the officer reads.
      const account = page.locator(".narrative");
      expect([await account.getAttribute("lang"), await account.getAttribute("dir")]).toEqual(["ar", "auto"]);
      expect(await account.evaluate((element) => getComputedStyle(element).direction)).toBe("rtl");
      await page.locator("dt", { hasText: "Que se passe-t-il" }).waitFor();
      const send = page.getByRole("button", { name: "Signer, sceller, envoyer" });
      const review = page.getByRole("button", { name: "Relire avant d’envoyer" });

      await page.getByRole("button", { name: "Partir d’un modèle" }).press("Enter");
      const language = page.getByLabel("Langue du modèle");
      expect(await language.inputValue()).toBe("ar");
      const purpose = page.getByLabel("Modèle", { exact: true });
      await purpose.selectOption("meeting");
      const shown = page.locator(".template");
      await shown.waitFor();
      const loaded = scripts.filter((path) => path.startsWith("/assets/")).length;
      expect([await shown.getAttribute("lang"), await shown.getAttribute("dir")]).toEqual(["ar", "rtl"]);
      await page.getByText("Traduction non relue").waitFor();
      await page.getByText("Nous pouvons vous rencontrer").waitFor();

      // Which language is asked for would tell the officer host what is sealed.
      for (const other of ["bn", "zh-Hans", "fr"]) {
        await language.selectOption(other);
        await page.locator(`.template[lang="${other}"]`).waitFor();
      }
      await page.getByText("Relu", { exact: true }).waitFor();
      await language.selectOption("ar");
      expect(scripts.filter((path) => path.startsWith("/assets/"))).toHaveLength(loaded);

      await page.getByLabel("Lieu", { exact: true }).fill("Kiosque Baobab");
      await check(page, "template");
      await page.getByRole("button", { name: "Mettre dans la réponse" }).click();
      await page.getByText("Modèle mis dans la réponse.").waitFor();

      // The time is still in braces: nothing is sent like that.
      await review.click();
      await page.getByText("Il reste des accolades").waitFor();
      expect(await send.count()).toBe(0);
      const box = page.getByLabel("Réponse à la personne");
      const written = (await box.inputValue()).replace("{Jour et heure}", "14:00");
      await box.fill(`${written}\nRue des Érables`);
      await review.click();

      const seen = page.locator(".as-page");
      expect([await seen.getAttribute("lang"), await seen.getAttribute("dir")]).toEqual(["ar", "rtl"]);
      expect(await seen.locator(".verified").innerText()).toBe(arabicForm["mailbox.verified"]);
      expect(await seen.getByRole("heading").innerText()).toBe("الرد 1");
      expect(await seen.locator(".as-read").innerText()).toContain("Kiosque Baobab");

      // It names the place of the report: the officer has to mean it.
      await page.getByRole("group", { name: "Regardez encore" }).getByText("Rue des Érables").waitFor();
      await check(page, "preview with a caution");
      await send.click();
      await page.getByText("Cochez d’abord").waitFor();
      expect(await readBy(keys)).toEqual([]);
      await page.getByLabel("C’est voulu").check();
      await send.click();
      await page.getByText("Scellée. En attente de livraison").waitFor();

      const filled = arabic.meeting
        .replace("{place}", "\u2068Kiosque Baobab\u2069")
        .replace("{time}", "\u206814:00\u2069");
      expect(await readBy(keys)).toEqual([`${filled}\nRue des Érables`]);
      expect(complaints).toEqual([]);

      const stored = await page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
      );
      const received = [...scene.host.received, ...scripts].join("\n");
      expect(received).toContain("sequence"); // what was searched holds the reply
      for (const word of [
        "Kiosque",
        "Baobab",
        "Érables",
        Buffer.from("Kiosque Baobab").toString("base64url").slice(2, 14),
      ]) {
        expect(received).not.toContain(word);
        expect(stored).not.toContain(word);
      }
    });

    // Another console cannot know whether the tick came, nor what came first on one day; it knows both a day later.
    const found = scene.host.state.cases.get(id);
    if (!found) throw new Error("the case is not there");
    const message = (text: string, day: number): Promise<CaseItem> =>
      messageItem(scene.unit, { text }, keys, { releasedDay: isoDay(day) });
    found.items.push(await message("Le même jour", dayOf(Date.now())));
    scene.host.state.releaseTickS = 100; // its longest wait is over before an idle console locks
    await inPage(async (page) => {
      await page.clock.install();
      await signIn(page, scene);
      await openCase(page, id);
      const ours = page.locator(".thread > li.ours");
      await ours.getByText("Livrée, ou dans quelques minutes").waitFor();
      await ours.getByText("avant ou après, on ne sait pas").waitFor();
      await page.clock.runFor(161_000);
      await ours.getByText("Livrée à la boîte").waitFor();
      found.items.push(await message("Plus tard", dayOf(Date.now()) + 1));
      scene.host.changed();
      await ours.getByText("La personne a écrit depuis").waitFor();
    });
  });
});
