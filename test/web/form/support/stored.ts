/** What a browser keeps for the pages of an origin, in every place that it has for that. */
import type { BrowserContext, Page } from "playwright-core";

/** Everything that a page of this origin could have stored, asked of the browser. */
export async function storedBy(origin: string, page: Page, context: BrowserContext): Promise<Record<string, unknown>> {
  const session = await context.newCDPSession(page);
  const { usageBreakdown } = await session.send("Storage.getUsageAndQuota", { origin: origin });
  await session.detach();
  const own = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookie: document.cookie,
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  const used = usageBreakdown.filter(({ usage }) => usage > 0).map(({ storageType }) => storageType);
  return { ...own, used, cookies: await context.cookies(origin) };
}

export const NOTHING = {
  local: [],
  session: [],
  cookie: "",
  caches: [],
  databases: [],
  workers: 0,
  used: [],
  cookies: [],
};

/** Opens a document of the same origin that runs nothing of ours. */
export async function openBlank(origin: string, page: Page, body = ""): Promise<void> {
  const address = `${origin}/blank`;
  await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: `<title>x</title>${body}` }));
  await page.goto(address);
}

/** What is there by now, asked without the page. */
export async function storedAfter(origin: string, context: BrowserContext): Promise<Record<string, unknown>> {
  const page = await context.newPage();
  await openBlank(origin, page);
  const found = await storedBy(origin, page, context);
  await page.close();
  return found;
}
