import { beforeEach, describe, expect, it } from "@jest/globals";
import { parseCode } from "../../../security/index.ts";
import { formatCode } from "../../tools/codes.ts";
import { freshPages, page, server, startForm, walk } from "./support/stage.ts";

startForm();
freshPages("en");
beforeEach(async () => {
  await walk.open(server.origin);
});

const alert = (): Promise<string> => page.getByRole("alert").innerText();

describe("the code screen", () => {
  it("shows the code only when asked to, and goes on only once it was seen", async () => {
    await walk.toReview();
    await walk.press("continue");
    await walk.on("code");
    expect(await page.locator(".code").count()).toBe(0);
    // The address to come back to has a port here; no other digits stand on the screen yet.
    const { host } = new URL(page.url());
    const text = await page.locator("main").innerText();
    expect(text).toContain(host);
    expect(text).toContain(walk.t("review.intro"));
    expect(text.replace(host, "")).not.toMatch(/\d{3}/);
    await walk.press("code.kept");
    expect(await alert()).toContain(walk.t("code.notShown"));
    const code = await walk.readCode();
    expect(parseCode(code)).toBe(code);
    await walk.press("code.hide");
    expect(await page.locator(".code").count()).toBe(0);
  });

  it.each([
    ["a.phoneChecked.yes", false],
    ["a.phoneChecked.unsure", false],
    ["a.phoneChecked.no", true],
  ] as const)("advises a disguised contact only where nobody checks the phone: %s", async (phone, contact) => {
    await walk.toReview({ phone });
    await walk.press("continue");
    await walk.on("code");
    const text = await page.locator("main").innerText();
    expect(text.includes(walk.t("code.contact"))).toBe(contact);
    expect(text.includes(walk.t("code.noPhone"))).toBe(!contact);
  });

  it("lets nobody send who cannot type two groups back", async () => {
    await walk.toReview();
    await walk.press("continue");
    const code = await walk.readCode();
    await walk.press("code.kept");
    await walk.on("check");
    for (const input of await page.locator("input.digits").all()) await input.fill("000");
    await walk.press("check.send");
    expect(await page.locator("[role=alert] a").count()).toBeGreaterThanOrEqual(1);
    expect(server.asked).toEqual([]);
    // What was typed wrong is linked to, and the link moves the focus without an entry in the history.
    const before = page.url();
    await page.locator("[role=alert] a").first().click();
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("digits");
    expect(page.url()).toBe(before);
    for (const input of await page.locator("input.digits").all()) {
      const group = Number((await input.getAttribute("id"))?.split("-").at(-1));
      const digits = code.slice(3 * group - 3, 3 * group);
      await input.fill(digits.replace(/\d/g, (d) => String.fromCodePoint(0x966 + Number(d))));
    }
    await walk.press("check.send");
    await walk.on("done");
  });

  it("gives practice codes that are valid, different, and sent nowhere", async () => {
    await walk.toReview();
    await walk.press("continue");
    const real = await walk.readCode();
    await walk.press("code.practice");
    await walk.on("practice");
    const read = async (): Promise<string> => {
      await page.locator(".code li").first().waitFor();
      return (await page.locator(".code li").allTextContents()).map((group) => group.trim().split(" ").at(-1)).join("");
    };
    const one = await read();
    await walk.press("practice.new");
    const other = await read();
    for (const code of [one, other]) expect(parseCode(code)).toBe(code);
    expect(new Set([real, one, other]).size).toBe(3);
    expect(server.asked).toEqual([]);
    await page.locator("#back").click();
    expect(await walk.readCode()).toBe(real);
  });

  it("prints the digits and nothing else", async () => {
    await walk.toReview({ narrative: "planted words" });
    await walk.press("continue");
    const code = await walk.readCode();
    await page.emulateMedia({ media: "print" });
    const printed = (await page.locator("body").innerText()).replace(/\s+/g, "");
    expect(printed).toBe(code);
  });

  it("refuses the code inside the report", async () => {
    await walk.toReview();
    await walk.press("continue");
    const code = await walk.readCode();
    await page.locator("#back").click();
    await walk.on("review");
    await page.locator("#change-narrative").click();
    await walk.on("question-narrative");
    await walk.write("f.narrative", `so I do not forget: ${formatCode(code)}`);
    await walk.press("continue");
    expect(await alert()).toContain(walk.t("error.code"));
    await walk.write("f.narrative", "something else, 514 555 0199");
    await walk.press("continue");
    await walk.on("review");
  });
});

describe("required questions", () => {
  it("are the starred ones, and the error takes the focus, links to the field and describes it", async () => {
    await walk.press("intro.start");
    const required: string[] = [];
    for (let i = 0; i < 13; i++) {
      await page.locator('#main[data-screen^="question-"]').waitFor();
      const before = await walk.screen();
      await walk.press("continue");
      if ((await walk.screen()) !== before) continue;
      required.push(before ?? "");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("alert");
      await page.locator("[role=alert] a").press("Enter");
      const focused = page.locator("fieldset input:focus");
      expect(await focused.count()).toBe(1);
      const described = (await page.locator("fieldset").getAttribute("aria-describedby")) ?? "";
      expect(described.split(" ").some((id) => id.endsWith("-error"))).toBe(true);
      await focused.check();
      await walk.press("continue");
      await page.locator(`#main:not([data-screen="${before}"])`).waitFor();
    }
    expect(required).toEqual(["question-danger", "question-subject", "question-kinds"]);
    await walk.on("review");
  });

  it("answers danger now with numbers at once, and lets the person go on", async () => {
    await walk.press("intro.start");
    await walk.on("question-danger");
    const status = page.locator("form [role=status]");
    expect(await status.innerText()).toBe("");
    await walk.tick("a.danger.now");
    expect(await status.innerText()).toContain(walk.t("danger.now.title"));
    expect(await status.innerText()).toContain("911");
    await walk.press("continue");
    await walk.on("question-subject");
  });

  it('keeps "no, ask me first" apart from the services, and ticks it again when none is left', async () => {
    await walk.toReview();
    await page.locator("#change-consent").click();
    await walk.on("question-consent");
    const checked = () =>
      page
        .locator("fieldset input:checked")
        .evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
    expect(await checked()).toEqual(["ask_first"]);
    await walk.tick("a.consent.support", "a.consent.police");
    expect(await checked()).toEqual(["support", "police"]);
    await walk.tick("a.consent.ask_first");
    expect(await checked()).toEqual(["ask_first"]);
    await walk.tick("a.consent.support");
    await page.getByLabel(walk.t("a.consent.support"), { exact: true }).uncheck();
    expect(await checked()).toEqual(["ask_first"]);
  });
});

describe("the keyboard", () => {
  it("carries a whole report without a mouse, the focus on each new heading", async () => {
    await page.locator("#back").focus();
    const focusedTag = () => page.evaluate(() => document.activeElement?.tagName);
    const tabTo = async (name: string): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press("Tab");
        const text = await page.evaluate(() => document.activeElement?.textContent ?? "");
        if (text.trim() === name) return;
      }
      throw new Error(`nothing called ${name} is reached by tab`);
    };
    await tabTo(walk.t("intro.start"));
    await page.keyboard.press("Enter");
    for (let i = 0; i < 13; i++) {
      await page.locator('#main[data-screen^="question-"]').waitFor();
      const screen = await walk.screen();
      expect(await focusedTag()).toBe(screen === "question-child" ? "P" : "H1");
      if (["question-danger", "question-subject", "question-kinds"].includes(screen ?? "")) {
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
      }
      await tabTo(walk.t("continue"));
      await page.keyboard.press("Enter");
      await page.locator(`#main:not([data-screen="${screen}"])`).waitFor();
    }
    await walk.on("review");
    await tabTo(walk.t("continue"));
    await page.keyboard.press("Enter");
    await walk.on("code");
    await tabTo(walk.t("code.show"));
    await page.keyboard.press("Enter");
    const groups = await page.locator(".code li").allTextContents();
    await tabTo(walk.t("code.kept"));
    await page.keyboard.press("Enter");
    await walk.on("check");
    for (let i = 0; i < 2; i++) {
      await page.keyboard.press("Tab");
      const id = await page.evaluate(() => document.activeElement?.id ?? "");
      await page.keyboard.type((groups[Number(id.split("-").at(-1)) - 1] ?? "").trim().slice(-3));
    }
    await page.keyboard.press("Enter");
    await walk.on("done");
    expect(await focusedTag()).toBe("H1");
    expect(server.envelopes()).toHaveLength(1);
  });
});
