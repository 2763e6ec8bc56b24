import { describe, expect, it } from "@jest/globals";
import { certifyLead } from "../../../security/ceremony.ts";
import { dayOf, fromHex, leadKeyPair, officerFingerprint, toBase64Url, verifyChain } from "../../../security/index.ts";
import type { Locator, Page } from "playwright-core";
import { uuidOf } from "../../../web/console/domain/ids.ts";
import { CATALOGS, CONSOLE_LANGUAGES } from "../../../web/locales/console/index.ts";
import { LONG } from "../../tools/depth.ts";
import { atWidth } from "../../tools/screens.ts";
import { admissionOf, makeOfficer, requestOf } from "../../tools/unit.ts";
import { signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

/** Screens that people.dom holds to the same. */
const CHECKED_BEFORE = ["people", "admit, wrong", "remove", "leads", "directory"];
const shots = process.env["SHOTS"];
/** More tabs than any screen of leads has stops. */
const STOPS_MAX = 80;

/** Goes on with Tab alone until the focus is there. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${String(wanted)}`);
}

/** What the officers' host has now: who is on the roster with which desks, and each desk's epoch. */
async function directory() {
  const { unit, host } = scene;
  const { newest } = await verifyChain(unit.p, host.state.directory, unit.unit, dayOf(Date.now()));
  return {
    desks: Object.fromEntries(newest.roster.officers.map(({ name, desks }) => [name, desks])),
    epochs: newest.statement.desks.map(({ epoch }) => epoch),
  };
}

describe.each(CONSOLE_LANGUAGES)("a lead's day in %s", (language) => {
  const { people: t } = CATALOGS[language];

  it("admits by the keyboard alone, gives and takes a desk, removes, and invites, each said before it is signed", async () => {
    const { unit, host } = scene;
    const { p, officer } = unit;
    const before = host.state.directory;
    const [account] = host.state.accounts;
    if (account === undefined) throw new Error("the officer has an account");
    const vault = { vault: account.vault, vaultCounter: account.vaultCounter };
    const { publicKey: leadKey } = await leadKeyPair(p, officer.signingSeed);
    const asked = { unitId: fromHex(unit.unit.unitId), officerId: officer.id, name: officer.name, leadKey };
    const { certificate } = certifyLead(p, unit.state, asked, unit.today);
    host.state.certificates = [{ serial: 2, officerId: uuidOf(officer.id), certificate: toBase64Url(certificate) }];
    host.state.prepared = [];
    const newcomer = makeOfficer(p, "Agent Roy");
    const request = requestOf(p, newcomer, unit.unit);
    host.state.admissions = [{ officerId: uuidOf(newcomer.id), name: newcomer.name, role: "officer", request }];
    const groups = await officerFingerprint(p, admissionOf(p, newcomer, unit.unit));

    await inPage(async (page, { complaints }) => {
      const look = async (name: string): Promise<void> => {
        if (LONG || !CHECKED_BEFORE.includes(name)) await check(page, name);
        if (shots === undefined) return;
        for (const width of [1280, 360]) {
          await atWidth(page, width, () =>
            page.screenshot({ path: `${shots}/people-${language}-${name}-${width}.png`, fullPage: true }),
          );
        }
      };
      const button = (name: string): Locator => page.getByRole("button", { name, exact: true });
      await signIn(page, scene);
      if (language === "en") await page.getByRole("button", { name: "English" }).click();
      const link = page.getByRole("link", { name: t.places.people });
      await tabTo(page, link);
      await page.keyboard.press("Enter");
      const admit = button(`${t.admit} ${newcomer.name}`);
      await admit.waitFor();
      await look("people");

      await tabTo(page, admit);
      await page.keyboard.press("Enter");
      const field = page.getByLabel(t.fingerprint);
      await field.waitFor();
      await look("admit");
      await page.keyboard.type(groups.replace(/.$/, (last) => (last === "0" ? "1" : "0")));
      await page.keyboard.press("Enter");
      await page.getByText(t.fingerprintWrong).waitFor();
      await look("admit, wrong");
      expect(host.state.directory).toBe(before);
      await tabTo(page, field);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(groups.toUpperCase().replaceAll(" ", "-"));
      await tabTo(page, button(t.admitSubmit));
      await page.keyboard.press("Enter");
      await page.getByText(t.done("3")).waitFor();
      expect((await directory()).desks[newcomer.name]).toEqual([1]);
      await look("admitted");

      // A desk given opens nothing new; a desk taken away opens its next epoch, and the floor has to rise.
      const desk = CATALOGS[language].desks.restricted;
      await button(`${t.change} ${newcomer.name}`).click();
      await page.getByLabel(desk, { exact: true }).check();
      await look("change");
      await button(t.changeSubmit).click();
      await page.getByText(t.done("4")).waitFor();
      expect(await directory()).toMatchObject({ desks: { [newcomer.name]: [1, 2] }, epochs: [1, 1] });
      expect(await page.getByText(t.floorNow).count()).toBe(0);
      await button(`${t.change} ${newcomer.name}`).click();
      await page.getByLabel(desk, { exact: true }).uncheck();
      await button(t.changeSubmit).click();
      await page.getByText("npm run unit -- floor --statement 5").waitFor();
      expect(await directory()).toMatchObject({ desks: { [newcomer.name]: [1] }, epochs: [1, 2] });

      await button(`${t.remove} ${newcomer.name}`).click();
      await page.getByText(t.removeStays).waitFor();
      await look("remove");
      await page.getByLabel(t.removeType(newcomer.name)).fill(newcomer.name);
      await button(t.removeSubmit).click();
      await page.getByText("npm run unit -- floor --statement 6").waitFor();
      const after = await directory();
      expect([Object.keys(after.desks), after.epochs]).toEqual([[officer.name], [2, 2]]);
      await look("removed");

      await button(t.inviteSubmit).click();
      await page.getByText(`${host.origin}/#`).waitFor();
      await look("invited");
      await button(t.close).click();
      await button(t.inviteSubmit).waitFor();
      for (const place of ["leads", "directory"] as const) {
        await page.getByRole("link", { name: t.places[place] }).click();
        await page.getByRole("heading", { level: 1, name: t.places[place] }).waitFor();
        await look(place);
      }
      expect(complaints.filter((one) => !/favicon/.test(one))).toEqual([]);
    });
    // The next language begins where this one did.
    host.state.directory = before;
    host.state.admissions = [];
    Object.assign(account, vault);
  });
});
