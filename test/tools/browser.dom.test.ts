import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { launchBrowser, newPage } from "./browser.ts";
import { atWidth, axeViolations, sidewaysScroll } from "./screens.ts";

/** A page of ours in small: as strict a content policy, one good and one bad version of the same thing. */
const html = (main: string) =>
  `<!doctype html><html lang="fr"><title>Essai</title><meta name="viewport" content="width=device-width"><main><h1>Essai</h1>${main}</main></html>`;
const PAGES: Record<string, string> = {
  "/good": html('<label for="a">Lieu</label><input id="a" size="10">'),
  "/bad": html('<input id="a" size="10"><p style="width: 700px">large</p>'),
};

let browser: Browser;
const server = createServer((request, response) => {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(PAGES[request.url ?? ""] ?? "");
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  server.close();
});

describe("axeViolations()", () => {
  it("finds nothing on a labelled field and names the rule an unlabelled one breaks", async () => {
    const { page, context } = await newPage(browser);
    await page.goto(`${origin}/good`);
    expect(await axeViolations(page)).toEqual([]);
    await page.goto(`${origin}/bad`);
    expect((await axeViolations(page)).join()).toContain("label:");
    await context.close();
  });
});

describe("sidewaysScroll()", () => {
  it("is 0 where everything fits 320 px and the excess where it does not", async () => {
    const { page, context } = await newPage(browser);
    await page.goto(`${origin}/good`);
    expect(await atWidth(page, 320, () => sidewaysScroll(page))).toBe(0);
    await page.goto(`${origin}/bad`);
    expect(await atWidth(page, 320, () => sidewaysScroll(page))).toBeGreaterThan(300);
    await context.close();
  });
});

describe("launchBrowser()", () => {
  it("has a font: a line of text takes up room", async () => {
    const { page, context } = await newPage(browser);
    await page.goto(`${origin}/good`);
    const box = await page.locator("h1").boundingBox();
    expect(box?.height).toBeGreaterThan(10);
    expect(await page.locator("label").innerText()).toBe("Lieu");
    await context.close();
  });
});

describe("newPage()", () => {
  it("shares no cookie between two of them", async () => {
    const [one, other] = [await newPage(browser), await newPage(browser)];
    await one.context.addCookies([{ name: "a", value: "1", url: origin }]);
    expect(await one.context.cookies(origin)).toHaveLength(1);
    expect(await other.context.cookies(origin)).toHaveLength(0);
    await one.context.close();
    await other.context.close();
  });

  it("keeps what the page complains of", async () => {
    const { page, context, complaints } = await newPage(browser);
    await page.goto(`${origin}/good`);
    expect(complaints).toEqual([]);
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error("planted");
      });
    });
    await page.waitForTimeout(100);
    expect(complaints.join()).toContain("planted");
    await context.close();
  });
});
