/** The least that the form's bytes can take: the same requests, in the same order, of bytes that nothing is done with. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { INTAKE_BODY_BYTES } from "../../security/index.ts";
import { newPage } from "../tools/browser.ts";
import { throttle } from "./line.ts";

export interface BareSizes {
  readonly pageBytes: number;
  readonly catalogBytes: number;
  readonly directoryBytes: number;
}

export interface BareTimes {
  /** Until the page has come whole. */
  readonly pageMs: number;
  /** Until the page has fetched one module more and the frame after it. */
  readonly answerMs: number;
  /** A directory fetched, then a report posted. */
  readonly sendMs: number;
}

const SCRIPT = (catalogBytes: number): string =>
  `<script type="module">await import("/m.js?bytes=${catalogBytes}");` +
  `requestAnimationFrame(() => { document.documentElement.dataset.answered = String(performance.now()); });</script>`;

export async function bareLine(browser: Browser, sizes: BareSizes): Promise<BareTimes> {
  const script = SCRIPT(sizes.catalogBytes);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
    const room = Buffer.alloc(Number(searchParams.get("bytes")), " ");
    const isPage = pathname === "/page";
    const body = isPage ? Buffer.concat([room.subarray(script.length), Buffer.from(script)]) : room;
    response.setHeader("Content-Type", isPage ? "text/html" : "text/javascript");
    response.setHeader("Cache-Control", "no-store");
    request.resume().on("end", () => response.end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { page, context } = await newPage(browser, { viewport: { width: 360, height: 740 } });
  await throttle(page);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/page?bytes=${sizes.pageBytes}`);
  await page.locator("html[data-answered]").waitFor({ state: "attached" });
  const times = await page.evaluate(
    async ([directoryBytes, reportBytes]) => {
      const loaded = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming;
      const began = performance.now();
      await (await fetch(`/d?bytes=${directoryBytes}`)).arrayBuffer();
      await (await fetch("/r?bytes=20", { method: "POST", body: new Uint8Array(reportBytes) })).arrayBuffer();
      const answerMs = Number(document.documentElement.dataset["answered"]);
      return { pageMs: loaded.responseEnd, answerMs, sendMs: performance.now() - began };
    },
    [sizes.directoryBytes, INTAKE_BODY_BYTES[0]] as const,
  );
  await context.close();
  server.closeAllConnections();
  server.close();
  return times;
}
