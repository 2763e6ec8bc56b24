/** The walls around the viewer: what a file could do if it ran, and that nothing in it runs. */
import { describe, expect, it } from "@jest/globals";
import type { Frame, Page } from "playwright-core";
import { newPage, type NewPage } from "../../tools/browser.ts";
import { truePng } from "../form/support/pictures.ts";
import { addCaseWithFiles, text, type SentFile } from "./tools/files.ts";
import { openCase, signIn } from "./tools/person.ts";
import { browser, inPage, scene, startConsole } from "./tools/stage.ts";
import { frameOf, inside, openFile, saveFile } from "./tools/viewer.ts";

startConsole();

async function withOpen(files: readonly SentFile[], act: (page: Page, tools: NewPage) => Promise<void>): Promise<void> {
  const { caseId } = await addCaseWithFiles(scene, files);
  await inPage(async (page, tools) => {
    await signIn(page, scene);
    await openCase(page, caseId);
    for (const index of files.keys()) await openFile(page, index);
    await act(page, tools);
  });
}

const PICTURE: SentFile = { name: "a.png", type: "image/png", state: "cleaned", bytes: truePng() };

/** Everything that code in a frame would try, by name, and how it ends. */
const attempts = (frame: Frame | Page, origin: string): Promise<Record<string, string>> =>
  frame.evaluate(async (host) => {
    const tries: Record<string, () => unknown> = {
      "read the page around it": () => parent.document.body.innerText,
      "change the page around it": () => (parent.document.title = "x"),
      "read its own cookies": () => document.cookie,
      "read storage": () => localStorage.length,
      "read the tab's storage": () => sessionStorage.length,
      "open a database": () => indexedDB.open("x"),
      "ask the API": () => fetch(`${host}/v1/session`, { credentials: "include" }).then((answer) => answer.text()),
      "ask another host": () => fetch("http://127.0.0.1:1/"),
      "load a picture": () =>
        new Promise((resolve, reject) => {
          const image = new Image();
          image.addEventListener("load", resolve);
          image.addEventListener("error", () => reject(new Error("refused")));
          image.src = `${host}/v1/picture`;
        }),
      "load a script": () => import(`${host}/v1/script.js`),
      "open a socket": () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(host.replace("http", "ws"));
          socket.addEventListener("open", resolve);
          socket.addEventListener("error", () => reject(new Error("refused")));
        }),
      // A browser takes it whatever becomes of it: only the host can tell.
      "send a beacon": () => {
        navigator.sendBeacon(`${host}/v1/beacon`, "x");
        throw new Error("see the host");
      },
      "start a worker": () => new Worker(URL.createObjectURL(new Blob(["1"], { type: "text/javascript" }))),
      "evaluate text": () => Reflect.construct(Function, ["return 1"]),
      "lead the tab elsewhere": () => (parent.location.href = `${host}/v1/top`),
      "open a window": () => {
        if (window.open(`${host}/v1/window`) === null) throw new Error("refused");
      },
    };
    const outcome: Record<string, string> = {};
    for (const [name, attempt] of Object.entries(tries)) {
      try {
        await attempt();
        outcome[name] = "done";
      } catch {
        outcome[name] = "refused";
      }
    }
    return { ...outcome, origin: self.origin };
  }, origin);

describe("code in the viewer's frame", () => {
  it("reads neither the console nor any storage, asks no host, starts nothing and leads nowhere", async () => {
    await withOpen([PICTURE], async (page) => {
      const { origin, asked } = scene.host;
      const before = asked.length;
      const outcome = await attempts(await frameOf(page, 0), origin);
      const done = Object.entries(outcome).filter(([, how]) => how === "done");
      expect(done).toEqual([]);
      expect(outcome["origin"]).toBe("null");
      expect(Object.keys(outcome).length).toBeGreaterThan(15);
      expect(new URL(page.url()).origin).toBe(origin);
      expect(page.context().pages()).toHaveLength(1);
      // The console itself may do most of it: what refuses is the frame.
      const own = await page.evaluate(async () => {
        const answer = await fetch("/v1/session");
        return [document.title !== "", localStorage.length >= 0, answer.status];
      });
      expect(own).toEqual([true, true, 200]);
      expect(asked.slice(before).map(({ request }) => request)).toEqual(["GET /v1/session"]);
    });
  });

  it("is refused all the same where the frame's own policy is lost: the sandbox is a wall by itself", async () => {
    const { caseId } = await addCaseWithFiles(scene, [PICTURE]);
    const { page, context } = await newPage(browser);
    await page.route("**/viewer.html", async (route) => {
      const answer = await route.fetch();
      const { "content-security-policy": _, ...headers } = answer.headers();
      await route.fulfill({ response: answer, headers });
    });
    await signIn(page, scene);
    await openCase(page, caseId);
    await openFile(page, 0);
    const outcome = await attempts(await frameOf(page, 0), scene.host.origin);
    expect(outcome["origin"]).toBe("null");
    for (const attempt of ["read the page around it", "read its own cookies", "read storage", "ask the API"]) {
      expect({ [attempt]: outcome[attempt] }).toEqual({ [attempt]: "refused" });
    }
    await context.close();
    scene.host.state.session = null;
  });

  it("is an origin of its own when the page is opened by itself, or is not opened at all", async () => {
    const { page, context } = await newPage(browser);
    const came = await page.goto(`${scene.host.origin}/viewer.html`).catch(() => null);
    if (came !== null) {
      expect(await page.evaluate(() => self.origin)).toBe("null");
      expect(await page.locator("body").innerText()).toBe("");
    }
    await context.close();
  });
});

/** What a file would ask the host for if any of it ran, by every way that comes to mind. */
const payload = (name: string): string =>
  `fetch("/v1/ran-${name}");new Image().src="/v1/ran-${name}";try{top.location="/v1/ran-${name}"}catch{}`;
const HTML = (name: string): string =>
  `<!doctype html><body onload='${payload(name)}'><img src=x onerror='${payload(name)}'><script>${payload(name)}</script>` +
  `<iframe srcdoc="<script>1</script>"></iframe><link rel=stylesheet href="/v1/ran-${name}"></body>`;
const SVG = (name: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" onload='${payload(name)}'><script>${payload(name)}</script>` +
  `<image href="/v1/ran-${name}"/><foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="/v1/ran-${name}"/></foreignObject></svg>`;

const ACTIVE: readonly (SentFile & { readonly mark: string; readonly as: string })[] = [
  { mark: "svg", as: "image/svg+xml", name: "dessin.svg", type: "image/svg+xml", bytes: text(SVG("svg")) },
  { mark: "svgpng", as: "image/svg+xml", name: "photo.png", type: "image/png", bytes: text(SVG("svgpng")) },
  { mark: "html", as: "text/html", name: "page.html", type: "text/html", bytes: text(HTML("html")) },
  { mark: "jpg", as: "text/html", name: "photo.jpg", type: "image/jpeg", bytes: text(HTML("jpg")) },
  { mark: "audio", as: "text/html", name: "voix.mp3", type: "audio/mpeg", bytes: text(`ID3\x03\0\0${HTML("audio")}`) },
  {
    mark: "xml",
    as: "application/xhtml+xml",
    name: "x.xhtml",
    type: "application/xhtml+xml",
    bytes: text(
      `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><script>${payload("xml")}</script></body></html>`,
    ),
  },
];

const PDF: SentFile = {
  name: "contrat.pdf",
  type: "application/pdf",
  bytes: text(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL("/v1/ran-pdf"))>>>>endobj\n` +
      `2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n<script>${payload("pdf")}</script>`,
  ),
};
/** A picture that is a page from its second chunk on. */
const BOTH: SentFile = {
  name: "deux.png",
  type: "image/png",
  state: "cleaned",
  bytes: new Uint8Array(Buffer.concat([truePng(), text(HTML("both"))])),
};

const ran = (from = 0): string[] => [
  ...new Set(
    scene.host.asked
      .slice(from)
      .map(({ request }) => request)
      .filter((request) => request.includes("ran-")),
  ),
];

describe("a file with scripts", () => {
  it.each(ACTIVE)("runs when $name is opened as $as, as a careless console would", async ({ mark, as, bytes }) => {
    const { page, context } = await newPage(browser);
    await page.route("**/careless", (route) => route.fulfill({ contentType: as, body: Buffer.from(bytes) }));
    const from = scene.host.asked.length;
    await page.goto(`${scene.host.origin}/careless`).catch(() => null);
    for (let i = 0; i < 1_200 && ran(from).length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ran(from)).toEqual([`GET /v1/ran-${mark}`]);
    await context.close();
  });

  it("runs nothing in the console: not opened, not shown, not saved, whatever it claims to be", async () => {
    const files = [...ACTIVE, PDF, BOTH];
    const from = scene.host.asked.length;
    await withOpen(files, async (page, { context }) => {
      const saved: string[] = [];
      for (const index of files.keys()) {
        const show = inside(page, index).getByRole("button", { name: "Voir l’image" });
        if (await show.isVisible()) await show.click();
        saved.push((await saveFile(page, index)).name.replace(/^attachment-\d+/, ""));
      }
      expect(saved).toEqual([".bin", ".bin", ".bin", ".bin", ".mp3", ".bin", ".pdf", ".png"]);
      // One frame each, and in none of them another document.
      expect(page.frames()).toHaveLength(1 + files.length);
      expect(context.pages()).toHaveLength(1);
      expect(new URL(page.url()).origin).toBe(scene.host.origin);
      for (const index of files.keys()) {
        const frame = await frameOf(page, index);
        expect(
          await frame.evaluate(() => document.querySelectorAll("iframe, script[src], svg, object, embed").length),
        ).toBe(0);
      }
    });
    expect(ran(from)).toEqual([]);
  });
});
