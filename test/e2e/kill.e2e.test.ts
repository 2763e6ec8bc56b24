/**
 * One short story, told over and over: a report, its case, a reply. Each time something dies in another place of it, at a
 * moment that nobody chose, and comes back; then we count. The modest run has the place where most dies at once.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { depth, LONG } from "../tools/depth.ts";
import { startStack } from "../tools/stack.ts";
import type { ProcessName, QueueBackend, Stack } from "../tools/stack.ts";
import { ConsolePage } from "./pages/console.ts";
import { FormPage } from "./pages/form.ts";
import { VICTIM } from "./stories.ts";

const STEPS = [
  "before sending",
  "while sending",
  "once sent",
  "in the queue",
  "in the case",
  "while replying",
] as const;
type Step = (typeof STEPS)[number] | "before reading";
type Mortal = ProcessName | "redis";

interface Place {
  readonly at: Step;
  readonly dies: readonly Mortal[];
}

const EVERYBODY: readonly Mortal[] = ["reporter", "officer", "worker", "redis"];
const MODEST: readonly Place[] = [{ at: "once sent", dies: EVERYBODY }];
const EVERYWHERE: readonly Place[] = [
  ...STEPS.map((at) => ({ at, dies: ["worker"] as const })),
  { at: "before sending", dies: ["reporter"] },
  { at: "while sending", dies: ["reporter"] },
  { at: "while sending", dies: ["reporter", "worker"] },
  { at: "in the queue", dies: ["officer"] },
  { at: "in the case", dies: ["officer"] },
  { at: "while replying", dies: ["officer"] },
  { at: "while replying", dies: ["officer", "worker"] },
  { at: "before reading", dies: ["reporter"] },
  ...STEPS.map((at) => ({ at, dies: EVERYBODY })),
];
const ON_REDIS = LONG ? [...EVERYWHERE, ...STEPS.map((at) => ({ at, dies: ["redis"] as readonly Mortal[] }))] : MODEST;
const BACKENDS: readonly (readonly [QueueBackend, readonly Place[]])[] = LONG
  ? [
      ["postgres", EVERYWHERE],
      ["redis", ON_REDIS],
    ]
  : [["redis", ON_REDIS]];

const LIMIT_MS = 240_000;
/** Within a tick or two, so that a kill meets the workers at any of their steps. */
const ANY_MOMENT_MS = 1_500;
const DOWN_MS = depth(200, 1_000);

describe.each(BACKENDS)("a story that something dies in, with the queue on %s", (backend, places) => {
  let stack: Stack;
  let browser: Browser;
  let desk: ConsolePage;
  const known = new Set<string>();
  let told = 0;

  beforeAll(async () => {
    stack = await startStack({ backend });
    browser = await launchBrowser();
    desk = new ConsolePage((await newPage(browser)).page);
    await desk.signIn(stack);
  }, LIMIT_MS);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  }, LIMIT_MS);

  async function dieAndComeBack(dies: readonly Mortal[]): Promise<void> {
    const { redis } = stack;
    for (const name of dies) {
      if (name !== "redis") await stack.kill(name);
      else await redis?.kill();
    }
    await wait(DOWN_MS);
    // What others stand on comes first.
    if (dies.includes("redis")) await redis?.restart();
    for (const name of dies) if (name !== "redis") await stack.restart(name);
  }

  it.each(places.map((place) => ({ ...place, who: place.dies.join(", ") })))(
    "loses and doubles nothing: $who, $at",
    async ({ at, dies }) => {
      const story = { ...VICTIM.script, narrative: `${VICTIM.script.narrative} ${(told += 1)}.` };
      /** Goes on without waiting where the story is to go on meanwhile. */
      let dying: Promise<void> = Promise.resolve();
      const reach = async (step: Step, meanwhile = false): Promise<void> => {
        if (step !== at) return;
        dying = (async () => {
          if (meanwhile) await wait(randomInt(ANY_MOMENT_MS));
          await dieAndComeBack(dies);
        })();
        if (!meanwhile) await dying;
      };

      const { page, context } = await newPage(browser);
      const form = new FormPage(page, "fr");
      await form.open(stack.reporterUrl);
      await form.answerAll(story);
      const code = await form.takeCode();
      await form.typeBack(code);
      await reach("before sending");
      await reach("while sending", true);
      await form.send();
      await form.waitUntilSent();
      await reach("once sent", true);
      await dying;

      await reach("in the queue");
      await desk.goToQueue();
      const row = await desk.waitForCase(({ id }) => !known.has(id));
      known.add(row.id);
      await desk.openCase(row.id);
      expect(await desk.narrative()).toBe(story.narrative);
      await reach("in the case");
      await desk.claim();
      await desk.writeReply(VICTIM.reply);
      await reach("while replying", true);
      await desk.sendReply();
      await sentAfterAll();
      await dying;

      await reach("before reading");
      const deadline = Date.now() + 60_000;
      do await form.openMailbox(stack.reporterUrl, code);
      while ((await form.replies()).length === 0 && Date.now() < deadline);
      expect(await form.replies()).toEqual([VICTIM.reply]);
      await context.close();
      expect(await count()).toEqual({
        cases: told,
        items: told,
        entries: 3 * told, // opened, claimed, answered
        waiting: 0,
        quarantined: 0,
        slots: told,
      });
    },
    LIMIT_MS,
  );

  /** Presses "send" again when the officers' host was away as it was pressed: the same reply, under the same number. */
  async function sentAfterAll(): Promise<void> {
    const sent = desk.page.getByText(desk.texts.reply.sent, { exact: true });
    const failed = desk.page.getByText(desk.texts.errors.network);
    await sent.or(failed).first().waitFor({ timeout: 60_000 });
    while (!(await sent.isVisible())) {
      await wait(500);
      const again = desk.button(desk.texts.reply.send);
      if ((await again.isVisible()) && (await again.isEnabled())) await again.click();
    }
  }

  async function count() {
    const db = stack.database.client();
    return {
      cases: await db.caseRecord.count(),
      items: await db.queueItem.count(),
      entries: await db.caseEntry.count(),
      waiting: (await db.intakeEnvelope.count()) + (await db.heldItem.count()) + (await db.outboxReply.count()),
      quarantined: await db.quarantine.count(),
      slots: await db.mailboxSlot.count(),
    };
  }
});
