/**
 * `npm run screenshots`: starts everything, lets invented people write, and draws the README's pictures anew into
 * test/screenshots. Words and names are made up; every picture shows the page as it is.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../tools/browser.ts";
import { projectDir } from "../tools/cache.ts";
import { startTestServer } from "../tools/databaseServer.ts";
import { startStack, type Stack } from "../tools/stack.ts";
import { ConsolePage } from "./pages/console.ts";
import { FormPage, type Script } from "./pages/form.ts";

const OUT = join(projectDir, "test", "screenshots");
const PHONE = { width: 390, height: 780 };
const DESK = { width: 1280, height: 620 };

/** Six invented reports: the queue shows each kind of row. */
const REPORTS: readonly { readonly language: "fr" | "en"; readonly script: Script }[] = [
  {
    language: "fr",
    script: {
      danger: "now",
      subject: "me",
      phoneChecked: "yes",
      kinds: ["trafficking", "locked_in"],
      narrative: "Mon patron garde mon passeport depuis avril. Il ferme la porte à clé la nuit.",
      when: "today",
      still: "yes",
      accused: ["employer"],
      signs: ["cannot_leave", "papers_taken"],
      help: ["safe_place", "make_it_stop"],
      comeBack: "days",
    },
  },
  {
    language: "fr",
    script: { danger: "soon", subject: "helping", kinds: ["housing"], narrative: "Le propriétaire entre la nuit." },
  },
  {
    language: "en",
    script: { danger: "no", subject: "me", kinds: ["pay"], when: "week", still: "yes", narrative: "No pay since May." },
  },
  {
    language: "en",
    script: { danger: "no", subject: "witness", kinds: ["police"], accused: ["police"], narrative: "I saw it." },
  },
  {
    language: "fr",
    script: { danger: "unknown", subject: "me", kinds: ["recruiter_fraud"], narrative: "Il a pris mon argent." },
  },
];

async function drawForm(browser: Browser, stack: Stack): Promise<void> {
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2 });
  const form = new FormPage(await context.newPage(), "fr");
  await form.open(stack.reporterUrl);
  await form.answerQuestion("danger", { danger: "soon" });
  await form.answerQuestion("subject", { subject: "me" });
  await form.answerQuestion("phone", { phoneChecked: "unsure" });
  await form.waitFor("question-kinds");
  await form.page.getByRole("checkbox").nth(0).check();
  await form.page.evaluate(() => scrollTo(0, 0));
  await form.page.screenshot({ path: join(OUT, "form-question.png") });
  await context.close();
}

async function write(browser: Browser, stack: Stack, { language, script }: (typeof REPORTS)[number]): Promise<void> {
  const context = await browser.newContext({ viewport: PHONE });
  const form = new FormPage(await context.newPage(), language);
  const helping = script.subject === "helping";
  await form.open(stack.reporterUrl);
  await form.answerAll(script);
  await form.typeBack(await form.takeCode(helping));
  await form.send();
  await form.page.locator('main[data-screen="done"], main[data-screen="back"]').waitFor();
  await context.close();
}

async function drawConsole(browser: Browser, stack: Stack): Promise<void> {
  const context = await browser.newContext({ viewport: DESK, deviceScaleFactor: 2, colorScheme: "light" });
  const desk = new ConsolePage(await context.newPage());
  await desk.signIn(stack);
  const deadline = Date.now() + 60_000;
  while ((await desk.queue()).length < REPORTS.length && Date.now() < deadline) await desk.page.waitForTimeout(500);
  await desk.page.screenshot({ path: join(OUT, "console-queue.png") });
  await desk.openCase((await desk.queue())[0]?.id ?? "");
  await desk.claim();
  await desk.page.screenshot({ path: join(OUT, "console-case.png") });
  await context.close();
}

mkdirSync(OUT, { recursive: true });
const stopServer = await startTestServer();
const stack = await startStack({ backend: "postgres" });
const browser = await launchBrowser();
try {
  await drawForm(browser, stack);
  for (const report of REPORTS) await write(browser, stack, report);
  await drawConsole(browser, stack);
  process.stdout.write(`pictures are in ${OUT}\n`);
} finally {
  await browser.close();
  await stack.stop();
  await stopServer();
}
