import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { DESK_GENERAL, DESK_RESTRICTED, LANGUAGES, levelOf, slipOf, type Answers } from "../../security/index.ts";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { dumpDatabase, findLeaks } from "../tools/leaks.ts";
import { startStack, type Stack } from "../tools/stack.ts";
import { reportersOf, type Reporter, type Reporters } from "./day/reporters.ts";
import { backdateClosing, forgeGrant, forgeNote } from "./day/forger.ts";
import { namedEntry, whatOpens } from "./day/thief.ts";
import { type Newcomer, PeoplePage } from "./pages/people.ts";

/** Forty codes of 600,000 rounds, six sign-ins with argon2, four consoles, on two cores. */
const LIMIT_MS = 600_000;
const SPOKEN = LANGUAGES.slice(0, 9);
const REPORTS = 40;

/** One of each level, in turn; every fifth is about the police, and so for the restricted desk. */
const BY_LEVEL: readonly Partial<Answers>[] = [
  { danger: "now" },
  { danger: "soon", kinds: ["pay", "status_threats"] },
  { when: "week", still: "yes" },
  { subject: "witness", help: ["rights"] },
];
const reportNumber = (n: number): Partial<Answers> => ({
  ...BY_LEVEL[n % BY_LEVEL.length],
  ...(n % 5 === 0 && { accused: ["police"] as const }),
  language: SPOKEN[n % SPOKEN.length] ?? "fr",
  narrative: `Récit ${n} de la rue Coatanlem.`,
});

/** What officers type in the course of the day, each with words that stand nowhere else. */
const TYPED = {
  note: "Rappelée hier soir, elle dort chez Quillimerrien.",
  label: "réseau Trobrivec",
  word: "Je dois partir, la suite est avec Plouezoc’h.",
  reply: "Bonjour. Nous vous attendons mardi au local Kerdreoret.",
  place: "local Traonouez, deuxième étage",
  time: "jeudi, après la messe de Locmélar",
  searched: "Penhoadic",
  view: "Guet de Kerzafloc",
  forged: "Dossier sans suite, ne plus répondre.",
};
const PLANTED = [
  "Quillimerrien",
  "Trobrivec",
  "Plouezoc",
  "Kerdreoret",
  "Coatanlem",
  "Traonouez",
  "Locmélar",
  "Penhoadic",
  "Kerzafloc",
];

describe("a day in the unit", () => {
  let stack: Stack;
  let browser: Browser;
  let reporters: Reporters;
  /** The demonstration's officer: lead, on both desks, away from noon on. */
  let first: PeoplePage;
  /** The second lead, on both desks. */
  let second: PeoplePage;
  /** On the general desk until noon. */
  let leaver: PeoplePage;
  let lead: Newcomer;
  let agent: Newcomer;
  const people: Reporter[] = [];

  beforeAll(async () => {
    stack = await startStack({ backend: "postgres" });
    browser = await launchBrowser();
    reporters = await reportersOf(stack);
    first = await console();
    await first.signIn(stack);
    leaver = await console();
    agent = await leaver.enrol(await first.invite("officer"), "Amélie Roy", "passkey");
    await first.admit(agent.name, await leaver.fingerprint());
    await first.published(3);
    await leaver.enterAdmitted();
    second = await console();
    lead = await second.enrol(await first.invite("lead"), "Bruno Haddad", "passkey");
    await first.admit(lead.name, await second.fingerprint(), { restricted: true });
    await first.published(4);
    await second.enterAdmitted();
    await second.certify(stack);
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
  const items = (): Promise<{ id: string; desk: number }[]> =>
    stack.database.client().queueItem.findMany({ select: { id: true, desk: true } });
  const entries = (): Promise<{ id: string }[]> => stack.database.client().caseEntry.findMany({ select: { id: true } });
  /** Waits for ticks to release as many items as were sent. */
  const released = async (wanted: number): Promise<void> => {
    const deadline = Date.now() + 120_000;
    for (let there = -1; there !== wanted;) {
      there = (await items()).length;
      if (Date.now() > deadline) throw new Error(`${there} of ${wanted} items are released`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const openFirst = async (page: PeoplePage, level: number): Promise<string> => {
    await page.goToQueue();
    const { id } = await page.waitForCase((row) => row.level === level);
    await page.openCase(id);
    return id;
  };

  /** Opens cases of a level, but for the one that is open already, until one is that of `wanted`. */
  const openUntil = async (page: PeoplePage, level: number, wanted: Reporter, opened: string): Promise<string> => {
    const tried = new Set([opened]);
    // Cases join others while this goes on: the queue is read again each time.
    for (;;) {
      await page.goToQueue();
      const next = (await page.queue()).find((row) => row.level === level && !tried.has(row.id) && !later(row.text));
      if (next === undefined) throw new Error("the case is not in the queue");
      tried.add(next.id);
      await page.openCase(next.id);
      if ((await personOf(page)) === wanted) return next.id;
    }
  };
  /** Whose report is on screen. */
  const personOf = async (page: PeoplePage): Promise<Reporter | undefined> => {
    const narrative = await page.narrative();
    return people.find(({ answers }) => answers.narrative === narrative);
  };
  const levelIs = (answers: Answers, level: number): boolean => levelOf(slipOf(answers)) === level;
  const later = (row: string): boolean => {
    const { queue, find } = second.texts;
    return [queue.newMessage, find.withdrawn, find.newCode].some((mark) => row.includes(mark));
  };
  /** Somebody for both desks is invited and admitted by the second lead; `version` is published by that. */
  const newcomer = async (name: string, version: number): Promise<{ page: PeoplePage; who: Newcomer }> => {
    const page = await console();
    const who = await page.enrol(await second.invite("officer"), name, "passkey");
    await second.admit(name, await page.fingerprint(), { restricted: true });
    await second.published(version);
    await page.enterAdmitted();
    return { page, who };
  };

  it(
    "begins with forty reports of every level in nine languages, each desk's to its own officers",
    async () => {
      for (let n = 0; n < REPORTS; n++) people.push(await reporters.report(reportNumber(n)));
      await released(REPORTS);
      const slips = people.map(({ answers }) => slipOf(answers));
      const levels = slips.map(levelOf).sort((a, b) => a - b);
      const general = slips
        .filter(({ desk }) => desk === DESK_GENERAL)
        .map(levelOf)
        .sort((a, b) => a - b);
      expect([new Set(levels).size, general.length]).toEqual([4, 32]);
      expect((await items()).filter(({ desk }) => desk === DESK_RESTRICTED)).toHaveLength(8);

      for (const [page, wanted] of [
        [second, levels],
        [leaver, general],
      ] as const) {
        await page.goToQueue();
        await page.page
          .locator("tr[data-level]")
          .nth(wanted.length - 1)
          .waitFor();
        const rows = await page.queue();
        // In their order: the most urgent first.
        expect(rows.map(({ level }) => level)).toEqual(wanted);
        for (const language of SPOKEN) {
          // Summaries are opened beside the page, after the rows have come.
          await page.waitForCase(({ text }) => text.includes(page.texts.words.language[language]));
        }
      }
    },
    LIMIT_MS,
  );

  it(
    "goes on with cases taken, noted and answered; a withdrawal and a new code reach their cases",
    async () => {
      await openFirst(leaver, 0);
      await leaver.claim();
      await leaver.writeNote(TYPED.note);
      await leaver.addLabel(TYPED.label);
      await leaver.writeReply(TYPED.reply);
      await leaver.sendReply();
      await leaver.waitUntilReplied();
      await leaver.handBack(TYPED.word);

      await second.goToQueue();
      await second.searchInVain(TYPED.searched);
      await second.goToQueue();
      await second.saveView(TYPED.view, 3);
      const calm = await openFirst(second, 3);
      const [gone, changed] = [await personOf(second), people.find(({ answers }) => levelIs(answers, 1))];
      if (gone === undefined || changed === undefined) throw new Error("nobody wrote this");
      await reporters.withdraw(gone);
      await released(REPORTS + 1);
      await second.goToQueue();
      const withdrawal = await second.waitForCase(
        (row) => row.id !== calm && row.text.includes(second.texts.find.withdrawn),
      );
      await second.openMessage(withdrawal.id);
      await second.later(second.texts.later.withdrawal).waitFor();

      // The case of whoever changes the code has been opened before, so that it is found.
      const theirs = await openUntil(second, 1, changed, calm);
      await reporters.rekey(changed);
      await released(REPORTS + 2);
      await second.goToQueue();
      const rekey = await second.waitForCase(
        (row) => row.id !== theirs && row.text.includes(second.texts.find.newCode),
      );
      await second.openMessage(rekey.id);
      await second.later(second.texts.later.rekey).waitFor();
    },
    LIMIT_MS,
  );

  it(
    "shuts out who is removed at noon from whatever is sealed afterwards, while the first lead is away",
    async () => {
      await first.page.context().close();
      const before = await whatOpens(stack, agent);
      expect(before.grants).toEqual(["1/0", "1/1"]);
      const general = (await items()).filter(({ desk }) => desk === DESK_GENERAL).map(({ id }) => id);
      // A key that shut nobody out would prove nothing: what came before opens, whole.
      expect(before.items).toEqual(general.sort());
      expect(before.entries.length).toBeGreaterThan(5);

      await second.remove(agent.name);
      await second.published(5);
      await leaver.page.getByText(leaver.texts.signIn.lost).waitFor();

      const [sent, written] = [(await items()).length, (await entries()).length];
      for (const n of [1, 2, 3, 4, 6]) await reporters.report(reportNumber(n));
      await released(sent + 5);
      await openFirst(second, 2);
      await second.claim();
      await second.writeNote(TYPED.note);
      await second.writeMeeting(TYPED.place, TYPED.time);
      await second.sendReply();
      await second.waitUntilReplied();
      expect((await entries()).length).toBeGreaterThan(written + 2);
      expect(await whatOpens(stack, agent)).toEqual(before);
      const all = await whatOpens(stack, lead);
      expect([all.items.length, all.entries.length]).toEqual([(await items()).length, (await entries()).length]);
    },
    LIMIT_MS,
  );

  it(
    "gives an officer of the restricted desk who lost a passphrase everything back, under a new identity",
    async () => {
      const old = await newcomer("Dina Morel", 6);
      await second.remove(old.who.name);
      await second.published(7);
      const { page, who } = await newcomer("Dina Morel 2", 8);
      const opened = await whatOpens(stack, who);
      expect(opened.items).toEqual((await items()).map(({ id }) => id).sort());
      expect(opened.entries).toEqual((await entries()).map(({ id }) => id).sort());
      await page.goToQueue();
      await openFirst(page, 0);
      expect(await page.narrative()).toMatch(/^Récit \d+ de la rue Coatanlem\.$/);
    },
    LIMIT_MS,
  );

  it(
    "leaves no word on the server that was typed in it",
    async () => {
      const places = await dumpDatabase(stack.database.url());
      places.push({ name: "output", bytes: Buffer.from(stack.output()) });
      expect(places.map(({ name }) => name)).toContain("table public.case_entry");
      expect(findLeaks(places, PLANTED)).toEqual([]);
      places.push({ name: "planted", bytes: Buffer.from(Buffer.from(TYPED.label).toString("base64url")) });
      expect(findLeaks(places, PLANTED).map(({ place }) => place)).toContain("planted");
    },
    LIMIT_MS,
  );

  it(
    "believes nothing that the server writes itself: a note, a closing of who has left, a log with a hole, a grant",
    async () => {
      const db = stack.database.client();
      const t = second.texts.log;
      await second.goToQueue();
      const [busiest, another] = await db.caseRecord.findMany({
        where: { desk: DESK_GENERAL, entries: { some: {} } },
        orderBy: { entries: { _count: "desc" } },
      });
      if (busiest === undefined || another === undefined) throw new Error("nobody did anything");
      const [caseId, other] = [busiest.id, another.id];
      await second.openSeen(caseId);
      await second.page.getByText(t.title, { exact: true }).waitFor();
      const refused = second.page.getByText(t.refused("1"), { exact: true });
      expect(await refused.count()).toBe(0);

      // Whoever was removed at noon still has a key that signed for the desk's first epoch.
      await backdateClosing(stack, caseId, agent);
      await second.openSeen(caseId);
      await refused.waitFor();
      await second.page.getByText(second.texts.doubt.backdated).waitFor();

      await forgeNote(stack, caseId, lead.name, TYPED.forged);
      await second.openSeen(caseId);
      await second.page.getByText(t.refused("2"), { exact: true }).waitFor();
      expect(await second.page.getByText(TYPED.forged).count()).toBe(0);

      // What others build on is taken away, and put into another case.
      const stolen = await namedEntry(stack, lead, caseId);
      await db.caseEntry.update({ where: { id: stolen }, data: { caseId: other } });
      await second.openSeen(caseId);
      await second.page.getByText(t.gone("1"), { exact: true }).waitFor();
      await second.page.getByText(t.entriesMissing("1"), { exact: true }).waitFor();
      await second.openSeen(other);
      await refused.waitFor();

      await forgeGrant(stack, stack.officer.name, DESK_GENERAL);
      const back = await console();
      await back.signIn(stack);
      await back.page.getByText(back.texts.app.grantsRefused("1"), { exact: true }).waitFor();
    },
    LIMIT_MS,
  );
});
