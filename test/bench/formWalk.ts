/** One visit to the form on the slow line, measured by what the browser itself says of it. */
import type { Browser, CDPSession, Page } from "playwright-core";
import type { FormLanguage } from "../../web/locales/form/languages.ts";
import { newPage } from "../tools/browser.ts";
import { Walker } from "../web/form/support/walk.ts";
import { throttle } from "./line.ts";

/** All sizes without headers, as budgets count. */
export interface FirstAnswer {
  readonly readableMs: number;
  /** Until a press on a language is answered by the next screen, for who presses from the first frame on. */
  readonly usableMs: number;
  readonly pageBytes: number;
  /** What else had come by then. */
  readonly catalogBytes: number;
}

export interface Walk {
  readonly first: FirstAnswer;
  /** From the press on "send" until "received" stands there. */
  readonly sendMs: number;
  /** Bytes as received, headers and all, by the screen on which they were asked for; in order. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Everything that the page fetches of itself. */
  readonly journeyBytes: number;
  readonly directoryBytes: number;
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

interface Body {
  readonly path: string;
  readonly responseEnd: number;
  readonly size: number;
}

const bodiesOf = (page: Page): Promise<Body[]> =>
  page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((entry) => {
      const { name, responseEnd, encodedBodySize } = entry as PerformanceResourceTiming;
      return { path: new URL(name).pathname, responseEnd, size: encodedBodySize };
    }),
  );

const sum = (bodies: readonly Body[]): number => bodies.reduce((total, { size }) => total + size, 0);
const isOfThePage = ({ path }: Body): boolean => !path.startsWith("/v1/");

/** An empty cache, a telephone set to `locale`, and a press on `language`. */
async function open(
  browser: Browser,
  url: string,
  language: FormLanguage,
  locale: string,
  listen: (session: CDPSession) => void = () => undefined,
): Promise<Page> {
  const { page } = await newPage(browser, { locale, viewport: { width: 360, height: 740 } });
  page.setDefaultTimeout(60_000);
  listen(await throttle(page));
  await page.addInitScript(pressUntilAnswered(language));
  await page.goto(url, { waitUntil: "commit" });
  await page.locator("html[data-answered]").waitFor();
  return page;
}

async function firstAnswerOf(page: Page): Promise<FirstAnswer> {
  const [readableMs, usableMs] = await page.evaluate(() => [
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    Number(document.documentElement.dataset["answered"]),
  ]);
  const [itself, ...others] = await bodiesOf(page);
  return {
    readableMs,
    usableMs,
    pageBytes: itself?.size ?? NaN,
    catalogBytes: sum(others.filter((body) => isOfThePage(body) && body.responseEnd <= usableMs)),
  };
}

export async function openFirst(
  browser: Browser,
  url: string,
  language: FormLanguage,
  locale: string,
): Promise<FirstAnswer> {
  const page = await open(browser, url, language, locale);
  const first = await firstAnswerOf(page);
  await page.context().close();
  return first;
}

/** The shortest report there is, from an empty cache to "received", on a telephone set to the language. */
export async function walkThrough(browser: Browser, url: string, language: FormLanguage): Promise<Walk> {
  let screen = "language";
  const askedOn = new Map<string, string>();
  const bytes = new Map<string, number>();
  const page = await open(browser, url, language, language, (session) => {
    session.on("Network.requestWillBeSent", ({ requestId }) => askedOn.set(requestId, screen));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const from = askedOn.get(requestId) ?? "elsewhere";
      bytes.set(from, (bytes.get(from) ?? 0) + encodedDataLength);
    });
  });
  const walker = new Walker(page, language, async (name) => {
    screen = name;
  });
  page.setDefaultTimeout(60_000);
  await walker.on("intro");
  const first = await firstAnswerOf(page);
  await walker.toReview({ narrative: "On ne me paie plus." });
  await walker.press("continue");
  await walker.throughCode();
  const pressed = performance.now();
  await walker.on("done");
  const sendMs = performance.now() - pressed;
  const bodies = await bodiesOf(page);
  await page.context().close();
  return {
    first,
    sendMs,
    bytes,
    journeyBytes: sum(bodies.filter(isOfThePage)),
    directoryBytes: sum(bodies.filter(({ path }) => path === "/v1/directory")),
  };
}
