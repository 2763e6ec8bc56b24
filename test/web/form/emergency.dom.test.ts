/** Whoever is in danger sees whom to call without looking for it: on a small phone, before anything is scrolled. */
import { describe, expect, it } from "@jest/globals";
import { newFollowUpCode } from "../../../security/index.ts";
import { formatCode } from "../../tools/codes.ts";
import { WALKED } from "./support/languages.ts";
import { freshPages, page, server, startForm, walk, walkIn } from "./support/stage.ts";

const PHONE = { width: 360, height: 740 };

startForm();
freshPages("fr", { viewport: PHONE });

/** Whether a number stands whole in the window, without a scroll by whoever reads. */
async function seen(): Promise<boolean> {
  const boxes = await Promise.all(
    (await page.getByText("911", { exact: true }).all()).map((each) => each.boundingBox()),
  );
  return boxes.some((box) => box !== null && box.y >= 0 && box.y + box.height <= PHONE.height);
}

describe.each(WALKED)("the emergency number, in %s", (language) => {
  it("is in sight on the first screen, on the one after it, and when somebody says that they are in danger now", async () => {
    walkIn(language);
    await page.goto(server.origin);
    await walk.on("language");
    expect(await seen()).toBe(true);
    await walk.open(server.origin);
    expect(await seen()).toBe(true);
    await walk.press("intro.start");
    await walk.on("question-danger");
    expect(await seen()).toBe(false); // it is told in the answer, and at the foot
    await walk.tick("a.danger.now");
    expect(await seen()).toBe(true);
    await walk.tick("a.danger.no");
    expect(await seen()).toBe(false);
  });

  it("is in sight when somebody who comes back is in danger now", async () => {
    walkIn(language);
    await walk.open(server.origin, "code");
    await walk.write("enter.label", formatCode(newFollowUpCode(server.unit.p)));
    await walk.press("enter.open");
    await walk.on("mailbox");
    await walk.press("mailbox.write");
    await walk.on("message");
    await walk.tick("a.danger.now");
    expect(await seen()).toBe(true);
  });
});
