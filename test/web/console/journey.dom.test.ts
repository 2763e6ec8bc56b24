import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import {
  concat,
  fromBase64Url,
  matchTag,
  openMailbox,
  SESSION_IDLE_MS,
  slipOf,
  toBase64Url,
  type CodeKeys,
} from "../../../security/index.ts";
import { newUuid } from "../../../web/console/domain/ids.ts";
import { claim, fillSignIn, openCase, reply, signIn, STEP_MS } from "./tools/person.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./tools/reports.ts";
import { addCase, PASSPHRASE } from "./tools/scene.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

/** The mailbox as the reporter would fetch it: what was sent so far, where it stands. */
function mailbox({ mailboxId }: CodeKeys): Uint8Array {
  const slots = Array.from({ length: 8 }, () => scene.unit.p.randomBytes(4096));
  for (const [place, slot] of scene.host.state.slots) {
    const [id, sequence] = place.split("/");
    if (id === toBase64Url(mailboxId)) slots[(Number(sequence) - 1) % 8] = fromBase64Url(slot);
  }
  return concat(...slots);
}

const rowTexts = (page: Page): Promise<string[]> => page.locator(".queue tbody tr").allInnerTexts();

describe("the console", () => {
  it("leads with the keyboard alone from sign-in to a reply that the reporter's code opens", async () => {
    await inPage(async (page, { complaints }) => {
      page.setDefaultTimeout(STEP_MS);
      await page.goto(scene.host.origin);
      await page.getByRole("heading", { name: "Ouvrir une session" }).waitFor();
      const type = async (...keys: string[]): Promise<void> => {
        for (const key of keys) await page.keyboard.press(key);
      };
      await type("Tab"); // from the heading, which has the focus, past nothing that asks
      await page.keyboard.type(scene.unit.officer.name);
      await type("Tab");
      await page.keyboard.type(PASSPHRASE);
      await type("Tab");
      await page.keyboard.type("246801");
      await type("Enter");
      await page.getByRole("table").waitFor();

      await type("j", "j", "k", "Enter");
      await page.getByText("Avant d’ouvrir").waitFor();
      expect(await page.locator("main").innerText()).not.toContain("passeport");
      await page.getByRole("button", { name: "Ouvrir le signalement" }).press("Enter");
      await page.getByText(scene.narrative).waitFor();
      await page.getByRole("button", { name: "Prendre en charge" }).press("Enter");
      await page.getByLabel("Réponse à la personne").focus();
      await page.keyboard.type("Bonjour. Vous avez des droits.");
      await type("Tab", "Enter");
      await page.getByRole("heading", { name: "Aperçu" }).waitFor();
      await page.getByRole("button", { name: "Signer, sceller, envoyer" }).press("Enter");
      await page.getByText("Scellée. En attente de livraison").waitFor();
      expect(complaints).toEqual([]);
    });
    const read = await openMailbox(scene.unit.p, mailbox(scene.reporter), scene.reporter, scene.unit.statement);
    expect(read.refused).toBe(0);
    expect(read.replies.map(({ text }) => text)).toEqual(["Bonjour. Vous avez des droits."]);
    const sent = scene.host.received.join("\n");
    expect(sent).toContain("authKey"); // the search below looks at what was really received
    for (const word of [
      "droits",
      "passeport",
      "lantern",
      "correct horse",
      Buffer.from("Vous avez").toString("base64"),
    ]) {
      expect(sent).not.toContain(word);
    }
  });

  it("shows the queue in its order with what the summaries say, and nothing that needs a key is missing", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      const rows = await rowTexts(page);
      expect(rows.map((row) => row.slice(0, 2))).toEqual(["P0", "P1", "P1", "P1", "P2", "P3", "P3", "P3"]);
      expect(rows[0]).toContain("Enfermement, papiers pris");
      expect(rows.find((row) => row.includes("Bengali"))).toContain("Avec aide");
      expect(rows.find((row) => row.includes("Message"))).toContain("Nouveau message");
      expect(rows.find((row) => row.includes("Arabe"))).toContain("Agent Nguyen");
      await page.getByLabel("Niveau").selectOption("3");
      await page.getByText("Dossiers : 3").waitFor();
      await page.getByLabel("Bureau").selectOption("2");
      await page.getByText("Dossiers : 1").waitFor();
      expect(await rowTexts(page)).toHaveLength(1);
    });
  });

  it("reads on by cursor, and takes up what changed without being asked", async () => {
    const { cases } = scene.host.state;
    const past = cases.get(scene.cases.past);
    if (past === undefined) throw new Error("the scene has this case");
    const copies = Array.from({ length: 60 }, () => newUuid(scene.unit.p));
    for (const id of copies) cases.set(id, { ...past, head: { ...past.head, id } });
    await inPage(async (page) => {
      await signIn(page, scene);
      await page.getByText("Dossiers : 68").waitFor();
      const answers = answersWith({ kinds: ["hate"], when: "today" });
      const item = await firstItem(scene.unit, answers, await keysOf(scene.unit), { alias: [3, 4] });
      const id = addCase(scene, { item, slip: slipOf(answers), daysAgo: 0 });
      scene.host.changed();
      await page.getByText("Dossiers : 69").waitFor();
      for (const copy of [id, ...copies]) cases.delete(copy);
    });
  });

  it("brings a later message home when its signature holds, and says so when it does not", async () => {
    const forger = await keysOf(scene.unit);
    const forged = { mailboxId: scene.reporter.mailboxId, thread: forger.thread };
    const item = await messageItem(scene.unit, { text: "Faux message" }, forged);
    const slip = { ...slipOf(answersWith()), type: "message" as const };
    const forgedId = addCase(scene, { item, slip, daysAgo: 0 });
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.danger); // writes the tag
      await page.getByText(scene.narrative).waitFor();
      await page.evaluate((id) => {
        location.hash = `#/case/${id}`;
      }, scene.cases.stray);
      await page.getByText("Cet envoi a été joint").waitFor();
      await page.getByText("Je peux parler demain soir.").waitFor();
      expect(scene.host.state.cases.has(scene.cases.stray)).toBe(false);
      scene.host.changed(); // read again while it is on screen, it is said still
      await page.getByText("Cet envoi a été joint").waitFor();

      await openCase(page, scene.cases.past);
      await page.getByRole("heading", { name: "Signalement" }).waitFor();
      await openCase(page, scene.cases.danger);
      await page.getByText(scene.narrative).waitFor();
      expect(await page.getByText("Cet envoi a été joint").count()).toBe(0);

      await openCase(page, forgedId);
      await page.getByText("Signature refusée").waitFor();
      expect(await page.locator("body").innerText()).not.toContain("Faux message");
      expect(scene.host.state.cases.has(forgedId)).toBe(true);
    });
    scene.host.state.cases.delete(forgedId);
  });

  it("shows a slip that lied, damaged content, and a mailbox that is known already", async () => {
    const again = await firstItem(scene.unit, answersWith({ narrative: "Encore" }), scene.reporter);
    const copyId = addCase(scene, { item: again, slip: slipOf(answersWith()), daysAgo: 0 });
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.lied);
      await page.getByText("Le bordereau a menti").waitFor();
      expect(await page.locator(".differences tbody tr").allInnerTexts()).toHaveLength(2);
      await openCase(page, scene.cases.damaged);
      await page.getByText("Contenu endommagé").waitFor();
      await openCase(page, copyId);
      await page.getByText("Boîte déjà connue").waitFor();
      expect(await page.locator("body").innerText()).not.toContain("Encore");
    });
    scene.host.state.cases.delete(copyId);
  });

  it("hides no report behind a wrong tag, nor behind another report that was put before it", async () => {
    const slip = slipOf(answersWith());
    const { unit } = scene;
    const mine = await keysOf(unit);
    const item = await firstItem(unit, answersWith({ narrative: "Mal marqué" }), await keysOf(unit));
    const mistagged = addCase(scene, { item, slip, daysAgo: 0 });
    const planted = await firstItem(unit, answersWith({ narrative: "Mis devant" }), await keysOf(unit));
    const own = await firstItem(unit, answersWith({ narrative: "Le sien" }), mine);
    const crowded = addCase(scene, { item: planted, more: [own], slip, daysAgo: 0 });
    const { cases } = scene.host.state;
    const carry = (id: string, tag: Uint8Array): void =>
      void Object.assign(cases.get(id) ?? {}, { tag: toBase64Url(tag) });
    carry(mistagged, unit.p.randomBytes(32));
    carry(crowded, await matchTag(unit.p, unit.state.offline.desks[0]?.matchingKey as Uint8Array, mine.mailboxId));
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, mistagged);
      await page.getByText("Mal marqué").waitFor();
      await page.getByText("une marque qui n’est pas celle").waitFor();
      await openCase(page, crowded);
      await page.getByText("Le signalement d’une autre personne").waitFor();
      const said = await page.locator(".narrative").allInnerTexts();
      expect(said).toEqual(["Le sien", "Mis devant"]);
      expect(await page.locator("body").innerText()).not.toContain("une marque qui n’est pas celle");
    });
    for (const id of [mistagged, crowded]) cases.delete(id);
  });

  it("shows a case that a colleague holds, and leaves its tag to them", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.arabic);
      await page.getByText("صاحب البيت").waitFor();
      await page.getByText("Suivi par Agent Nguyen").waitFor();
      expect(await page.getByText("Cela n’a pas marché").count()).toBe(0);
    });
    expect(scene.host.state.cases.get(scene.cases.arabic)?.tag).toBeNull();
  });

  it("tries the next number when a colleague's reply was first", async () => {
    const mailboxId = toBase64Url(scene.reporter.mailboxId);
    const taken = [...scene.host.state.slots.keys()].filter((place) => place.startsWith(mailboxId)).length + 1;
    scene.host.state.slots.set(`${mailboxId}/${taken}`, toBase64Url(scene.unit.p.randomBytes(4096)));
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.danger);
      await reply(page, "Deuxième réponse");
    });
    expect(scene.host.state.slots.has(`${mailboxId}/${taken + 1}`)).toBe(true);
  });

  it("says that a reply waits for as long as the host's tick takes, and no longer", async () => {
    scene.host.state.releaseTickS = 100;
    await inPage(async (page) => {
      await page.clock.install();
      await signIn(page, scene);
      await openCase(page, scene.cases.past);
      await claim(page);
      await reply(page, "Trois réponses plus tard");
      const waiting = page.getByText("En attente de livraison");
      expect(await waiting.count()).toBe(2); // said once, and marked in the thread
      await page.clock.runFor(100_000);
      expect(await waiting.count()).toBe(2);
      await page.clock.runFor(100_500);
      await waiting.first().waitFor({ state: "detached" });
      expect(await waiting.count()).toBe(0);
      await page.getByText("Livrée à la boîte").waitFor();
      await page.getByText("Trois réponses plus tard").waitFor();
      await page.getByRole("button", { name: "Rendre", exact: true }).click();
      await page.getByRole("button", { name: "Prendre en charge" }).waitFor();
    });
    scene.host.state.releaseTickS = 900;
  });

  it("keeps a reply begun when the session is lost, and forgets everything at sign-out", async () => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.past);
      await claim(page);
      await page.getByLabel("Réponse à la personne").fill("Brouillon gardé");
      scene.host.state.session = null;
      scene.host.changed();
      await page.getByText("commencé à écrire est gardé").waitFor();
      expect(await page.locator("body").innerText()).not.toContain("4000");
      await fillSignIn(page, scene);
      await page.getByRole("button", { name: "Ouvrir le signalement" }).click();
      expect(await page.getByLabel("Réponse à la personne").inputValue()).toBe("Brouillon gardé");
      await page.getByRole("button", { name: "Quitter" }).click();
      await page.getByRole("heading", { name: "Ouvrir une session" }).waitFor();
      expect(scene.host.state.session).toBeNull();
      await fillSignIn(page, scene);
      await page.getByRole("table").waitFor();
      await openCase(page, scene.cases.past);
      expect(await page.getByLabel("Réponse à la personne").inputValue()).toBe("");
    });
  });

  it("locks after fifteen idle minutes, and asks for the passphrase alone when the page is loaded again", async () => {
    await inPage(async (page) => {
      await page.clock.install();
      await signIn(page, scene);
      await page.clock.fastForward("14:00");
      expect(await page.getByRole("table").isVisible()).toBe(true);
      await page.clock.fastForward("01:10");
      await page.getByText(`Verrouillée après ${SESSION_IDLE_MS / 60_000} minutes`).waitFor();
      expect(await page.locator("body").innerText()).not.toContain("Bengali");
    });
    await inPage(async (page) => {
      await signIn(page, scene);
      await page.reload();
      await page.getByRole("heading", { name: "Déverrouiller la session" }).waitFor();
      await page.getByLabel("Phrase de passe").fill(PASSPHRASE);
      await page.getByRole("button", { name: "Déverrouiller" }).click();
      await page.getByRole("table").waitFor();
    });
  });
});
