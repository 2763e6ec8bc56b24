/** Drawings beside answers: seen by everybody, told to no screen reader, and large enough to hit. */
import { describe, expect, it } from "@jest/globals";
import { freshPages, page, server, startForm, walk } from "./support/stage.ts";

const LEAST_TARGET_PX = 48;

startForm();
freshPages("fr", { viewport: { width: 360, height: 740 } });

async function atKinds(): Promise<void> {
  await walk.open(server.origin);
  await walk.press("intro.start");
  await walk.answer("danger", "a.danger.no");
  await walk.answer("subject", "a.subject.me");
  await walk.answer("phone");
  await walk.on("question-kinds");
}

describe("an answer", () => {
  it("has a drawing that no screen reader tells, and its words for a name", async () => {
    await atKinds();
    const rows = page.locator(".choice");
    expect(await page.locator(".choice > svg").count()).toBe(await rows.count());
    expect(await page.locator("svg:not([aria-hidden=true])").count()).toBe(0);
    await page.getByRole("checkbox", { name: walk.t("a.kinds.pay"), exact: true }).waitFor();
  });

  it("is chosen by pressing anywhere on its row, its drawing too", async () => {
    await atKinds();
    const row = page.locator(".choice").filter({ hasText: walk.t("a.kinds.hate") });
    for (const part of [row.locator("svg"), row.locator(".hint"), row.locator("label")]) {
      const before = await row.getByRole("checkbox").isChecked();
      await part.scrollIntoViewIfNeeded();
      const box = await part.boundingBox();
      if (!box) throw new Error("the row is not to be seen");
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      expect(await row.getByRole("checkbox").isChecked()).toBe(!before);
    }
  });

  it("is a target of 48 px at least", async () => {
    await atKinds();
    const sizes = await page
      .locator(".choice")
      .evaluateAll((rows) => rows.map((row) => Math.min(row.clientWidth, row.clientHeight)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(LEAST_TARGET_PX);
  });

  it("shows its drawing in the colour of its words when a person forces colours", async () => {
    await atKinds();
    const colours = () =>
      page.locator(".choice").evaluateAll((rows) =>
        rows.map((row) => {
          const [drawing, label] = [row.querySelector("svg path"), row.querySelector("label")];
          if (!drawing || !label) throw new Error("a row lacks a part");
          return [getComputedStyle(drawing).stroke, getComputedStyle(label).color];
        }),
      );
    expect((await colours()).every(([stroke, text]) => stroke !== text)).toBe(true);
    await page.emulateMedia({ forcedColors: "active" });
    expect((await colours()).every(([stroke, text]) => stroke === text)).toBe(true);
  });

  it("is shown with its drawing once more before it is sent", async () => {
    await walk.open(server.origin);
    await walk.toReview();
    const row = page.locator(".answers > div").filter({ hasText: walk.t("q.kinds.title") });
    expect(await row.locator(".picked svg").count()).toBe(1);
    expect(await row.locator(".picked").innerText()).toBe(walk.t("a.kinds.pay"));
  });
});
