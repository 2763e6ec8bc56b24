/** What the console says to the server of who asks: sessions of unattended consoles have to end, those of readers must not. */
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { claim, openCase, signIn, STEP_MS } from "./tools/person.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

startConsole();

/** What the officer asked for, or what told the server that they are there. */
const told = (from: number): string[] => since(from, true);

/** Until nothing is asked any more: the page has had its turns in between, however long they take on a busy machine. */
async function settled(page: Page): Promise<void> {
  const { asked } = scene.host;
  for (let before = -1; before !== asked.length;) {
    before = asked.length;
    for (let turn = 0; turn < 3; turn++) {
      await page.evaluate(() => document.title);
      await pause(50);
    }
  }
}

/** Lets time pass in the page until it has asked for something, given what it asked before; then until it is done. */
async function pass(page: Page, time: string, asked: (from: number) => boolean): Promise<number> {
  const from = scene.host.asked.length;
  await page.clock.fastForward(time);
  for (const end = Date.now() + STEP_MS; !asked(from) && Date.now() < end;) await pause(50);
  await settled(page);
  return from;
}

/** With a case claimed and open, and the server told of the clicks that this took. */
async function atWork(act: (page: Page) => Promise<void>): Promise<void> {
  for (const each of scene.host.state.cases.values()) each.head = { ...each.head, holder: null };
  await inPage(async (page) => {
    await page.clock.install();
    await signIn(page, scene);
    await openCase(page, scene.cases.past);
    await claim(page);
    await pass(page, "04:30", (from) => since(from, true).includes("GET /v1/session"));
    await act(page);
  });
}

const since = (from: number, attended: boolean): string[] =>
  scene.host.asked
    .slice(from)
    .filter(({ background }) => background !== attended)
    .map(({ request }) => request);

describe("requests", () => {
  it("are the officer's when they act, and the console's own after an event or for a lease", async () => {
    const { asked, changed } = scene.host;
    await atWork(async (page) => {
      const path = `/v1/cases/${scene.cases.past}`;
      expect(since(0, true)).toEqual(expect.arrayContaining(["GET /v1/queue", `GET ${path}`, `POST ${path}/claim`]));

      const alone = asked.length;
      changed();
      await pass(page, "00:01", () => since(alone, false).includes(`GET ${path}`));
      await pass(page, "06:00", () => since(alone, false).includes(`POST ${path}/heartbeat`));
      expect(since(alone, false)).toEqual(expect.arrayContaining([`GET ${path}`, `POST ${path}/heartbeat`]));
      expect(since(alone, true)).toEqual([]);

      const there = asked.length;
      await page.evaluate(() => {
        location.hash = "#/queue";
      });
      await pass(page, "00:01", () => since(there, true).length > 2);
      // The queue, and what of it was handed to this officer.
      const queue = ["GET /v1/queue", "GET /v1/queue"];
      expect(since(there, true).toSorted()).toEqual([...queue, "GET /v1/triage-rules"]);
      const again = asked.length;
      changed();
      await pass(page, "00:01", () => since(again, false).length > 3);
      expect([since(again, true), since(again, false).toSorted()]).toEqual([
        [],
        ["GET /v1/grants/listed", ...queue, "GET /v1/triage-rules"],
      ]);
    });
  });

  it("tell the server now and then that somebody is reading or writing, and only then", async () => {
    await atWork(async (page) => {
      const quiet = await pass(page, "04:30", (from) => since(from, false).length > 0);
      expect(told(quiet)).toEqual([]);
      const reply = page.getByLabel("Réponse à la personne");
      await reply.pressSequentially("Bonj");
      const wrote = await pass(page, "00:11", (from) => told(from).length > 0);
      expect(told(wrote)).toEqual(["GET /v1/session"]);
      await reply.pressSequentially("our");
      expect(told(await pass(page, "01:00", () => true))).toEqual([]);
      expect(told(await pass(page, "03:10", (from) => told(from).length > 0))).toEqual(["GET /v1/session"]);
    });
  });
});
