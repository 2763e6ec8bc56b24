import { describe, expect, it } from "@jest/globals";
import { certifyLead } from "../../../security/ceremony.ts";
import { dayOf, officerFingerprint, toBase64Url, verifyChain, verifyLeadRequest } from "../../../security/index.ts";
import { uuidOf } from "../../../web/console/domain/ids.ts";
import { CATALOGS, CONSOLE_LANGUAGES } from "../../../web/locales/console/index.ts";
import { admissionOf, makeOfficer, requestOf } from "../../tools/unit.ts";
import { signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

describe.each(CONSOLE_LANGUAGES)("the leads' screens in %s", (language) => {
  const { people: t } = CATALOGS[language];

  it("are accessible, fit 320 pixels, and sign nothing without a certificate, a fingerprint and a name", async () => {
    const { unit, host } = scene;
    const { p } = unit;
    const before = host.state.directory;
    const [account] = host.state.accounts;
    if (account === undefined) throw new Error("the officer has an account");
    const vault = { vault: account.vault, vaultCounter: account.vaultCounter };
    const newcomer = makeOfficer(p, `Agent ${language}`);
    const request = requestOf(p, newcomer, unit.unit);
    host.state.certificates = [];
    host.state.prepared = [];
    host.state.admissions = [
      { officerId: uuidOf(newcomer.id), name: newcomer.name, role: "officer", request },
      { officerId: uuidOf(unit.officer.id), name: "Forged", role: "officer", request: `${request.slice(0, -4)}AAAA` },
    ];
    await inPage(async (page, { complaints }) => {
      await signIn(page, scene);
      if (language === "en") await page.getByRole("button", { name: "English" }).click();
      const goTo = async (place: keyof typeof t.places): Promise<void> => {
        await page.evaluate((to) => {
          location.hash = `#/${to}`;
        }, place);
        await page.getByRole("heading", { level: 1, name: t.places[place] }).waitFor();
        await page.locator("section.people").first().waitFor();
      };

      await goTo("people");
      await page.getByText(t.noCertificate).waitFor();
      await page.getByText(t.damagedRequest).waitFor();
      await check(page, "people");
      const admit = page.getByRole("button", { name: `${t.admit} ${newcomer.name}` });
      await admit.click();
      expect(await page.getByRole("button", { name: t.admitSubmit }).isDisabled()).toBe(true);

      await goTo("leads");
      const own = await page.getByRole("group", { name: t.leads.step1 }).innerText();
      const asked = verifyLeadRequest(p, own, unit.unit);
      const certified = certifyLead(p, unit.state, asked, dayOf(Date.now()));
      const field = page.getByLabel(t.leads.certificate, { exact: true });
      await field.fill(toBase64Url(unit.state.offline.lead.certificate));
      await page.getByRole("button", { name: t.leads.keep }).click();
      await page.getByText(CATALOGS[language].errors.certificateRefused).waitFor();
      await check(page, "leads, refused");
      await field.fill(toBase64Url(certified.certificate));
      await page.getByRole("button", { name: t.leads.keep }).click();
      await page.locator(".notice.good").waitFor();
      await goTo("directory");
      await check(page, "directory");

      await goTo("people");
      await admit.click();
      await page.getByLabel(t.fingerprint).fill("0000 1111 2222 3333 4444 5555 6666 7777");
      await page.getByRole("button", { name: t.admitSubmit }).click();
      await page.getByText(t.fingerprintWrong).waitFor();
      expect(host.state.directory).toBe(before);
      await check(page, "admission, refused");
      // What is compared stands nowhere on this screen.
      const groups = await officerFingerprint(p, admissionOf(p, newcomer, unit.unit));
      expect(await page.locator("body").innerText()).not.toContain(groups.slice(0, 9));
      await page.getByLabel(t.fingerprint).fill(groups);
      await page.keyboard.press("Enter");
      await page.getByText(t.done("3")).waitFor();
      const chain = await verifyChain(p, host.state.directory, unit.unit, dayOf(Date.now()));
      expect(chain.newest.roster.officers.map(({ name }) => name)).toContain(newcomer.name);

      await page.getByRole("button", { name: `${t.remove} ${newcomer.name}` }).click();
      await check(page, "removal");
      await page.getByRole("button", { name: t.removeSubmit }).click();
      await page.getByText(t.removeTypeWrong).waitFor();
      expect(host.state.directory).toHaveLength(3);
      await page.getByRole("button", { name: t.cancel }).click();
      await page.getByRole("button", { name: `${t.remove} ${unit.officer.name}` }).click();
      await page.getByText(t.removeLast).waitFor();
      expect(complaints.filter((one) => !/favicon/.test(one))).toEqual([]);
    });
    // The vault has seen what was published here, and the next language begins where this one did.
    host.state.directory = before;
    Object.assign(account, vault);
  });
});
