/** Passkeys in a real browser, whose authenticator is Chromium's own virtual one: enrolment, sign-in, the officer's account. */
import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { toBase64Url } from "../../../security/index.ts";
import { uuidOf } from "../../../web/console/domain/ids.ts";
import { CATALOGS } from "../../../web/locales/console/index.ts";
import { newPage } from "../../tools/browser.ts";
import { randomUuidBytes } from "../../tools/unit.ts";
import { addAuthenticator } from "../../tools/virtualAuthenticator.ts";
import { fillSignIn, focusOn, STEP_MS } from "./tools/person.ts";
import { PASSPHRASE } from "./tools/scene.ts";
import { check } from "./tools/screenCheck.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";

startConsole();

const t = CATALOGS.fr;
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Passkeys are bound to a name. */
const named = (origin: string): string => origin.replace("127.0.0.1", "localhost");

async function open(path = ""): Promise<Awaited<ReturnType<typeof newPage>>> {
  const tools = await newPage(browser, { viewport: { width: 1280, height: 900 } });
  tools.page.setDefaultTimeout(STEP_MS);
  await tools.page.goto(`${named(scene.host.origin)}/${path}`);
  return tools;
}

describe("a passkey", () => {
  it("enrols an officer and signs them in, and nothing of either is typed", async () => {
    const { unit, host } = scene;
    const code = toBase64Url(unit.p.randomBytes(32));
    host.state.invitation = { code, officerId: uuidOf(randomUuidBytes(unit.p)) };
    const { page, context, complaints } = await open(`#${code}`);
    const authenticator = await addAuthenticator(page);
    await button(page, t.enrol.start).click();
    await page.getByLabel(t.enrol.nameTitle).fill("Camille Roy");
    await button(page, t.enrol.start).click();
    await button(page, t.enrol.written).waitFor();
    const words = (await page.locator(".words li").allInnerTexts()).join(" ");
    await button(page, t.enrol.written).click();
    await page.getByLabel(t.enrol.typeBack).fill(words);
    await button(page, t.enrol.start).click();
    await page.getByRole("radio", { name: t.factor.passkey, checked: true }).waitFor();
    await button(page, t.factor.enrolSubmit).click();
    await page.getByText(t.pending.done).waitFor();

    const [made] = await authenticator.credentials();
    const account = host.state.accounts.find(({ officer }) => officer.name === "Camille Roy");
    expect(made).toMatchObject({ rpId: "localhost", isResidentCredential: true });
    expect(uuidOf(new Uint8Array(Buffer.from(made?.userHandle ?? "", "base64")))).toBe(account?.officer.id);
    expect(JSON.stringify(made)).not.toContain("Camille");

    await page.getByLabel(t.signIn.name).fill("Camille Roy");
    await page.getByLabel(t.signIn.passphrase).fill(words);
    await page.getByRole("radio", { name: t.factor.passkey, checked: true }).waitFor();
    expect(await page.getByLabel(t.signIn.code).count()).toBe(0);
    await authenticator.verifyUser(false);
    await button(page, t.signIn.submit).click();
    await page.getByText(t.errors.passkey.cancelled).waitFor();
    await authenticator.verifyUser(true);
    await button(page, t.signIn.submit).click();
    await page.getByText(t.pending.requestSent).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
    host.state.session = null;
  });

  it("takes the place of digits, has a second one beside it, and is removed by showing that", async () => {
    const { host, unit } = scene;
    const { page, context, complaints } = await open();
    const account = host.state.accounts.find(({ officer }) => officer.name === unit.officer.name);
    const first = await addAuthenticator(page);
    await page.getByRole("radio", { name: t.factor.digits }).check();
    await check(page, "sign-in");
    await fillSignIn(page, scene);
    await page.getByRole("table").waitFor();
    await page.getByRole("link", { name: unit.officer.name }).click();
    await page.getByRole("heading", { name: t.account.title }).waitFor();
    await page.getByText(t.account.withDigits).waitFor();

    await page.getByLabel(t.signIn.code).fill("000000");
    await button(page, t.account.confirmDigits).click();
    await page.getByText(t.errors.confirmationRefused).waitFor();
    await page.getByLabel(t.signIn.code).fill("246801");
    await button(page, t.account.confirmDigits).click();
    await button(page, t.account.create).click();
    await page.getByText(t.account.done).waitFor();
    expect(await page.getByText(t.account.withDigits).count()).toBe(0);
    expect(await button(page, t.account.removeOf(t.account.label("1"))).count()).toBe(0);

    // The same authenticator makes no second one.
    await button(page, t.account.confirm).click();
    await button(page, t.account.create).click();
    await page.getByText(t.errors.passkey.known).waitFor();
    const second = await addAuthenticator(page, "usb");
    await first.touch(false);
    await button(page, t.account.create).click();
    await page.getByText(t.account.label("2"), { exact: true }).waitFor();
    await page.getByText(t.account.kinds.key).waitFor();
    expect(await second.credentials()).toHaveLength(1);

    // With the keyboard alone: the focus goes to what a press has brought, and back to the top.
    await button(page, t.account.removeOf(t.account.label("1"))).press("Enter");
    await check(page, "account");
    await focusOn(button(page, t.account.removeSubmit));
    await page.keyboard.press("Enter");
    await page.getByText(t.account.removed).waitFor();
    await focusOn(page.locator("h1"));
    expect(account?.passkeys?.map(({ item }) => item.number)).toEqual([2]);

    await button(page, t.app.signOut).click();
    const signInAgain = async (): Promise<void> => {
      await page.getByLabel(t.signIn.name).fill(unit.officer.name);
      await page.getByLabel(t.signIn.passphrase).fill(PASSPHRASE);
      await page.getByRole("radio", { name: t.factor.passkey }).check();
      await button(page, t.signIn.submit).click();
    };
    // While the device waits for somebody the button says that, and not that it calculates.
    await second.touch(false);
    await signInAgain();
    await button(page, t.factor.waiting).waitFor();
    await second.touch(true);
    await page.reload();
    await signInAgain();
    await page.getByRole("table").waitFor();
    expect(complaints.filter((each) => !each.includes("403"))).toEqual([]);
    await context.close();
    host.state.session = null;
    if (account !== undefined) account.passkeys = [];
  });
});

describe("a browser or an address without passkeys", () => {
  it("offers digits alone", async () => {
    const { page, context } = await newPage(browser);
    await page.goto(scene.host.origin); // an address of digits has no name that a passkey could be bound to
    await page.getByLabel(t.signIn.code).waitFor();
    expect(await page.getByRole("radio").count()).toBe(0);
    await context.close();
  });
});
