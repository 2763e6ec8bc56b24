/** What a person does after the first report: takes it back, changes the code; and what the old code can no longer do. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { BrowserContext, Page } from "playwright-core";
import {
  fromBase64Url,
  matchTag,
  openMailbox,
  slipOf,
  toBase64Url,
  type CodeKeys,
  type Slip,
} from "../../../security/index.ts";
import type { AttachCaseRequest, CaseItem } from "../../../api/routes/cases/schema.ts";
import { newPage } from "../../tools/browser.ts";
import { mailboxWith } from "../form/support/mailboxes.ts";
import { claim, openCase, reply, signIn } from "./tools/person.ts";
import { answersWith, firstItem, keysOf, messageItem, rekeyItem, withdrawalItem } from "./tools/reports.ts";
import type { FakeCase } from "./tools/fakeRoutes.ts";
import { addCase } from "./tools/scene.ts";
import { check } from "./tools/screenCheck.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";

const ATTACHED = "Cet envoi a été joint";
const NEW_CODE = "La personne a un nouveau code";
const WITHDRAWN = "La personne retire ce signalement";
const OLD_CODE = "Écrit avec l’ancien code";

startConsole();

let page: Page;
let context: BrowserContext;
/** One person's codes, and the case of their report. */
let old: CodeKeys;
let fresh: CodeKeys;
let home: string;

beforeEach(async () => {
  ({ page, context } = await newPage(browser, { viewport: { width: 1280, height: 900 } }));
  [old, fresh] = [await keysOf(scene.unit), await keysOf(scene.unit)];
  const answers = answersWith({ subject: "helping", narrative: "Avec une aide", consent: ["support"] });
  home = put(await firstItem(scene.unit, answers, old), slipOf(answers));
  await signIn(page, scene);
  await openCase(page, home);
  await page.getByText("Avec une aide").waitFor();
});
afterEach(async () => {
  await context.close();
  scene.host.state.session = null;
});

const LATER: Slip = { ...slipOf(answersWith()), type: "message", kinds: [] };
const put = (item: CaseItem, slip = LATER): string => addCase(scene, { item, slip, daysAgo: 0 });
const head = () => page.locator(".case-head");
const line = (text: string) => page.locator("ol.thread > li", { hasText: text });

/** Opens an item that lies in a case of its own and is brought home. */
async function bring(item: CaseItem): Promise<string> {
  const id = put(item);
  await page.evaluate((at) => {
    location.hash = `#/case/${at}`;
  }, id);
  await page.getByText(ATTACHED).waitFor();
  await page.waitForFunction((at) => location.hash === `#/case/${at}`, home);
  expect(scene.host.state.cases.has(id)).toBe(false);
  return id;
}

/** The case as the host has it. */
function stored(): FakeCase {
  const found = scene.host.state.cases.get(home);
  if (!found) throw new Error("the case is not there");
  return found;
}

/** Leaves the case and opens it again. */
async function readAgain(): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: "File", exact: true }).click();
  await page.getByRole("table").waitFor();
  await openCase(page, home);
}

async function repliesFor(keys: CodeKeys): Promise<string[]> {
  const slots: (Uint8Array | null)[] = Array.from({ length: 8 }, () => null);
  for (const [place, slot] of scene.host.state.slots) {
    const [id, sequence] = place.split("/");
    if (id === toBase64Url(keys.mailboxId)) slots[(Number(sequence) - 1) % 8] = fromBase64Url(slot);
  }
  const { replies } = await openMailbox(scene.unit.p, mailboxWith(scene.unit.p, slots), keys, scene.unit.statement);
  return replies.map(({ text }) => text);
}

describe("a withdrawal", () => {
  it("stands over the case when its signature holds, and ends what consent allowed", async () => {
    expect(await head().innerText()).toContain("Peut être transmis seulement à");
    await bring(await withdrawalItem(scene.unit, old));
    await page.getByRole("alert").filter({ hasText: WITHDRAWN }).waitFor();
    expect(await head().innerText()).toContain("ne plus rien transmettre");
    expect(await head().innerText()).not.toContain("Peut être transmis seulement à");
    await line(WITHDRAWN).waitFor();
    // What closing leaves is said, the outcome is chosen, and the person can be answered still.
    expect(await head().innerText()).toContain("Clore n’efface rien");
    await claim(page);
    await page.getByLabel("Réponse à la personne").waitFor();
    await page.getByRole("button", { name: "Clore\u00A0: signalement retiré" }).click();
    expect(await page.getByLabel("Issue").inputValue()).toBe("withdrawn");
    await check(page, expect.getState().currentTestName ?? "");
    await page.getByLabel("Pourquoi sans seconde lecture").fill("Seule de garde.");
    await page.getByRole("button", { name: "Signer et clore" }).click();
    await page.locator(".notice").getByText("Signalement retiré par la personne").waitFor();
    expect(stored().head.state).toBe("closed");
  });

  it("says so when the code that signed it was changed since: it may have been somebody else", async () => {
    await bring(await withdrawalItem(scene.unit, old));
    const asks = head().getByText("demandez si cela venait d’elle");
    await page.getByRole("alert").filter({ hasText: WITHDRAWN }).waitFor();
    expect(await asks.count()).toBe(0);
    await bring(await rekeyItem(scene.unit, { old, fresh }));
    await asks.waitFor();
    await check(page, expect.getState().currentTestName ?? "");
  });

  it("is missed when the host keeps it back after an officer put it there", async () => {
    await bring(await withdrawalItem(scene.unit, old));
    await page.getByRole("alert").filter({ hasText: WITHDRAWN }).waitFor();
    const missing = page.getByRole("alert").filter({ hasText: "Un envoi n’est pas ici" });
    expect(await missing.count()).toBe(0);
    stored().items.pop();
    await readAgain();
    await missing.waitFor();
    await check(page, expect.getState().currentTestName ?? "");
  });

  it("is refused, by name, when another key signed it, and changes nothing in the case", async () => {
    const forged = { mailboxId: old.mailboxId, thread: fresh.thread };
    const id = put(await withdrawalItem(scene.unit, forged));
    await openCase(page, id);
    const refused = page.locator("li.refused", { hasText: "Signature refusée" });
    await refused.waitFor();
    expect(await refused.innerText()).toContain("Retrait");
    expect(scene.host.state.cases.has(id)).toBe(true);
    await openCase(page, home);
    await page.getByText("Avec une aide").waitFor();
    expect(await page.locator("body").innerText()).not.toContain(WITHDRAWN);
  });
});

describe("a change of code", () => {
  it("sends replies to the new code alone from then on", async () => {
    await claim(page);
    await reply(page, "Avant le changement");
    await bring(await rekeyItem(scene.unit, { old, fresh }));
    await line(NEW_CODE).waitFor();
    expect(await line(NEW_CODE).innerText()).toContain(scene.unit.officer.name);
    await page.getByText("La réponse ira au nouveau code").waitFor();
    await check(page, expect.getState().currentTestName ?? "");
    await reply(page, "Depuis le changement");
    expect(await repliesFor(old)).toEqual(["Avant le changement"]);
    expect(await repliesFor(fresh)).toEqual(["Depuis le changement"]);
    expect(await line("Avant le changement").innerText()).toContain("à l’ancien code");
    expect(await line("Depuis le changement").innerText()).not.toContain("à l’ancien code");
  });

  it("reaches a reply that is being written while a colleague takes it up", async () => {
    await claim(page);
    await page.getByLabel("Réponse à la personne").fill("Juste après");
    await page.getByRole("button", { name: "Relire avant d’envoyer" }).click();
    const second = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    const [first, mine] = [page, home];
    page = second.page;
    await signIn(page, scene);
    await bring(await rekeyItem(scene.unit, { old, fresh }));
    await second.context.close();
    [page, home] = [first, mine];
    await page.getByRole("button", { name: "Signer, sceller, envoyer" }).click();
    await page.getByText("Scellée. En attente de livraison").waitFor();
    expect(await repliesFor(old)).toEqual([]);
    expect(await repliesFor(fresh)).toEqual(["Juste après"]);
  });

  it("lets what the new code writes find the case, and shows what the old one writes as that", async () => {
    await bring(await messageItem(scene.unit, { text: "D’abord" }, old));
    await bring(await rekeyItem(scene.unit, { old, fresh }));
    await bring(await messageItem(scene.unit, { text: "Avec le nouveau" }, fresh));
    await bring(await messageItem(scene.unit, { text: "Mots de l’aidant" }, old));
    await bring(await withdrawalItem(scene.unit, old));
    await bring(await rekeyItem(scene.unit, { old, fresh: await keysOf(scene.unit) }));
    await line("Mots de l’aidant").getByText("N’agissez pas sur cette base").waitFor();
    expect(await line("D’abord").innerText()).not.toContain(OLD_CODE);
    expect(await line("Avec le nouveau").innerText()).not.toContain(OLD_CODE);
    expect(await line(OLD_CODE).count()).toBe(3);
    await line("Retire le signalement. Ce n’est pas suivi").waitFor();
    await line("Demande un nouveau code. Ce n’est pas suivi").waitFor();
    expect(await head().innerText()).not.toContain(WITHDRAWN);
    await check(page, expect.getState().currentTestName ?? "");
    await bring(await withdrawalItem(scene.unit, fresh));
    await page.getByRole("alert").filter({ hasText: WITHDRAWN }).waitFor();
  });

  it("keeps no urgent message of the new code from being read before the change itself has come", async () => {
    const urgent = { text: "Ils sont à la porte", danger: "now" as const };
    const id = put(await messageItem(scene.unit, urgent, fresh), { ...LATER, danger: "now" });
    await openCase(page, id);
    await line("Ils sont à la porte").getByText("n’agissez pas sur lui seul").waitFor();
    expect(await line("Ils sont à la porte").innerText()).toContain("Se dit en danger maintenant");
    await check(page, expect.getState().currentTestName ?? "");
    await bring(await rekeyItem(scene.unit, { old, fresh }));
    await page.evaluate((at) => {
      location.hash = `#/case/${at}`;
    }, id);
    await page.waitForFunction((at) => location.hash === `#/case/${at}`, home);
    await line("Ils sont à la porte").waitFor();
    expect(await line("Ils sont à la porte").innerText()).not.toContain("n’agissez pas");
  });

  it("is one of two when a colleague was first: the other one is held against what counts by then", async () => {
    const other = await keysOf(scene.unit);
    const [first, second] = [
      put(await rekeyItem(scene.unit, { old, fresh })),
      put(await rekeyItem(scene.unit, { old, fresh: other })),
    ];
    let raced = false;
    await context.route("**/attach", async (route) => {
      if (raced || !route.request().url().includes(second)) return route.continue();
      raced = true;
      const colleague = await newPage(browser, { viewport: { width: 1280, height: 900 } });
      await signIn(colleague.page, scene);
      await colleague.page.evaluate((at) => {
        location.hash = `#/case/${at}`;
      }, first);
      await colleague.page.getByText(ATTACHED).waitFor();
      await colleague.context.close();
      await route.continue();
    });
    await page.evaluate((at) => {
      location.hash = `#/case/${at}`;
    }, second);
    await page.getByText(ATTACHED).waitFor();
    expect(raced).toBe(true);
    await line(NEW_CODE).waitFor();
    await line("Demande un nouveau code. Ce n’est pas suivi").waitFor();
    await claim(page);
    await reply(page, "Pour un seul");
    expect([await repliesFor(old), await repliesFor(fresh), await repliesFor(other)]).toEqual([
      [],
      ["Pour un seul"],
      [],
    ]);
  });

  it("is answered nowhere while the host hides that it was recorded: the old code gets nothing", async () => {
    await claim(page);
    await bring(await rekeyItem(scene.unit, { old, fresh }));
    await page.getByText("La réponse ira au nouveau code").waitFor();
    stored().entries.splice(0);
    await readAgain();
    // Over the case, and where the reply would be written.
    await page.getByText("Aucune entrée signée ne le suit encore").waitFor();
    await page.getByText("rien ici ne dit qu’un collègue l’a consigné").waitFor();
    await line(NEW_CODE).getByText("Il ne faut plus écrire à l’ancien code").waitFor();
    expect(await page.getByLabel("Réponse à la personne").count()).toBe(0);
    await check(page, expect.getState().currentTestName ?? "");
  });

  it("is refused to a mailbox that another case has, and stays where it is", async () => {
    const { unit, host } = scene;
    const taken = host.state.cases.get(scene.cases.past);
    const matching = unit.state.offline.desks[0]?.matchingKey as Uint8Array;
    Object.assign(taken ?? {}, { tag: toBase64Url(await matchTag(unit.p, matching, fresh.mailboxId)) });
    const id = put(await rekeyItem(unit, { old, fresh }));
    await openCase(page, id);
    await page.locator("li.refused", { hasText: "Boîte déjà connue" }).waitFor();
    expect(host.state.cases.has(id)).toBe(true);
    Object.assign(taken ?? {}, { tag: null });
  });

  it("is brought home also when something else changes meanwhile, and the case is read twice at once", async () => {
    const { host } = scene;
    const id = put(await messageItem(scene.unit, { text: "Un message" }, old));
    let [reads, readTwice] = [0, (): void => undefined];
    const second = new Promise<void>((resolve) => (readTwice = resolve));
    host.state.beforePart = async (path) => {
      if (path === `/v1/cases/${id}` && ++reads === 2) readTwice();
      if (path === `/v1/cases/${id}/attach` && reads === 1) host.changed();
      if (path === `/v1/cases/${id}/attach`) await second;
      return undefined;
    };
    await page.evaluate((at) => {
      location.hash = `#/case/${at}`;
    }, id);
    await page.getByText(ATTACHED).waitFor();
    await page.waitForFunction((at) => location.hash === `#/case/${at}`, home);
    await line("Un message").waitFor();
    host.state.beforePart = null;
    expect(reads).toBeGreaterThan(1);
  });

  it("tells the officer host nothing that a later message does not", async () => {
    const bodies: string[] = [];
    const asked: string[][] = [];
    for (const item of [
      await messageItem(scene.unit, { text: "Un message" }, old),
      await withdrawalItem(scene.unit, old),
      await rekeyItem(scene.unit, { old, fresh }),
    ]) {
      const [bodiesBefore, askedBefore] = [scene.host.received.length, scene.host.asked.length];
      const id = await bring(item);
      await page.getByRole("heading", { name: "Échange" }).waitFor();
      const body = scene.host.received.slice(bodiesBefore).find((each) => each.includes('"into"')) ?? "";
      bodies.push(body);
      const requests = scene.host.asked.slice(askedBefore).map(({ request }) => request.replaceAll(id, "item"));
      asked.push(requests.slice(0, requests.indexOf("POST /v1/cases/item/attach") + 1));
    }
    const shapes = bodies.map((body) => {
      const { into, tag, entry } = JSON.parse(body) as AttachCaseRequest;
      return [into, tag.length, entry.id.length, entry.id[14], entry.epoch, entry.sealed.length];
    });
    expect(shapes).toEqual(shapes.map(() => [home, 43, 36, "4", 1, Math.ceil((4096 * 4) / 3)]));
    expect(asked).toEqual(asked.map(() => asked[0]));
  });
});
