import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { listChain } from "../../prisma/repositories/directory.ts";
import { codeKeys, dayOf, fromHex, newFollowUpCode, verifyChain } from "../../security/index.ts";
import { loadSumo } from "../../security/node.ts";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { formatCode } from "../tools/codes.ts";
import { startStack, type Stack } from "../tools/stack.ts";
import { reportersOf } from "./day/reporters.ts";
import { openGrantsOf } from "./day/thief.ts";
import { FormPage } from "./pages/form.ts";
import { type Newcomer, PeoplePage } from "./pages/people.ts";

/** Five sign-ins with argon2, three consoles, on two cores. */
const LIMIT_MS = 240_000;

describe("a unit's people, on the officer API as it runs", () => {
  let stack: Stack;
  let browser: Browser;
  /** The demonstration's officer: lead, on both desks. */
  let first: PeoplePage;

  beforeAll(async () => {
    stack = await startStack({ backend: "postgres" });
    browser = await launchBrowser();
    first = await console();
    await first.signIn(stack);
  }, LIMIT_MS);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, LIMIT_MS);

  const console = async (): Promise<PeoplePage> => {
    const { page } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(60_000);
    return new PeoplePage(page);
  };
  const newest = async () => {
    const sumo = await loadSumo();
    return (await verifyChain(sumo, await listChain(stack.database.client()), stack.unit, dayOf(Date.now()))).newest;
  };

  const opens = async (who: Newcomer): Promise<string[]> => (await openGrantsOf(await loadSumo(), stack, who)).grants;

  it(
    "are admitted by a lead, removed by another at noon, and replaced when a passphrase is lost",
    async () => {
      const t = first.texts.people;
      // One is admitted, with the groups they read aloud and no others.
      const theirs = await console();
      const agent = await theirs.enrol(await first.invite("officer"), "Amélie Roy");
      const groups = await theirs.fingerprint();
      await first.admit(
        agent.name,
        groups.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
      );
      await first.page.getByText(t.fingerprintWrong).waitFor();
      await first.page.getByLabel(t.fingerprint).fill(groups.toUpperCase());
      await first.button(t.admitSubmit).click();
      await first.published(3);
      await theirs.enterAdmitted();
      expect(await opens(agent)).toEqual(["1/0", "1/1"]);

      // A second lead, whose key the root certifies.
      const second = await console();
      const lead = await second.enrol(await first.invite("lead"), "Bruno Haddad", "passkey");
      await first.admit(lead.name, await second.fingerprint(), { restricted: true });
      await first.published(4);
      await second.enterAdmitted();
      expect(await opens(lead)).toEqual(["1/0", "1/1", "2/0", "2/1"]);
      await second.certify(stack);

      // Versions are prepared; then the second lead removes the first officer: signed out, and shut out of what comes.
      await second.goTo("directory");
      await second.button(t.directory.prepare).click();
      await second.button(t.directory.forget).waitFor();
      const ahead = await stack.database.client().preparedVersion.findMany({ orderBy: { version: "asc" } });
      expect(ahead.length).toBeGreaterThan(5);
      await second.remove(agent.name);
      const past = (ahead.at(-1)?.version ?? 0) + 1;
      // Past every number that was signed ahead, so that the floor shuts all of those out.
      expect(await second.published(past)).toBe(`npm run unit -- floor --statement ${past}`);
      const { statement, roster } = await newest();
      expect([statement.version, roster.officers.map(({ name }) => name).sort()]).toEqual([
        past,
        [lead.name, stack.officer.name].sort(),
      ]);
      expect(statement.desks.map(({ id, epoch }) => [id, epoch])).toEqual([
        [1, 2],
        [2, 1],
      ]);
      await theirs.page.getByText(theirs.texts.signIn.lost).waitFor();
      expect(await opens(agent)).toEqual(["1/0", "1/1"]);
      expect(await opens(lead)).toEqual(["1/0", "1/1", "1/2", "2/0", "2/1"]);

      // Their passphrase is lost too, say: a new identity takes the place of the old one, with everything earlier.
      const again = await console();
      const renewed = await again.enrol(await second.invite("officer"), "Amélie Roy 2");
      await second.admit(renewed.name, await again.fingerprint());
      await second.published(past + 1);
      await again.enterAdmitted();
      expect(await opens(renewed)).toEqual(["1/0", "1/1", "1/2"]);
      expect(await again.page.getByText(again.texts.app.grantsRefused("1")).count()).toBe(0);
      // What is prepared was prepared again on top of each publication.
      const prepared = await stack.database.client().preparedVersion.findMany({ orderBy: { version: "asc" } });
      expect(prepared[0]?.version).toBe(past + 2);
    },
    LIMIT_MS,
  );

  it(
    "open a desk of their own: a case moves there, its reply is believed, and what the person then writes comes to it",
    async () => {
      const p = await loadSumo();
      const name = { fr: "Personnes mineures", en: "Minors" };
      await first.openDesk(name, [stack.officer.name]);
      const code = newFollowUpCode(p);
      const keys = await codeKeys(p, code, fromHex(stack.unit.unitId));
      const report = "Ma cousine de quinze ans travaille la nuit dans la cuisine.";
      await (await reportersOf(stack)).report({ narrative: report }, keys);
      await first.goToQueue();
      const row = await first.waitForCase(() => true);
      await first.openCase(row.id);
      await first.claim();
      await first.moveTo(name.fr, "Une mineure.");
      expect(await first.narrative()).toBe(report);
      await first.claim();
      const reply = "Nous avons lu. Dites quand vous pouvez parler.";
      await first.writeReply(reply);
      await first.sendReply();
      await first.waitUntilReplied();

      const form = new FormPage((await newPage(browser)).page, "fr");
      const deadline = Date.now() + LIMIT_MS / 2;
      do await form.openMailbox(stack.reporterUrl, formatCode(code));
      while ((await form.replies()).length === 0 && Date.now() < deadline);
      expect(await form.replies()).toEqual([reply]);
      const message = "Demain matin, avant six heures.";
      await form.writeMessage(message, "no");
      await form.waitUntilSent();
      await first.goToQueue();
      const later = await first.waitForCase(({ id }) => id !== row.id);
      expect(later.text).toContain(name.fr);
      await first.openMessage(later.id);
      expect(await first.messages()).toEqual([message]);
    },
    LIMIT_MS,
  );
});
