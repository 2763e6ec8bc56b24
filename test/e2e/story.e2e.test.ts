import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";

import { launchBrowser, newPage } from "../tools/browser.ts";
import { dumpDatabase, findLeaks, readTree } from "../tools/leaks.ts";
import type { Haystack } from "../tools/leaks.ts";
import { startManInTheMiddle } from "../tools/manInTheMiddle.ts";
import type { ManInTheMiddle } from "../tools/manInTheMiddle.ts";
import { startStack } from "../tools/stack.ts";
import type { QueueBackend, Stack } from "../tools/stack.ts";
import { AttachmentsOf } from "./pages/attachments.ts";
import { ConsolePage } from "./pages/console.ts";
import { FormPage } from "./pages/form.ts";
import { ALONE, HELPED, secretsOf, VICTIM, WITNESS } from "./stories.ts";
import { formatCode } from "../tools/codes.ts";
import type { Story } from "./stories.ts";

/** Two browsers, three processes, argon2 and 600,000 rounds per code, on two cores. */
const STORY_LIMIT_MS = 240_000;
const BACKENDS: readonly QueueBackend[] = ["postgres", "redis"];
const STORIES = [VICTIM, WITNESS, HELPED];
/** What the person who was helped does on coming back is told once: it does not touch the queue in any other way. */
const COMES_BACK: QueueBackend = "postgres";

describe.each(BACKENDS)("three stories, with the queue on %s", (backend) => {
  let stack: Stack;
  let middle: ManInTheMiddle;
  let browser: Browser;
  let desk: ConsolePage;
  /** Cases that have been seen, so that the next one to come is the new one. */
  const known = new Set<string>();
  const codes: string[] = [];

  beforeAll(async () => {
    stack = await startStack({ backend });
    middle = await startManInTheMiddle(stack.reporterUrl);
    browser = await launchBrowser();
    desk = new ConsolePage((await newPage(browser)).page);
    await desk.signIn(stack);
  }, STORY_LIMIT_MS);

  afterAll(async () => {
    await browser.close();
    await middle.stop();
    await stack.stop();
  }, STORY_LIMIT_MS);

  const nextCase = async () => {
    await desk.goToQueue();
    const row = await desk.waitForCase(({ id }) => !known.has(id));
    known.add(row.id);
    return row;
  };

  /** Writes a report, up to the press that sends it. */
  const write = async ({ language, script, files }: Story): Promise<{ form: FormPage; code: string }> => {
    const form = new FormPage((await newPage(browser)).page, language);
    await form.open(middle.url);
    await form.answerAll(script, files);
    const code = await form.takeCode(script.subject === "helping");
    expect(code).toMatch(/^\d{27}$/);
    codes.push(code);
    await form.typeBack(code);
    return { form, code };
  };

  /** The files that came with the report are those that were sent. */
  const readFiles = async ({ files = [] }: Story): Promise<void> => {
    if (files.length === 0) return;
    const list = new AttachmentsOf(desk, desk.page.locator(".case-body"));
    await list.waitUntilHere(files.length);
    for (const [index, { buffer }] of files.entries()) {
      await list.open(index);
      expect(Buffer.from((await list.save(index)).bytes).equals(buffer)).toBe(true);
      await list.close(index);
    }
  };

  /** The officer reads the newest case and answers, up to the press that sends. */
  const answer = async (story: Story): Promise<{ caseId: string; row: string }> => {
    const row = await nextCase();
    expect(row.level).toBe(story.level);
    await desk.openCase(row.id);
    await desk.claim();
    expect(await desk.narrative()).toBe(story.script.narrative);
    const report = await desk.report();
    expect(report).toContain(story.script.place);
    expect(report).toContain(story.script.accusedName);
    await readFiles(story);
    await desk.writeReply(story.reply);
    return { caseId: row.id, row: row.text };
  };

  /** Comes back until the reply is there: it leaves on a tick. */
  const readReply = async (form: FormPage, code: string, { reply }: Pick<Story, "reply">): Promise<void> => {
    const deadline = Date.now() + 60_000;
    for (;;) {
      await form.openMailbox(middle.url, code);
      const replies = await form.replies();
      if (replies.length > 0 || Date.now() > deadline) {
        expect(replies).toEqual([reply]);
        return;
      }
    }
  };

  /** The later message reaches the case of its report, whole. */
  const readMessage = async (story: Story): Promise<void> => {
    const row = await nextCase();
    expect(row.text).toContain(desk.texts.queue.newMessage);
    await desk.openMessage(row.id);
    expect(await desk.messages()).toEqual([story.message]);
  };

  it(
    `${VICTIM.name}: the reporter host dies while she sends, and what it had stored already is not stored twice`,
    async () => {
      const { form, code } = await write(VICTIM);
      await stack.kill("reporter");
      await form.send();
      await form.button("send.now").waitFor();
      // It stores the report, and its answer is lost.
      let lost = 0;
      middle.meddle(({ path }) => (path === "/v1/envelopes" && lost++ === 0 ? "drop" : null));
      await stack.restart("reporter");
      await form.waitUntilSent();
      expect(lost).toBe(2);
      middle.meddle(null);
      await form.finish();

      await answer(VICTIM);
      await desk.sendReply();
      await desk.waitUntilReplied();
      await readReply(form, formatCode(code), VICTIM);
      await form.writeMessage(VICTIM.message, "soon");
      await form.waitUntilSent();
      await readMessage(VICTIM);
    },
    STORY_LIMIT_MS,
  );

  it(
    `${WITNESS.name}: the worker is dead when the report comes and when the reply waits; then the longest message, in Bengali`,
    async () => {
      const { form, code } = await write(WITNESS);
      await stack.kill("worker");
      await form.send();
      await form.waitUntilSent();
      await stack.restart("worker");

      const { row } = await answer(WITNESS);
      expect(row).toContain(desk.texts.desks.restricted);
      await stack.kill("worker");
      await desk.sendReply();
      await desk.waitUntilReplied();
      await form.openMailbox(middle.url, code);
      expect(await form.replies()).toEqual([]);
      await stack.restart("worker");
      await readReply(form, code, WITNESS);
      await form.writeMessage(WITNESS.message, "no");
      await form.waitUntilSent();
      await readMessage(WITNESS);
    },
    STORY_LIMIT_MS,
  );

  it(
    `${HELPED.name}: the officer host dies as the reply is sent; then the longest message, in Arabic`,
    async () => {
      const { form, code } = await write(HELPED);
      await form.send();
      await form.waitUntilSent();
      await form.finish(true);

      const { row } = await answer(HELPED);
      expect(row).toContain(desk.texts.queue.assisted);
      await stack.kill("officer");
      await desk.sendReply();
      // The case may say so too, which tries to read what changed.
      await desk.page.locator("form").getByText(desk.texts.errors.network).waitFor();
      await stack.restart("officer");
      await desk.sendReply();
      await desk.waitUntilReplied();
      await readReply(form, code, HELPED);
      await form.writeMessage(HELPED.message, "no");
      await form.waitUntilSent();
      await readMessage(HELPED);
    },
    STORY_LIMIT_MS,
  );

  if (backend === COMES_BACK) {
    it(
      "the person who was helped comes back alone: a new code, the reply to it, and the report taken back; the old code is done",
      async () => {
        const form = new FormPage((await newPage(browser)).page, HELPED.language);
        const old = codes.at(-1) ?? "";
        await form.openMailbox(middle.url, old);
        const fresh = await form.changeCode();
        expect(fresh).not.toBe(old);
        codes.push(fresh);

        const { later, case: c } = desk.texts;
        await desk.openMessage((await nextCase()).id);
        await desk.later(later.rekey).getByText(stack.officer.name).waitFor();
        await desk.writeReply(ALONE.reply);
        await desk.sendReply();
        await desk.waitUntilReplied();
        await readReply(form, fresh, ALONE);

        // Each code has what was written to it; the report is taken back with the new one alone.
        await form.withdraw();
        const meddler = new FormPage((await newPage(browser)).page, HELPED.language);
        await meddler.openMailbox(middle.url, old);
        expect(await meddler.replies()).toEqual([HELPED.reply]);
        await meddler.writeMessage(ALONE.meddling, "no");
        await meddler.waitUntilSent();

        await desk.openMessage((await nextCase()).id);
        await desk.openMessage((await nextCase()).id);
        await desk.head().getByRole("alert").filter({ hasText: later.withdrawal }).waitFor();
        expect(await desk.head().innerText()).toContain(c.consentWithdrawn);
        expect(await desk.later(later.oldCode).innerText()).toContain(ALONE.meddling);
      },
      STORY_LIMIT_MS,
    );
  }

  it("leave each report, each message and each reply exactly once", async () => {
    const db = stack.database.client();
    // A new code, a withdrawal, and what was written with the old code; one reply more.
    const [sent, answered] = backend === COMES_BACK ? [3, 1] : [0, 0];
    // Six, and the one whose answer was lost.
    const taken = middle.recorded.filter(({ path, status }) => path === "/v1/envelopes" && status === 200);
    expect(taken).toHaveLength(7 + sent);
    const counts = {
      cases: await db.caseRecord.count(),
      items: await db.queueItem.count(),
      waiting: (await db.intakeEnvelope.count()) + (await db.heldItem.count()) + (await db.outboxReply.count()),
      entries: await db.caseEntry.count(),
      quarantined: await db.quarantine.count(),
    };
    // Three reports and three messages that were filed with them; one entry per reply, one per message
    // filed, and one each for opening and claiming a case.
    const expected = { cases: 3, items: 6 + sent, waiting: 0, entries: 6 + sent + answered + 3 * 2, quarantined: 0 };
    expect(counts).toEqual(expected);
  });

  it("put no word of theirs on the wire, into the database, the queue or any output", async () => {
    const secrets = [...STORIES.flatMap(secretsOf), ...codes, ...codes.map(formatCode), stack.officer.passphrase];
    const places: Haystack[] = [
      { name: "the wire", bytes: middle.sentBytes() },
      { name: "answers on the wire", bytes: Buffer.concat(middle.recorded.map(({ responseBody }) => responseBody)) },
      { name: "output", bytes: Buffer.from(stack.output()) },
      ...(await dumpDatabase(stack.database.url())),
      ...(stack.redis === null ? [] : readTree(stack.redis.dataDir)),
    ];
    expect(secrets.length).toBeGreaterThan(30);
    expect(middle.recorded.filter(({ method }) => method === "POST").length).toBeGreaterThan(6);
    expect(findLeaks(places, secrets)).toEqual([]);
    // And it would have seen one.
    const planted = { name: "planted", bytes: Buffer.concat([middle.sentBytes(), Buffer.from(VICTIM.script.place)]) };
    expect(findLeaks([planted], secrets).map(({ word }) => word)).toContain(VICTIM.script.place);
  });
});
