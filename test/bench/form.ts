/**
 * `npm run bench:form`: what the form costs a poor telephone: bytes per screen, time until it answers, time from "send" until
 * the report is taken. 400 kbit/s, 400 ms, a processor four times slower; through the reporters' process itself.
 *
 * Each time stands beside what the same bytes take on the same line in the same browser when nothing is done with them.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, CDPSession, Page } from "playwright-core";
import { FORM_LANGUAGES, type FormLanguage } from "../../web/locales/form/languages.ts";
import { INTAKE_BODY_BYTES } from "../../security/index.ts";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { Walker } from "../web/form/support/walk.ts";
import { median, say, table } from "./bench.ts";
import { openStage, type Stage } from "./stage.ts";

const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }; // bytes per second
const PROCESSOR_SLOWER = 4;
const ROUNDS = 3;
/** See the form's design: first screen, whole journey, time until it answers. */
const BUDGET = { firstBytes: 14 * 1024, journeyBytes: 75 * 1024, usableMs: 1_500 };

interface Walk {
  readonly readableMs: number;
  readonly usableMs: number;
  readonly sendMs: number;
  /** Bytes as received, headers and all, by the screen on which they were asked for; in order. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Without headers, as budgets count: what had come when the page answered; everything the page fetches of itself. */
  readonly firstBytes: number;
  readonly journeyBytes: number;
  readonly directoryBytes: number;
}

async function throttle(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  await session.send("Emulation.setCPUThrottlingRate", { rate: PROCESSOR_SLOWER });
  return session;
}

/**
 * Presses the language until the page answers, and writes down when it did. Runs in the page, before its own scripts; as
 * text, because what compiles this file leaves marks in functions that a page does not know.
 */
const pressUntilAnswered = (language: FormLanguage): string => `
  requestAnimationFrame(function press() {
    const main = document.getElementById("main");
    if (main && main.dataset.screen !== "language") {
      document.documentElement.dataset.answered = String(performance.now());
      return;
    }
    main?.querySelector('[data-language="${language}"]')?.click();
    requestAnimationFrame(press);
  });`;

/** The shortest report there is, from an empty cache to "received". */
async function walk(browser: Browser, stage: Stage, language: FormLanguage): Promise<Walk> {
  const { page, context } = await newPage(browser, { locale: `${language}-CA`, viewport: { width: 360, height: 740 } });
  const session = await throttle(page);
  let screen = "language";
  const askedOn = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on("Network.requestWillBeSent", ({ requestId }) => askedOn.set(requestId, screen));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const from = askedOn.get(requestId) ?? "elsewhere";
    bytes.set(from, (bytes.get(from) ?? 0) + encodedDataLength);
  });
  await page.addInitScript(pressUntilAnswered(language));
  await page.goto(stage.url, { waitUntil: "commit" });
  const walker = new Walker(page, language, async (name) => {
    screen = name;
  });
  page.setDefaultTimeout(60_000);
  await walker.on("intro");
  const [readableMs, usableMs] = await page.evaluate(() => [
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    Number(document.documentElement.dataset["answered"]),
  ]);
  await walker.toReview({ narrative: "On ne me paie plus." });
  await walker.press("continue");
  await walker.throughCode();
  const pressed = performance.now();
  await walker.on("done");
  const sendMs = performance.now() - pressed;
  const bodies = await page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((entry) => {
      const { name, responseEnd, encodedBodySize } = entry as PerformanceResourceTiming;
      return { path: new URL(name).pathname, responseEnd, encodedBodySize };
    }),
  );
  await context.close();
  const sizes = (wanted: (body: (typeof bodies)[number]) => boolean): number =>
    bodies.filter(wanted).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  const ofThePage = (path: string): boolean => !path.startsWith("/v1/");
  return {
    readableMs: readableMs ?? NaN,
    usableMs: usableMs ?? NaN,
    sendMs,
    bytes,
    firstBytes: sizes(({ path, responseEnd }) => ofThePage(path) && responseEnd <= (usableMs ?? 0)),
    journeyBytes: sizes(({ path }) => ofThePage(path)),
    directoryBytes: sizes(({ path }) => path === "/v1/directory"),
  };
}

/** The line alone: a document of `down` bytes; then as many bytes fetched and sent as a report needs. */
async function bareLine(browser: Browser, down: number, directory: number): Promise<{ page: number; send: number }> {
  const server = createServer((request, response) => {
    const body = Buffer.alloc(Number(new URL(request.url ?? "", "http://x").searchParams.get("bytes")), " ");
    request.resume().on("end", () => response.setHeader("Content-Type", "text/html").end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { page, context } = await newPage(browser);
  await throttle(page);
  const times: { page: number; send: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?bytes=${down}`);
    times.push(
      await page.evaluate(
        async ([directoryBytes, reportBytes]) => {
          const loaded = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming;
          const began = performance.now();
          await (await fetch(`/?bytes=${directoryBytes}`)).arrayBuffer();
          await (await fetch("/?bytes=20", { method: "POST", body: new Uint8Array(reportBytes) })).arrayBuffer();
          return { page: loaded.responseEnd, send: performance.now() - began };
        },
        [directory, INTAKE_BODY_BYTES[0]] as const,
      ),
    );
  }
  await context.close();
  server.closeAllConnections();
  server.close();
  return { page: median(times.map((time) => time.page)), send: median(times.map((time) => time.send)) };
}

const shown = (value: number, unit = ""): string => `${Math.round(value)}${unit}`;
const ratio = (value: number, limit: number): string => (value / limit).toFixed(2);

async function measure(browser: Browser, stage: Stage, language: FormLanguage): Promise<void> {
  const walks: Walk[] = [];
  while (walks.length < ROUNDS) walks.push(await walk(browser, stage, language));
  const [last] = walks.slice(-1);
  if (last === undefined) return;
  const of = (read: (walk: Walk) => number): number => median(walks.map(read));
  const first = of(({ firstBytes }) => firstBytes);
  const journey = of(({ journeyBytes }) => journeyBytes);
  const all = [...last.bytes.values()].reduce((sum, size) => sum + size, 0);
  const line = await bareLine(browser, first, last.directoryBytes);
  const [readable, usable, sent] = [of((w) => w.readableMs), of((w) => w.usableMs), of((w) => w.sendMs)];
  say(`\n${language}: ${all} bytes received, headers too, by the screen on which they were asked for`);
  say(table(["screen", "bytes"], [...last.bytes]));
  say(
    table(
      ["", "measured", "budget", "ratio", "bare line", "ratio"],
      [
        ["until it answers, bytes", shown(first), BUDGET.firstBytes, ratio(first, BUDGET.firstBytes), "", ""],
        ["whole journey, bytes", shown(journey), BUDGET.journeyBytes, ratio(journey, BUDGET.journeyBytes), "", ""],
        ["readable", shown(readable, " ms"), "", "", shown(line.page, " ms"), ratio(readable, line.page)],
        [
          "answers",
          shown(usable, " ms"),
          shown(BUDGET.usableMs, " ms"),
          ratio(usable, BUDGET.usableMs),
          shown(line.page, " ms"),
          ratio(usable, line.page),
        ],
        ["sealed and sent", shown(sent, " ms"), "", "", shown(line.send, " ms"), ratio(sent, line.send)],
      ],
    ),
  );
}

const stage = await openStage();
const browser = await launchBrowser();
try {
  say(`400 kbit/s, 400 ms, processor x${PROCESSOR_SLOWER}, median of ${ROUNDS} walks`);
  for (const language of FORM_LANGUAGES) await measure(browser, stage, language);
} finally {
  await browser.close();
  await stage.stop();
}
