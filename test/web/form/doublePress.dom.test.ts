import { describe, expect, it } from "@jest/globals";
import { freshPages, page, server, startForm, walk } from "./support/stage.ts";

startForm();
freshPages("en");

const answered = (): Promise<boolean> => page.locator("#main input").first().isChecked();

/** A press that the browser counts as the second of two, wherever the first one was. */
async function pressAsSecond(): Promise<void> {
  const box = await page.locator("#main .choice").first().boundingBox();
  if (!box) throw new Error("no answer is on the screen");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
}

describe("the second of two presses", () => {
  it("answers nothing on the screen that the first one led to, and counts where both were made", async () => {
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.no");
    await walk.answer("subject", "a.subject.me");
    await walk.answer("phone");
    await walk.on("question-kinds");
    await pressAsSecond();
    expect(await answered()).toBe(false);
    await page.locator("#main .choice").first().click();
    expect(await answered()).toBe(true);
    await pressAsSecond();
    expect(await answered()).toBe(false);
  });
});
