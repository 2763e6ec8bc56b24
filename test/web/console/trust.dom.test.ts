import { describe, expect, it } from "@jest/globals";
import { newPage } from "../../tools/browser.ts";
import { fillSignIn, signIn, STEP_MS } from "./tools/person.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";
import { makeUnit } from "../../tools/unit.ts";

startConsole();

describe("trust at sign-in", () => {
  it("remembers the newest directory in the vault and refuses to go back behind it, on another machine too", async () => {
    const [account] = scene.host.state.accounts;
    const first = await newPage(browser);
    await signIn(first.page, scene);
    expect(account?.vaultCounter).toBe(2);
    await first.context.close();

    const whole = scene.host.state.directory;
    scene.host.state.directory = whole.slice(0, 1);
    const second = await newPage(browser);
    second.page.setDefaultTimeout(STEP_MS);
    await second.page.goto(scene.host.origin);
    await fillSignIn(second.page, scene);
    await second.page.getByText("Ne travaillez pas").waitFor();
    await second.page.getByText("statement_rolled_back").waitFor();
    await second.context.close();
    scene.host.state.directory = whole;
  });

  it("refuses the directory of another unit", async () => {
    const whole = scene.host.state.directory;
    scene.host.state.directory = (await makeUnit()).directory;
    const { page, context } = await newPage(browser);
    page.setDefaultTimeout(STEP_MS);
    await page.goto(scene.host.origin);
    await fillSignIn(page, scene);
    await page.getByText("Ne travaillez pas").waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
    await context.close();
    scene.host.state.directory = whole;
  });

  it("refuses an older vault than this machine has seen", async () => {
    const [account] = scene.host.state.accounts;
    if (account === undefined) throw new Error("the scene has an account");
    const { page, context } = await newPage(browser);
    await signIn(page, scene);
    await page.evaluate((id) => localStorage.setItem(`abri.vault.${id}`, "99"), account.officer.id);
    await page.getByRole("button", { name: "Quitter" }).click();
    await page.getByRole("heading", { name: "Ouvrir une session" }).waitFor();
    await fillSignIn(page, scene);
    await page.getByText("un coffre plus ancien").waitFor();
    await context.close();
  });

  it("says that name, passphrase or code is wrong, and opens nothing", async () => {
    const { page, context } = await newPage(browser);
    await signIn(page, scene, "wrong horse battery staple orbit lantern");
    await page.getByText("ne convient pas").waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
    await context.close();
  });

  it("shows a grant that was refused, and works with the others", async () => {
    const [account] = scene.host.state.accounts;
    if (account === undefined) throw new Error("the scene has an account");
    const { grants } = account;
    account.grants = grants.map((grant, i) => (i === 0 ? { ...grant, signature: grants[1]?.signature ?? "" } : grant));
    const { page, context } = await newPage(browser);
    await signIn(page, scene);
    await page.getByText("Clés refusées : 1").waitFor();
    await context.close();
    account.grants = grants;
  });
});
