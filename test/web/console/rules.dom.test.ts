import { describe, expect, it } from "@jest/globals";
import { certifyLead } from "../../../security/ceremony.ts";
import {
  DEFAULT_TRIAGE_RULES,
  fromBase64Url,
  isoDay,
  leadKeyPair,
  signTriageRules,
  toBase64Url,
  verifyTriageRules,
  type TriageRuleSet,
} from "../../../security/index.ts";
import { uuidOf } from "../../../web/console/domain/ids.ts";
import { CATALOGS, CONSOLE_LANGUAGES } from "../../../web/locales/console/index.ts";
import { atWidth } from "../../tools/screens.ts";
import { focusOn, signIn } from "./tools/person.ts";
import { check } from "./tools/screenCheck.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

const shots = process.env["SHOTS"];
const published = () => {
  const { p, unit, today } = scene.unit;
  return verifyTriageRules(p, fromBase64Url(scene.host.state.triageRules ?? ""), unit, today);
};
const ceremony = (change: Partial<TriageRuleSet>): string => {
  const { p, unit, state, today } = scene.unit;
  const signer = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
  return toBase64Url(signTriageRules(p, unit, null, signer, { ...DEFAULT_TRIAGE_RULES, ...change }, today));
};

describe.each(CONSOLE_LANGUAGES)("triage rules in %s", (language) => {
  const { rules: t, people, queue } = CATALOGS[language];

  it("are read as they hold, changed field by field, and signed after what will change was said", async () => {
    const { unit, host } = scene;
    const { p, officer } = unit;
    const { publicKey: leadKey } = await leadKeyPair(p, officer.signingSeed);
    const asked = {
      unitId: fromBase64Url(toBase64Url(unit.roster.unitId)),
      officerId: officer.id,
      name: officer.name,
      leadKey,
    };
    const { certificate } = certifyLead(p, unit.state, asked, unit.today);
    host.state.certificates = [{ serial: 2, officerId: uuidOf(officer.id), certificate: toBase64Url(certificate) }];
    host.state.triageRules = null;
    await inPage(async (page, { complaints }) => {
      const shoot = async (name: string): Promise<void> => {
        if (shots === undefined) return;
        for (const width of [1280, 360]) {
          await atWidth(page, width, () =>
            page.screenshot({ path: `${shots}/rules-${language}-${name}-${width}.png`, fullPage: true }),
          );
        }
      };
      await signIn(page, scene);
      if (language === "en") await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("link", { name: people.places.people }).click();
      await page.getByRole("link", { name: people.places.rules }).click();
      await page.getByText(t.none).waitFor();
      await page.getByText(t.nowStaffed).waitFor();
      await check(page, "rules, none signed");

      await page.getByRole("button", { name: t.edit }).click();
      await page.getByLabel(t.p0, { exact: true }).fill("13");
      await page.getByLabel(t.level1to3("2")).fill("0");
      const monday = page.locator(".rules-day").first();
      await monday.getByLabel(t.from, { exact: true }).fill("17");
      await monday.getByLabel(t.to, { exact: true }).fill("8");
      await page.getByRole("button", { name: t.see }).click();
      for (const problem of ["hours", "days", "order"] as const) await page.getByText(t.problems[problem]).waitFor();
      await focusOn(page.getByLabel(t.p0, { exact: true }));
      await check(page, "rules, refused");
      await shoot("refused");

      await page.getByLabel(t.p0, { exact: true }).fill("2");
      await page.getByLabel(t.level1to3("2")).fill("3");
      await monday.getByLabel(t.from, { exact: true }).fill("8:30");
      await monday.getByLabel(t.to, { exact: true }).fill("17");
      await page.getByRole("button", { name: t.likeMonday }).click();
      const add = (label: string) => page.getByRole("button", { name: `${t.add} ${label}` }).click();
      await page.getByLabel(t.addDay, { exact: true }).fill(isoDay(unit.today - 9));
      await add(t.addDay);
      await page.getByText(t.problems.noDay).waitFor();
      await page.getByLabel(t.addDay, { exact: true }).fill(isoDay(unit.today + 30));
      await add(t.addDay);
      await page.getByRole("button", { name: t.see }).click();
      await page.getByRole("heading", { name: t.review }).waitFor();
      await page.getByText(t.uncoveredText).waitFor(); // nobody is on call for the night
      await check(page, "rules, what will change");
      await shoot("review");
      expect(host.state.triageRules).toBeNull();
      await page.getByRole("button", { name: t.back }).click();
      await page.getByLabel(t.addTurnFrom).fill(isoDay(unit.today - 1));
      await page.getByLabel(t.addTurnWho).selectOption({ index: 0 });
      await add(t.addTurnFrom);
      await shoot("edit");
      await page.getByRole("button", { name: t.see }).click();
      await page.getByText(t.willSign("1")).waitFor();
      expect(await page.getByText(t.uncoveredText).count()).toBe(0);

      // Somebody else publishes: what would change is shown again, against theirs, and then signed on top of it.
      host.state.triageRules = ceremony({ urgentHours: 3 });
      await page.getByRole("button", { name: t.sign }).click();
      await page.getByText(t.conflict).waitFor();
      await page.getByText(t.willSign("2")).waitFor();
      await page.getByText(t.hours("3")).waitFor();
      expect((await published()).version).toBe(1);
      await page.getByRole("button", { name: t.sign }).click();
      await page.getByText(t.done("2")).waitFor();
      const { urgentHours, week, turns, holidays, lead } = await published();
      expect([urgentHours, week[4], week[5], holidays]).toEqual([
        2,
        { from: 510, to: 1020 },
        { from: 0, to: 1440 },
        [unit.today + 30],
      ]);
      expect(turns).toEqual([{ firstDay: unit.today - 1, officerId: officer.id }]);
      expect(lead.key).toEqual(leadKey);
      await page.locator(".facts").getByText(officer.name).waitFor(); // who signed
      await shoot("force");
      expect(complaints.filter((one) => !/favicon/.test(one))).toEqual([]);
    });
  });

  it("are read by an officer who is no lead, who changes nothing; rules of nobody are refused", async () => {
    const [account] = scene.host.state.accounts;
    if (account === undefined) throw new Error("the officer has an account");
    account.officer = { ...account.officer, role: "officer" };
    scene.host.state.triageRules = ceremony({ urgentHours: 4 });
    await inPage(async (page) => {
      await signIn(page, scene);
      if (language === "en") await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("link", { name: t.title }).click();
      await page.getByText(t.hours("4")).waitFor();
      await page.getByText(t.signerUnknown("1")).waitFor();
      expect(await page.getByRole("button", { name: t.edit }).count()).toBe(0);
      await check(page, "rules, an officer's");
      const forged = fromBase64Url(scene.host.state.triageRules ?? "");
      forged[100] = (forged[100] as number) ^ 1;
      scene.host.state.triageRules = toBase64Url(forged);
      scene.host.changed();
      await page.getByText(t.refusedText).waitFor();
      expect(await page.getByText(t.hours("4")).count()).toBe(0);
      await page.getByRole("link", { name: queue.title }).click();
      await page.getByText(queue.rulesRefused).waitFor();
    });
    account.officer = { ...account.officer, role: "lead" };
  });
});
