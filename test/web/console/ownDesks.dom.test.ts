import { describe, expect, it } from "@jest/globals";
import { certifyLead } from "../../../security/ceremony.ts";
import { dayOf, fromHex, leadKeyPair, toBase64Url, verifyChain } from "../../../security/index.ts";
import { uuidOf } from "../../../web/console/domain/ids.ts";
import { CATALOGS } from "../../../web/locales/console/index.ts";
import { atWidth } from "../../tools/screens.ts";
import { claim, openCase, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

const shots = process.env["SHOTS"];
/** As long as a name can be: it fits the narrowest screens too. */
const LONG_NAME = "Exploitation de personnes mineures ou seules dans le pays";
const { ownDesks: d, queue: q } = CATALOGS.fr;

describe("a desk of the unit's own", () => {
  it("is opened by a lead once its name and its officers are right, is named on every screen, and gets a case", async () => {
    const { unit, host } = scene;
    const { p, officer } = unit;
    const signing = await leadKeyPair(p, officer.signingSeed);
    const asked = { unitId: fromHex(unit.unit.unitId), officerId: officer.id, name: officer.name };
    const { certificate } = certifyLead(p, unit.state, { ...asked, leadKey: signing.publicKey }, unit.today);
    host.state.certificates = [{ serial: 2, officerId: uuidOf(officer.id), certificate: toBase64Url(certificate) }];
    host.state.prepared = [];
    const newest = async () => (await verifyChain(p, host.state.directory, unit.unit, dayOf(Date.now()))).newest;
    await inPage(async (page, { complaints }) => {
      const look = async (name: string): Promise<void> => {
        if (shots === undefined) return;
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          for (const width of [1280, 360]) {
            const path = `${shots}/desks-${name}-${width}-${colorScheme}.png`;
            await atWidth(page, width, () => page.screenshot({ path, fullPage: true }));
          }
        }
        await page.emulateMedia({ colorScheme: "light" });
      };
      const button = (name: string) => page.getByRole("button", { name });
      const goTo = (place: string) => page.evaluate((to) => void (location.hash = `#/${to}`), place);
      await signIn(page, scene);
      await goTo("directory");
      await page.getByText(d.none).waitFor();
      await button(d.open).click();
      await look("open-empty");
      await page.getByLabel(d.french).fill("restreint");
      await page.getByLabel(d.english).fill("\u202eMinors");
      await button(d.submit).click();
      for (const wrong of [d.taken, d.unfit, d.whoMissing]) await page.getByText(wrong, { exact: true }).waitFor();
      await page.getByText(d.willNotYou).waitFor();
      await check(page, "open a desk, refused");
      await look("open-refused");
      expect(host.state.directory).toHaveLength(2);

      await page.getByLabel(d.french).fill("  Personnes  mineures ");
      await page.getByLabel(d.english).fill("Minors");
      await page.getByLabel(officer.name).check();
      await page.getByText(d.whoOne).waitFor();
      expect(await page.getByText(d.willNotYou).count()).toBe(0);
      await look("open-filled");
      await page.getByLabel(d.english).press("Enter");
      await page.getByText(d.opened("Personnes mineures")).waitFor();
      const { statement, roster } = await newest();
      expect(statement.desks.map(({ id }) => id)).toEqual([1, 2, 3]);
      expect(roster.deskNames).toEqual([{ desk: 3, name: { fr: "Personnes mineures", en: "Minors" } }]);
      await page.getByText(d.one).waitFor();
      await check(page, "desks");
      await look("opened");

      await button(`${d.rename} Personnes mineures`).click();
      await page.getByLabel(d.french).fill(LONG_NAME);
      await look("rename");
      await button(d.renameSubmit).click();
      await page.getByText(d.renamed(LONG_NAME)).waitFor();
      expect((await newest()).roster.deskNames).toEqual([{ desk: 3, name: { fr: LONG_NAME, en: "Minors" } }]);
      await goTo("people");
      await page.getByRole("cell", { name: `Général, Restreint, ${LONG_NAME}` }).waitFor();

      // Taken off, the only officer of it would leave its keys to nobody: that is said before it is signed.
      await button(`${CATALOGS.fr.people.change} ${officer.name}`).click();
      const emptied = page.getByText(d.emptied(LONG_NAME));
      expect(await emptied.count()).toBe(0);
      await page.getByLabel(LONG_NAME).uncheck();
      await emptied.waitFor();
      await page.getByText(d.noRecovery).waitFor();
      await look("emptied");
      await button(CATALOGS.fr.people.cancel).click();

      // What the host was given for this officer, it hands out: the keys open, and a case moves there and is read.
      const [account] = host.state.accounts;
      const given = host.state.given ?? [];
      if (account === undefined) throw new Error("nobody can sign in");
      expect(given.filter(({ desk }) => desk === 3).map(({ epoch }) => epoch)).toEqual([0, 1]);
      account.grants = [...account.grants, ...given.map(({ officerId: _to, ...grant }) => grant)];
      expect(complaints.filter((one) => !/favicon/.test(one))).toEqual([]);
    });
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      await openCase(page, scene.cases.danger);
      await claim(page);
      await page.getByText("Changer de bureau ou se retirer").click();
      await page.getByLabel("Bureau", { exact: true }).selectOption({ label: LONG_NAME });
      await page.getByLabel("Pourquoi").fill("Une mineure.");
      await check(page, "a long name, to move to");
      await page.getByRole("button", { name: "Signer et confier" }).click();
      await page.getByText("Qui a fait quoi").click();
      await page.locator(".log").getByText(`Confié au bureau ${LONG_NAME}`).waitFor();
      await page.getByText(scene.narrative).waitFor();
      await page.evaluate(() => void (location.hash = "#/queue"));
      await page.getByLabel(q.filterDesk).selectOption({ label: LONG_NAME });
      await page.locator("tbody tr[data-row]").filter({ hasText: LONG_NAME }).waitFor();
      expect(await page.locator("tbody tr[data-row]").count()).toBe(1);
      await check(page, "a long name, in the queue");
      if (shots !== undefined) {
        for (const width of [1280, 360]) {
          await atWidth(page, width, () => page.screenshot({ path: `${shots}/desks-queue-${width}.png` }));
        }
      }
      expect(complaints.filter((one) => !/favicon/.test(one))).toEqual([]);
    });
  });
});
