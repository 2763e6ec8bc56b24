/** The screens as people set their devices: forced colours, no motion, wide spacing, other directions, words without end. */
import { describe, expect, it } from "@jest/globals";
import { atDoubleText, atWidth, sidewaysScroll } from "../../tools/screens.ts";
import { inspector, PHONE } from "./support/inspect.ts";
import { Keys } from "./support/keys.ts";
import { freshPages, page, server, startForm, walk } from "./support/stage.ts";
import { Walker, type Look } from "./support/walk.ts";

const NARROWEST = 320;

startForm();
freshPages("fr", { viewport: { width: PHONE, height: 740 } });

/** Every kind of screen once, with the errors that change their shape. */
async function throughAll(look: Look): Promise<void> {
  const looking = new Walker(page, "fr", look);
  await looking.open(server.origin);
  await looking.press("intro.start");
  await looking.on("question-danger");
  await looking.press("continue");
  await look("question-danger-error");
  await looking.answer("danger", "a.danger.now");
  await looking.answer("subject", "a.subject.helping");
  await looking.on("consent");
  await looking.press("consent.yes");
  await looking.answer("phone", "a.phoneChecked.no");
  await looking.answer("kinds", "a.kinds.pay", "a.kinds.hate");
  await looking.on("question-narrative");
  await looking.write("f.narrative", "Appelez le 514 555 0199");
  await looking.press("continue");
  for (const id of ["when", "accused", "place", "signs", "child", "help", "consent", "comeBack"])
    await looking.answer(id);
  await looking.on("review");
  await looking.tick("review.read");
  await looking.press("continue");
  await looking.on("identifiers");
  await looking.press("continue");
  await looking.on("hand");
  await looking.press("hand.go");
  server.instead.push({ path: "/v1/envelopes", answer: { status: 503, headers: { "retry-after": "30" } } });
  await looking.throughCode();
  await page.locator(".pause:not(:empty)").waitFor();
  await look("sending-pause");
  await looking.press("send.now");
  await looking.on("done");
}

/** A sheet that is not the page's: its content policy allows none in the markup. */
async function restyle(css: string): Promise<void> {
  await page.evaluate((rules) => {
    const own = globalThis as { added?: CSSStyleSheet };
    if (!own.added) document.adoptedStyleSheets = [...document.adoptedStyleSheets, (own.added = new CSSStyleSheet())];
    own.added.replaceSync(rules);
  }, css);
}

/** Narrow windows, with letters as they are and twice as large. */
async function tooWide(): Promise<number> {
  return atWidth(page, NARROWEST, async () =>
    Math.max(await sidewaysScroll(page), await atDoubleText(page, () => sidewaysScroll(page))),
  );
}

describe("the screens", () => {
  it("move nothing for those who want nothing to move", async () => {
    const moving = () =>
      page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);
    const found: Record<string, number> = {};
    await throughAll(async (screen) => {
      await page.emulateMedia({ reducedMotion: "no-preference" });
      const usual = await moving();
      await page.emulateMedia({ reducedMotion: "reduce" });
      if ((await moving()) > 0) found[screen] = await moving();
      if (screen === "sending-pause") expect(usual).toBeGreaterThan(0);
    });
    expect(found).toEqual({});
  });

  it("keep edges and choices in sight when colours are forced", async () => {
    await page.emulateMedia({ forcedColors: "active" });
    const wrong: string[] = [];
    await throughAll(async (screen) => {
      const faults = await page.evaluate(() => {
        const name = (each: Element): string => `${each.className} ${(each.textContent ?? "").trim().slice(0, 30)}`;
        // Backgrounds are gone: an edge is all that is left of a button, a row, a field, a box.
        const edged = "#exit, .primary, .secondary, .choice, .notice, .summary, textarea, [type=text], .code li";
        const bare = [...document.querySelectorAll<HTMLElement>(edged)].filter((each) => {
          const { borderInlineStartStyle, borderInlineStartWidth } = getComputedStyle(each);
          return each.offsetWidth > 0 && (borderInlineStartStyle === "none" || borderInlineStartWidth === "0px");
        });
        // The browser draws its own boxes, which tell by themselves what is chosen.
        const drawn = [...document.querySelectorAll(".choice input")].filter(
          (each) => getComputedStyle(each).appearance === "none",
        );
        return [...bare.map((each) => `no edge: ${name(each)}`), ...drawn.map((each) => `own box: ${name(each)}`)];
      });
      wrong.push(...faults.map((fault) => `${screen}: ${fault}`));
    });
    expect(wrong).toEqual([]);
  });

  it("take letters, words and lines set far apart", async () => {
    const wrong: string[] = [];
    await throughAll(async (screen) => {
      // WCAG 1.4.12
      await restyle(
        "* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important } p { margin-block-end: 2em !important }",
      );
      const over = await tooWide();
      if (over > 0) wrong.push(`${screen}: ${over} px too wide`);
      await restyle("");
    });
    expect(wrong).toEqual([]);
  });

  it("take words without end, as some languages have them", async () => {
    const wrong: string[] = [];
    const lengthen = (long: boolean) =>
      page.evaluate((on) => {
        const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const more = "donaudampfschifffahrtsgesellschaftskapitän";
        for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
          const text = node.nodeValue ?? "";
          // What stands in the bar is short in every language, and numbers are numbers.
          if (text.trim() === "" || node.parentElement?.closest("#top, .code, .numbers strong, template")) continue;
          node.nodeValue = on ? text.trimEnd() + more : text.replace(more, "");
        }
      }, long);
    await throughAll(async (screen) => {
      await lengthen(true);
      const over = await tooWide();
      if (over > 0) wrong.push(`${screen}: ${over} px too wide`);
      await lengthen(false);
    });
    expect(wrong).toEqual([]);
  });

  it("run the other way, with codes and numbers as they are", async () => {
    await page.addInitScript(() => {
      const turn = (): void => {
        const { documentElement: root } = document;
        if (root.dir !== "rtl") root.dir = "rtl";
      };
      const each = { subtree: true, childList: true, attributes: true, attributeFilter: ["dir"] };
      new MutationObserver(turn).observe(document, each);
    });
    const wrong: string[] = [];
    await throughAll(async (screen) => {
      const over = await tooWide();
      if (over > 0) wrong.push(`${screen}: ${over} px too wide`);
      const faults = await page.evaluate(() => {
        const found: string[] = [];
        const middle = (selector: string): number | null => {
          const box = document.querySelector<HTMLElement>(selector)?.getBoundingClientRect();
          return box && box.width > 0 ? box.left + box.width / 2 : null;
        };
        const [exit, back, icon, label] = ["#exit", "#back", ".choice svg", ".choice label"].map(middle);
        if (exit === null || exit === undefined || exit > innerWidth / 2) found.push("quick exit is not at the end");
        if (back !== null && back !== undefined && back < innerWidth / 2) found.push("back is not at the start");
        if (icon && label && icon < label) found.push("a drawing stands after its words");
        for (const number of document.querySelectorAll(".numbers strong, .code, .found, input.digits")) {
          if (getComputedStyle(number).direction !== "ltr") found.push(`turned round: ${number.textContent ?? ""}`);
        }
        return found;
      });
      wrong.push(...faults.map((fault) => `${screen}: ${fault}`));
    });
    expect(wrong).toEqual([]);
  });
});

describe("what looks at the screens", () => {
  it("finds a small target, a wide line, a second heading and a lack of contrast", async () => {
    const { look, wrong } = inspector(page, "fr");
    await walk.open(server.origin);
    await look("intro");
    expect(wrong).toEqual([]);
    await page.evaluate(() => document.querySelector("main h2")?.replaceWith(document.createElement("h1")));
    await restyle(
      ".primary { min-block-size: 0; block-size: 40px } .lead { inline-size: 900px; color: #bbb !important }",
    );
    await look("intro");
    const found = wrong.join("\n");
    for (const each of ["small target", "px too wide", "2 first headings", "color-contrast"])
      expect(found).toContain(each);
  });

  it("finds a stop of the keyboard that cannot be seen", async () => {
    const keys = new Keys(walk);
    await keys.walk.open(server.origin);
    await keys.to("button.primary");
    expect(keys.wrong).toEqual([]);
    await restyle("button:focus-visible { outline: none !important }");
    await keys.to("button.secondary");
    expect(keys.wrong.join()).toContain("no ring");
  });
});
