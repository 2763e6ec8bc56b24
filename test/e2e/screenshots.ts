/**
 * `npm run screenshots`: starts everything, lets invented people write, and draws the README's pictures anew into
 * test/screenshots. Words and names are made up; every picture shows the page as it is.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import type { Answers } from "../../security/index.ts";
import { launchBrowser } from "../tools/browser.ts";
import { projectDir } from "../tools/cache.ts";
import { startTestServer } from "../tools/databaseServer.ts";
import { startStack, type Stack } from "../tools/stack.ts";
import { reportersOf } from "./day/reporters.ts";
import type { ConsolePage } from "./pages/console.ts";
import { FormPage } from "./pages/form.ts";
import { PeoplePage } from "./pages/people.ts";

const OUT = join(projectDir, "test", "screenshots");
const PHONE = { width: 390, height: 780 };
const DESK = { width: 1280, height: 660 };
const LIMIT_MS = 60_000;

/** Invented reports: the queue shows each level, both desks, and what the unit is written to in. */
const REPORTS: readonly Partial<Answers>[] = [
  {
    danger: "now",
    phoneChecked: "yes",
    kinds: ["trafficking", "locked_in"],
    narrative:
      "Mon patron garde mon passeport depuis avril. Nous dormons à six dans le sous-sol et il ferme la porte à clé la nuit. Hier il a dit qu’il appellerait l’immigration si je parlais.",
    when: "today",
    still: "yes",
    accused: ["employer"],
    signs: ["cannot_leave", "papers_taken"],
    help: ["safe_place", "make_it_stop"],
    comeBack: "days",
  },
  {
    language: "es",
    danger: "soon",
    kinds: ["sexual_violence"],
    narrative: "El dueño entra en el cuarto por la noche.",
  },
  { language: "ht", kinds: ["housing"], child: "yes", narrative: "Pwopriyetè a di l ap mete nou deyò." },
  { language: "ar", subject: "helping", kinds: ["pay", "status_threats"], when: "week", still: "yes" },
  { language: "bn", kinds: ["pay"], when: "week", still: "yes", narrative: "তিন মাস ধরে বেতন দেয় না।" },
  {
    language: "en",
    kinds: ["police", "hate"],
    accused: ["police"],
    when: "month",
    narrative: "They stopped us again.",
  },
  { language: "pa", kinds: ["work_safety"], when: "month", still: "yes" },
  { language: "tl", subject: "helping", kinds: ["family"], when: "week", still: "yes" },
  { kinds: ["recruiter_fraud"], when: "before", narrative: "Il a pris mon argent et il ne répond plus." },
  { language: "pt", subject: "witness", kinds: ["housing"], when: "year", narrative: "Vi o que aconteceu." },
  { language: "vi", kinds: ["theft_fraud"], when: "before" },
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

const pageFor = async (browser: Browser): Promise<PeoplePage> => {
  const context = await browser.newContext({ viewport: DESK, deviceScaleFactor: 2, colorScheme: "light" });
  const page = new PeoplePage(await context.newPage());
  page.page.setDefaultTimeout(LIMIT_MS);
  return page;
};

/** The demonstration's lead, certified, with a colleague at work, one in the directory, and one who waits. */
async function gather(browser: Browser, stack: Stack): Promise<{ lead: PeoplePage; colleague: PeoplePage }> {
  const lead = await pageFor(browser);
  await lead.signIn(stack);
  const colleague = await pageFor(browser);
  await colleague.enrol(await lead.invite("officer"), "Amélie Roy");
  await lead.admit("Amélie Roy", await colleague.fingerprint(), { restricted: true });
  await lead.published(3);
  const other = await pageFor(browser);
  await other.enrol(await lead.invite("officer"), "Bruno Haddad");
  await lead.admit("Bruno Haddad", await other.fingerprint());
  await lead.published(4);
  const waiting = await pageFor(browser);
  await waiting.enrol(await lead.invite("officer"), "Chloé Nguyen");
  await colleague.enterAdmitted();
  return { lead, colleague };
}

const shoot = async ({ page }: ConsolePage, name: string, height = DESK.height): Promise<void> => {
  await page.setViewportSize({ ...DESK, height });
  await page.mouse.move(0, height - 1); // no button is to look touched
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    scrollTo(0, 0);
  });
  await page.screenshot({ path: join(OUT, `console-${name}.png`) });
};

async function drawConsole(browser: Browser, stack: Stack): Promise<void> {
  const { lead, colleague } = await gather(browser, stack);
  const reporters = await reportersOf(stack);
  for (const report of REPORTS) await reporters.report(report);
  await lead.goToQueue();
  const deadline = Date.now() + LIMIT_MS;
  while ((await lead.queue()).length < REPORTS.length && Date.now() < deadline) await lead.page.waitForTimeout(500);

  await colleague.goToQueue();
  const theirs = await colleague.waitForCase(({ level }) => level === 1);
  await colleague.openCase(theirs.id);
  await colleague.claim();

  const first = (await lead.queue())[0]?.id ?? "";
  await lead.openCase(first);
  await lead.claim();
  await lead.writeNote("Interprète trouvée pour ce soir. Ne pas écrire avant 20 h : l’appareil est surveillé.");
  await lead.addLabel("restauration");
  // A tick shows once it is signed and kept.
  const interpreter = { name: lead.texts.checklist.interpreter };
  await lead.page.getByRole("checkbox", interpreter).click();
  await lead.page.getByRole("checkbox", { ...interpreter, checked: true }).waitFor();
  await lead.writeReply("Bonjour. Nous pouvons venir ce soir. Êtes-vous en sécurité là où vous êtes ?");
  await lead.sendReply();
  await lead.waitUntilReplied();
  await lead.page.getByText(lead.texts.log.show).click();
  await shoot(lead, "case", await lead.page.evaluate(() => document.documentElement.scrollHeight));
  await lead.goToQueue();
  await lead.waitForCase(({ id, text }) => id === first && text.includes(lead.texts.queue.you));
  await shoot(lead, "queue");
  await lead.goTo("people");
  await shoot(lead, "people");
}

mkdirSync(OUT, { recursive: true });
const stopServer = await startTestServer();
const stack = await startStack({ backend: "postgres" });
const browser = await launchBrowser();
try {
  await drawForm(browser, stack);
  await drawConsole(browser, stack);
  process.stdout.write(`pictures are in ${OUT}\n`);
} finally {
  await browser.close();
  await stack.stop();
  await stopServer();
}
