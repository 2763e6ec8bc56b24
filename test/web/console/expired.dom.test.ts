import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { certifyLead } from "../../../security/ceremony.ts";
import { DAY_MS, fromHex, leadKeyPair, toBase64Url, uuidOf, verifyChain } from "../../../security/index.ts";
import { CATALOGS } from "../../../web/locales/console/index.ts";
import { openCase, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

const t = CATALOGS.fr;
/** The day after the directory's last one, in the middle. */
let now: number;
beforeAll(async () => {
  const { unit, host } = scene;
  now = (unit.statement.expiryDay + 1) * DAY_MS + DAY_MS / 2;
  host.state.prepared = [];
  const signing = await leadKeyPair(unit.p, unit.officer.signingSeed);
  const lead = { unitId: fromHex(unit.unit.unitId), officerId: unit.officer.id, name: unit.officer.name };
  const { certificate, serial } = certifyLead(
    unit.p,
    unit.state,
    { ...lead, leadKey: signing.publicKey },
    unit.statement.issueDay,
  );
  const officerId = uuidOf(unit.officer.id);
  host.state.certificates = [{ serial, officerId, certificate: toBase64Url(certificate) }];
});

/** Signs in two weeks from now. */
async function signInLate(page: Page): Promise<void> {
  await page.clock.install({ time: now });
  await signIn(page, scene);
  await page.getByText("La réception est arrêtée").waitFor();
}

describe("a directory that has expired", () => {
  it("is read by an officer, who is told that intake has stopped, and seals nothing until a lead has renewed it", async () => {
    const [account] = scene.host.state.accounts;
    if (account === undefined) throw new Error("the scene has an officer");
    const { officer } = account;
    account.officer = { ...officer, role: "officer" };
    await inPage(async (page) => {
      await signInLate(page);
      await page.getByText("Appelez votre responsable").waitFor();
      expect(await page.getByRole("link", { name: t.expiry.toDirectory }).count()).toBe(0);
      await check(page, "queue, stopped");

      const stored = scene.host.state.cases.get(scene.cases.past);
      if (stored === undefined) throw new Error("the scene has this case");
      await openCase(page, scene.cases.past);
      await page.getByRole("heading", { name: t.case.report }).waitFor();
      await page.getByRole("button", { name: t.case.claim }).click();
      await page.getByText(t.errors.directoryOver).waitFor();
      expect([stored.entries, stored.head.holder]).toEqual([[], null]);
      await check(page, "case, stopped");
    });
    account.officer = officer;
  });

  it("is renewed by a lead in the console, who then works on, and so does everybody else", async () => {
    const { unit, host } = scene;
    const before = host.state.directory.length;
    await inPage(async (page) => {
      await signInLate(page);
      await page.getByRole("link", { name: t.expiry.toDirectory }).click();
      await page.getByRole("button", { name: t.people.directory.renew }).click();
      await page.getByText(t.people.done(String(before + 1))).waitFor();
      expect(await page.getByText("La réception est arrêtée").count()).toBe(0);
      const today = Math.floor(now / DAY_MS);
      const { newest } = await verifyChain(unit.p, host.state.directory, unit.unit, today);
      expect([newest.statement.version, newest.statement.issueDay]).toEqual([before + 1, today]);

      await openCase(page, scene.cases.past);
      await page.getByRole("button", { name: t.case.claim }).click();
      await page.getByRole("button", { name: t.case.releaseClaim, exact: true }).waitFor();
      expect(host.state.cases.get(scene.cases.past)?.entries).toHaveLength(2);
    });
  });
});
