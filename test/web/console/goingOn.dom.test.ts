/** What is done with a case may be answered only after the officer has gone on to another. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { inPage, scene, startConsole } from "./tools/stage.ts";
import { claim, openCase, signIn } from "./tools/person.ts";

startConsole();
afterEach(() => {
  scene.host.state.beforePart = null;
});

/** Holds back the answer to a request until it is let go. */
function holdBack(ending: string): { readonly asked: Promise<void>; readonly letGo: () => void } {
  let letGo = (): void => undefined;
  const held = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
  const asked = new Promise<void>((resolve) => {
    scene.host.state.beforePart = (path) => {
      if (!path.endsWith(ending)) return Promise.resolve(undefined);
      resolve();
      return held;
    };
  });
  return { asked, letGo };
}

describe("an officer who goes on to another case before an answer has come", () => {
  it.each([
    ["/claim", "past"],
    ["/release", "bengali"],
  ] as const)("sees the case gone on to, and keeps seeing it: %s", async (ending, name) => {
    await inPage(async (page) => {
      await signIn(page, scene);
      await openCase(page, scene.cases[name]);
      if (ending === "/release") await claim(page);
      const { asked, letGo } = holdBack(ending);
      await page.getByRole("button", { name: ending === "/claim" ? "Prendre en charge" : "Rendre" }).click();
      await asked;
      await openCase(page, scene.cases.restricted);
      await page.getByText("Yo te fouye").waitFor();
      scene.host.asked.length = 0;
      const answered = page.waitForResponse((response) => response.url().endsWith(ending));
      letGo();
      await (await answered).finished();
      await claim(page);
      await page.getByText("Yo te fouye").waitFor();
      const read = scene.host.asked.flatMap(({ request }) => /^GET .v1.cases.(.+)$/.exec(request)?.[1] ?? []);
      expect(new Set(read)).toEqual(new Set([scene.cases.restricted]));
      await page.getByRole("button", { name: "Rendre" }).click();
      await page.getByRole("button", { name: "Prendre en charge" }).waitFor();
    });
  });
});
