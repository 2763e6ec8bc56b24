import { describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { DAY_MS, issueAsLead, preparedDays, uuidOf, verifyChain, type Grant } from "../../../security/index.ts";
import { apiGrant } from "./tools/officer.ts";
import { openCase, signIn, STEP_MS } from "./tools/person.ts";
import { inPage, scene, startConsole } from "./tools/stage.ts";

startConsole();

/** Two months' turns, and thirty days after the first of them. */
const AHEAD_DAYS = 75;

/** The directory as it is so many days from now, every version published in its turn. @returns that day, since 1970 */
async function goAhead(): Promise<number> {
  const { unit, host } = scene;
  const { p, today, state, officer } = unit;
  const { seed, certificate } = state.offline.lead;
  const lead = { signing: p.ed25519KeyPair(seed), certificate };
  let chain = await verifyChain(p, unit.directory, unit.unit, today);
  const grants: Grant[] = [];
  for (const day of preparedDays(chain.newest.statement, today, today + AHEAD_DAYS)) {
    const issue = await issueAsLead(p, unit.unit, chain, lead, { officers: chain.newest.roster.officers }, day);
    host.state.directory = [...host.state.directory, issue.link];
    ({ chain } = issue);
    grants.push(...issue.grants);
  }
  const [account] = host.state.accounts;
  if (account === undefined) throw new Error("the scene has an officer");
  const own = grants.filter(({ officerId }) => uuidOf(officerId) === uuidOf(officer.id));
  account.grants = [...account.grants, ...own.map(apiGrant)];
  host.state.prepared = [];
  return chain.newest.statement.issueDay;
}

/** Cases that open with the keys of a later epoch as well, by id. */
const sealedAgain = (): string[] =>
  [...scene.host.state.cases.values()]
    .filter(({ items }) => items.every(({ rewrap }) => rewrap))
    .map(({ head }) => head.id);

describe("cases that stay open for long", () => {
  it("are sealed again by the console of whoever is signed in, unseen, and open when the old month's keys are gone", async () => {
    const { host, cases } = scene;
    const day = await goAhead();
    const later = async (page: Page): Promise<void> => {
      await page.clock.install({ time: day * DAY_MS + DAY_MS / 2 });
      await signIn(page, scene);
    };
    const readable = [cases.danger, cases.bengali, cases.arabic, cases.restricted].sort();
    // One that cannot be written keeps no other one from it.
    host.state.beforePart = (path) => Promise.resolve(path.endsWith(`${cases.lied}/rewraps`) ? "drop" : undefined);
    await inPage(async (page, { complaints }) => {
      expect(sealedAgain()).toEqual([]);
      await later(page);
      const deadline = Date.now() + STEP_MS;
      while (!readable.every((id) => sealedAgain().includes(id)) && Date.now() < deadline)
        await page.waitForTimeout(100);
      expect(sealedAgain()).toEqual(expect.arrayContaining(readable));
      expect(sealedAgain()).not.toContain(cases.lied);
      const asked = host.asked.filter(({ request }) => request.includes("rewraps"));
      expect(asked.every(({ background }) => background)).toBe(true);
      expect(complaints.filter((one) => !/favicon|ERR_EMPTY_RESPONSE/.test(one))).toEqual([]);
    });
    host.state.beforePart = null;
    const [account] = host.state.accounts;
    if (account === undefined) throw new Error("the scene has an officer");
    account.grants = account.grants.filter(({ epoch }) => epoch !== 1);
    host.state.destroyed = [1, 2].map((desk) => ({ desk, epoch: 1 }));
    await inPage(async (page) => {
      await later(page);
      await openCase(page, cases.danger);
      await page.getByText(scene.narrative).waitFor();
    });
  });
});
