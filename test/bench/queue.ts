/**
 * `npm run bench:queue [-- --cases 10000]`: the queue with ten thousand open cases in a real browser, against an officer host in
 * memory. Beside each time stands what the same browser takes, in the same run, for a bare table of as many rows: built at once,
 * filtered by hiding rows, scrolled from end to end; of a step of the scroll also the processor's time, which a busy machine
 * changes little. And beside the opening of all summaries what one engine takes for it in Node.
 */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { deskOf, fromBase64Url, KINDS, LANGUAGES, openSummary, sealSummary, slipOf } from "../../security/index.ts";
import { toBase64Url, type DeskSecret, type Kind, type Slip } from "../../security/index.ts";
import { newUuid, uuidBytes } from "../../web/console/domain/ids.ts";
import { answersWith } from "../tools/answers.ts";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { fillSignIn } from "../web/console/tools/person.ts";
import { makeScene, type Scene } from "../web/console/tools/scene.ts";
import { say, table } from "./bench.ts";
import { bareTable, followTasks, scrollThrough, taskTimes, type LongTasks, type Scrolled } from "./queuePage.ts";

const ENGINE_SAMPLE = 300;
const WAIT_MS = 600_000;

const grouped = (n: number): string => new Intl.NumberFormat("fr-CA").format(n);

/** Fills the queue. @returns milliseconds that one engine takes for one summary */
async function fillQueue({ unit, host, cases }: Scene, count: number): Promise<number> {
  const { p, statement } = unit;
  const desk = deskOf(statement, 1);
  const past = host.state.cases.get(cases.past);
  if (past === undefined) throw new Error("the scene has this case");
  const sealed: { itemId: Uint8Array; summary: string }[] = [];
  for (let i = 0; i < count; i++) {
    const [id, item] = [newUuid(p), newUuid(p)];
    const slip: Slip = {
      ...slipOf(answersWith({ kinds: [KINDS[i % KINDS.length] as Kind] })),
      language: LANGUAGES[i % LANGUAGES.length] ?? "fr",
    };
    const place = { deskId: 1, epoch: desk.epoch, itemId: uuidBytes(item), deskKey: desk.sealingKey };
    const summary = toBase64Url(await sealSummary(p, { alias: [i % 2048, (i * 7) % 2048], slip }, place));
    const [first] = past.items;
    if (first === undefined) throw new Error("the case has a report");
    const day = `2026-0${1 + (i % 9)}-1${i % 10}`;
    host.state.cases.set(id, {
      ...past,
      head: { ...past.head, id, level: 2 + (i % 2), releasedDay: day },
      items: [{ ...first, id: item, epoch: desk.epoch, summary }],
    });
    sealed.push({ itemId: place.itemId, summary });
  }
  const { sealing } = unit.desks.find(({ deskId, epoch }) => deskId === 1 && epoch === desk.epoch) as DeskSecret;
  const some = sealed.slice(0, ENGINE_SAMPLE);
  const began = performance.now();
  for (const { itemId, summary } of some) {
    const place = { deskId: 1, epoch: desk.epoch, itemId, secretKey: sealing.secretKey };
    if ((await openSummary(p, fromBase64Url(summary), place)) === null) throw new Error("a summary does not open");
  }
  return (performance.now() - began) / some.length;
}

interface Measured extends Scrolled {
  readonly firstRow: number;
  readonly read: number;
  readonly opened: number;
  readonly filter: number;
  readonly rows: number;
  readonly tasks: LongTasks;
}

async function measureQueue(page: Page, scene: Scene, count: number): Promise<Measured> {
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(scene.host.origin);
  await fillSignIn(page, scene);
  await followTasks(page);
  const began = performance.now();
  await page.locator('tr[aria-busy="false"] a[data-case]').first().waitFor();
  const firstRow = performance.now() - began;
  const all = grouped(count + 8);
  await page.getByText(`Dossiers : ${all}`, { exact: true }).waitFor();
  const read = performance.now() - began;
  const scrolled = await scrollThrough(page);
  await page.locator(".opening").waitFor({ state: "detached" });
  const opened = performance.now() - began;
  await page.evaluate(() => scrollTo(0, 0));
  const rows = await page.locator(".queue tbody tr").count();
  await page.getByRole("button", { name: "Autres filtres" }).click();
  const asked = performance.now();
  await page.getByRole("combobox", { name: "Langue", exact: true }).selectOption("ur");
  await page.getByText(new RegExp(`sur ${all}$`)).waitFor();
  return { firstRow, read, opened, filter: performance.now() - asked, rows, ...scrolled, tasks: await taskTimes(page) };
}

const { cases: wanted = "10000" } = parseArgs({ options: { cases: { type: "string" } } }).values;
const count = Number(wanted);
const scene = await makeScene();
const browser = await launchBrowser();
try {
  scene.host.state.pageCases = 500;
  const oneMs = await fillQueue(scene, count);
  const { page: bare } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
  const limit = await bareTable(bare, count);
  await bare.close();
  const { page } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
  const found = await measureQueue(page, scene, count);
  const line = (what: string, value: number, of: number): string[] => [
    what,
    `${Math.round(value)}`,
    `${Math.round(of)}`,
    (value / of).toFixed(2),
  ];
  say(`${grouped(count)} open cases; ${found.rows} rows stand in the page. Milliseconds.`);
  say(
    table(
      ["", "queue", "limit", "ratio"],
      [
        line("first row opened (bare table: built)", found.firstRow, limit.built),
        line("all heads read (bare table: built)", found.read, limit.built),
        line("all summaries opened (one engine in Node)", found.opened, oneMs * count),
        line("filter by language (bare table: rows hidden)", found.filter, limit.filtered),
        line("longest frame while scrolling (bare table)", found.longestFrame, limit.longestFrame),
        line("a step of the scroll, processor (bare table)", found.work, limit.work),
      ],
    ),
  );
  const { signIn, longest, over100 } = found.tasks;
  say(`Longest task of the page since the queue was asked for: ${Math.round(longest)} ms; ${over100} over 100 ms.`);
  say(`Before it, where the passphrase opens the vault: ${Math.round(signIn)} ms.`);
} finally {
  await browser.close();
  await scene.stop();
}
