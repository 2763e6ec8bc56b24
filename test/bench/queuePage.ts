/** What the bench of the queue does inside the page: a bare table of as many rows, scrolling, and how long tasks take. */
import type { Page } from "playwright-core";

export interface Scrolled {
  /** Milliseconds between two frames, at most, from one end to the other. */
  readonly longestFrame: number;
  /** Milliseconds of processor that the page's own thread takes for a step, on average: what else the machine does counts little. */
  readonly work: number;
}
export interface Bare extends Scrolled {
  readonly built: number;
  readonly filtered: number;
}

const STEPS = 60;

/** What runs these files keeps the names of functions by a helper of its own, which pages do not have. */
const withNames = (page: Page): Promise<unknown> => page.evaluate("globalThis.__name ??= (it) => it");

/** Scrolls from the top to the end, a step a frame. */
export async function scrollThrough(page: Page): Promise<Scrolled> {
  await withNames(page);
  const metrics = await page.context().newCDPSession(page);
  await metrics.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async (): Promise<number> => {
    const { metrics: all } = await metrics.send("Performance.getMetrics");
    return 1000 * (all.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
  const before = await worked();
  const longestFrame = await page.evaluate(async (steps) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let [before, longest] = [await frame(), 0];
    for (let i = 1; i <= steps; i++) {
      scrollTo(0, (document.documentElement.scrollHeight * i) / steps);
      const now = await frame();
      longest = Math.max(longest, now - before);
      before = now;
    }
    return longest;
  }, STEPS);
  const work = ((await worked()) - before) / STEPS;
  await metrics.detach();
  return { longestFrame, work };
}

/** From here on the page's long tasks are kept (Long Tasks API: those over 50 ms). */
export async function followTasks(page: Page): Promise<void> {
  await withNames(page);
  await page.evaluate(() => {
    const kept: { began: number; ms: number }[] = [];
    Object.assign(globalThis, { longTasks: kept });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) kept.push({ began: startTime, ms: duration });
    }).observe({ type: "longtask" });
  });
}

export interface LongTasks {
  /** While the vault was opened: the passphrase is stretched in one task, which is to take long. */
  readonly signIn: number;
  /** Since the queue was first asked for; 0 where none took 50 ms. */
  readonly longest: number;
  readonly over100: number;
}

export async function taskTimes(page: Page): Promise<LongTasks> {
  const { tasks, asked } = await page.evaluate(() => ({
    tasks: (globalThis as unknown as { longTasks: { began: number; ms: number }[] }).longTasks,
    asked: Math.min(
      ...performance
        .getEntriesByType("resource")
        .filter(({ name }) => new URL(name).pathname === "/v1/queue")
        .map(({ startTime }) => startTime),
    ),
  }));
  const since = tasks.filter(({ began }) => began >= asked).map(({ ms }) => ms);
  return {
    signIn: Math.max(0, ...tasks.filter(({ began }) => began < asked).map(({ ms }) => ms)),
    longest: Math.max(0, ...since),
    over100: since.filter((ms) => ms > 100).length,
  };
}

/** A table with nothing but text, all of its rows in the page: what a queue of as many rows costs where nothing is spared. */
export async function bareTable(page: Page, count: number): Promise<Bare> {
  await page.goto("about:blank");
  await withNames(page);
  const { built, filtered } = await page.evaluate(async (rows) => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const began = performance.now();
    const body = document.createElement("table");
    for (let i = 0; i < rows; i++) {
      const row = body.insertRow();
      const cells = [
        "P3",
        "dans 3 j",
        `alias ${i}`,
        "Fraude de recruteur",
        "Espagnol",
        "Nouveau",
        "Général",
        "à prendre",
      ];
      for (const text of cells) row.insertCell().append(text);
    }
    document.body.append(body);
    await painted();
    const there = performance.now();
    for (const [i, row] of [...body.rows].entries()) row.hidden = i % 15 !== 0;
    await painted();
    const after = performance.now();
    for (const row of body.rows) row.hidden = false;
    await painted();
    return { built: there - began, filtered: after - there };
  }, count);
  return { built, filtered, ...(await scrollThrough(page)) };
}
