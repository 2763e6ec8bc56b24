import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { publishPrepared } from "../../../api/commands/prepareDirectory.ts";
import { publishDirectory } from "../../../api/routes/directory/schema.ts";
import { listGrants, type ListGrantsAnswer } from "../../../api/routes/grants/schema.ts";
import * as prepared from "../../../api/routes/prepared/schema.ts";
import { currentStatement } from "../../../prisma/repositories/directory.ts";
import {
  DAY_MS,
  DESK_GENERAL,
  endOfMonth,
  fromBase64Url,
  isoDay,
  type LeadIssue,
  openGrant,
  preparedDays,
  toBase64Url,
  type VerifiedChain,
} from "../../../security/index.ts";
import { flipBit } from "../../tools/forge.ts";
import { certify, issue, storedChain, versionJson, type CertifiedLead } from "../tools/leads.ts";
import { refusal, startOfficer, type OfficerStage } from "../tools/officer.ts";

let stage: OfficerStage;
let signer: CertifiedLead;
let lead: string;

beforeAll(async () => {
  stage = await startOfficer();
  signer = await certify(stage, stage.lead);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  lead = await stage.signIn(stage.lead);
});

const put = (versions: readonly unknown[], cookie = lead) =>
  stage.call(prepared.putPrepared, { cookie, body: { versions } });
const read = async () =>
  (await stage.call(prepared.readPrepared, { cookie: lead })).json as prepared.ReadPreparedAnswer;
const today = () => Math.floor(stage.clock.now / DAY_MS);
const newest = async (): Promise<number> => (await currentStatement(stage.database.client()))?.version ?? 0;
const health = async (): Promise<unknown> => (await fetch(`${stage.url}/health/ready`)).json();
const deps = () => ({
  db: stage.database.client("abri_officer"),
  primitives: stage.unit.p,
  unit: stage.unit.unit,
  keyStore: stage.keyStore,
  now: () => stage.clock.now,
});

/** Versions on these days, each on top of the one before. */
async function ahead(days: readonly number[], from?: VerifiedChain): Promise<LeadIssue[]> {
  const issues: LeadIssue[] = [];
  let chain = from ?? (await storedChain(stage, today()));
  for (const day of days) {
    const next = await issue(stage, chain, signer, day);
    issues.push(next);
    chain = next.chain;
  }
  return issues;
}

describe("prepared versions", () => {
  it("are kept until their day, and published on it with their grants, once", async () => {
    const nextMonth = endOfMonth(today()) + 1;
    const days = preparedDays((await storedChain(stage)).newest.statement, today(), nextMonth + 14);
    const issues = await ahead(days);
    const before = await newest();
    expect((await put(issues.map(versionJson))).json).toEqual({ done: true });
    const shown = await read();
    expect(shown.versions.map(({ version, issueDay }) => [version, issueDay])).toEqual(
      days.map((day, i) => [before + 1 + i, isoDay(day)]),
    );
    const until = issues.at(-1)?.chain.newest.statement.expiryDay ?? 0;
    expect(shown.until).toBe(isoDay(until));
    expect(await health()).toEqual({ status: "ok", directoryUntil: isoDay(until) });

    const epochs = async () =>
      ((await stage.call(listGrants, { cookie: lead })).json as ListGrantsAnswer).grants.filter(
        ({ desk, epoch }) => desk === DESK_GENERAL && epoch > 1,
      );
    expect(await publishPrepared(deps())).toBeNull();
    expect([await newest(), await epochs()]).toEqual([before, []]);

    stage.clock.now = nextMonth * DAY_MS + 60_000;
    lead = await stage.signIn(stage.lead);
    const done = await Promise.all([publishPrepared(deps()), publishPrepared(deps())]);
    const reached = before + days.indexOf(nextMonth) + 1;
    expect(done).toContain(reached);
    expect(await newest()).toBe(reached);
    expect(await publishPrepared(deps())).toBeNull();
    expect((await read()).versions).toHaveLength(days.filter((day) => day > nextMonth).length);

    const [grant] = await epochs();
    const secret = await openGrant(stage.unit.p, fromBase64Url(grant?.inner ?? ""), {
      deskId: DESK_GENERAL,
      epoch: 2,
      recipient: stage.lead.sealing,
    });
    const opened = issues.flatMap((each) => each.opened).find(({ deskId }) => deskId === DESK_GENERAL);
    expect(secret).toEqual(opened?.secret);
    await storedChain(stage, today());
  });

  it("are void once another version is published in their place, and go when the lead says so", async () => {
    const issues = await ahead([today() + 3, today() + 7]);
    expect((await put(issues.map(versionJson))).status).toBe(200);
    const [other] = await ahead([today()]);
    if (other === undefined) throw new Error("no version");
    const body = { ...versionJson(other), removal: false };
    expect((await stage.call(publishDirectory, { cookie: lead, body })).status).toBe(200);
    expect((await read()).versions).toEqual([]);
    expect(await stage.database.client().preparedGrant.count()).toBe(0);
    expect(refusal(await put(issues.map(versionJson)))).toEqual([409, "directory_conflict"]);

    const [again] = await ahead([today() + 7]);
    if (again === undefined) throw new Error("no version");
    expect((await put([versionJson(again)])).status).toBe(200);
    expect((await stage.call(prepared.dropPrepared, { cookie: lead })).status).toBe(200);
    expect((await read()).versions).toEqual([]);
  });

  it("are refused when they do not verify on their own day, and nothing of them is kept", async () => {
    const [first, second] = await ahead([today() + 7, endOfMonth(today() + 7) + 1]);
    if (first === undefined || second === undefined) throw new Error("no version");
    const good = [versionJson(first), versionJson(second)];
    const [one, two] = [versionJson(first), versionJson(second)];
    const [grant] = second.grants;
    if (grant === undefined) throw new Error("the month's first version opens epochs");
    const past = await ahead([today()]);
    const yesterday = past.map(versionJson);
    for (const [versions, code] of [
      [[{ ...one, statement: toBase64Url(flipBit(first.link.statement, 9000)) }], "directory_refused"],
      [[{ ...one, roster: toBase64Url(flipBit(first.link.roster, 9000)) }], "directory_refused"],
      [[two], "directory_conflict"],
      [[two, one], "directory_refused"],
      [
        [
          one,
          {
            ...two,
            grants: [
              versionJson({ ...second, grants: [{ ...grant, signature: flipBit(grant.signature, 3) }] }).grants[0],
            ],
          },
        ],
        "grant_refused",
      ],
      // An epoch that only the version after it opens.
      [[{ ...one, grants: two.grants }, two], "grant_refused"],
    ] as const) {
      expect(refusal(await put(versions))[1]).toBe(code);
      expect((await read()).versions).toEqual([]);
    }
    stage.clock.now += DAY_MS;
    lead = await stage.signIn(stage.lead);
    expect(refusal(await put(yesterday))).toEqual([400, "directory_refused"]);
    expect((await put(good)).status).toBe(200);
    await stage.call(prepared.dropPrepared, { cookie: lead });
  });

  it("are a lead's to make: others read until when the directory goes on, and those on no roster nothing", async () => {
    const officer = await stage.enrol();
    const cookie = await stage.signIn(officer);
    const [next] = await ahead([today() + 7]);
    if (next === undefined) throw new Error("no version");
    for (const refused of [
      await put([versionJson(next)], cookie),
      await stage.call(prepared.dropPrepared, { cookie }),
      await stage.call(prepared.readPrepared, { cookie }),
    ]) {
      expect(refusal(refused)).toEqual([403, "forbidden"]);
    }
  });

  it("are what keeps the health check from warning: within a week of the end it warns when nothing is behind it", async () => {
    await stage.call(prepared.dropPrepared, { cookie: lead });
    const chain = await storedChain(stage, today());
    stage.clock.now = (chain.newest.statement.expiryDay - 3) * DAY_MS;
    lead = await stage.signIn(stage.lead);
    expect(await health()).toMatchObject({ status: "warning" });
    expect((await read()).soon).toBe(true);
    const days = preparedDays(chain.newest.statement, today(), endOfMonth(endOfMonth(today()) + 1));
    expect((await put((await ahead(days)).map(versionJson))).status).toBe(200);
    expect(await health()).toMatchObject({ status: "ok" });
  });
});
