/** The worker goes by rules that a lead signed, and hands a P0 that nobody took to whoever is on call. */
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { claimCase } from "../../prisma/repositories/leases.ts";
import { addTriageRules } from "../../prisma/repositories/triageRules.ts";
import { createOfficer } from "../../prisma/repositories/officers.ts";
import { DAY_MS, DEFAULT_TRIAGE_RULES, signTriageRules, verifyTriageRules } from "../../security/index.ts";
import type { TriageRuleSet, VerifiedTriageRules } from "../../security/index.ts";
import { releaseHeld } from "../../workers/jobs/release-held.ts";
import { tickShort } from "../../workers/jobs/tick-short.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";
import { openRules } from "../../workers/rules.ts";
import { newOfficer } from "../prisma/samples.ts";
import { openWorld } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

const HOUR_MS = 3_600_000;

let world: World;
let now: number;
beforeEach(async () => {
  world = await openWorld();
  now = world.unit.today * DAY_MS + 10 * HOUR_MS;
});
afterEach(() => world.close());

const deps = () => ({ ...world.deps, now: () => now });
const sign = (rules: Partial<TriageRuleSet>, before: VerifiedTriageRules | null = null): Uint8Array => {
  const { p, unit, state, today } = world.unit;
  const { seed, certificate } = state.offline.lead;
  const signer = { signing: p.ed25519KeyPair(seed), certificate };
  return signTriageRules(p, unit, before, signer, { ...DEFAULT_TRIAGE_RULES, ...rules }, today);
};
const turns = () => [{ firstDay: world.unit.today - 1, officerId: world.unit.officer.id }];
const nights = Array.from({ length: 7 }, () => ({ from: 8 * 60, to: 9 * 60 }));
const report = async (danger: "now" | "soon"): Promise<void> => {
  const made = await world.make.report({ danger });
  await world.intake(made);
  const data = { intake: world.deps.handles.handleOf(made.id) };
  await runJob(deps(), "triage", { name: triageEnvelope.name, data });
};
const tick = () => runJob(deps(), "triage", { name: tickShort.name, data: {} });
const called = async () => (await world.db.caseRecord.findMany()).map(({ onCall }) => onCall);

describe("triage rules in the worker", () => {
  it("set due times, once they are published", async () => {
    await addTriageRules(world.db, 1, sign({ urgentHours: 4, days: [2, 5, 9] }));
    await report("now");
    await report("soon");
    await runJob(deps(), "release", { name: releaseHeld.name, data: {} });
    const cases = await world.db.caseRecord.findMany({ orderBy: { level: "asc" } });
    expect(cases.map(({ dueDay, dueHour }) => dueHour ?? dueDay)).toEqual([
      new Date(now + 4 * HOUR_MS),
      new Date((world.unit.today + 2) * DAY_MS),
    ]);
  });

  it("hand a P0 that nobody took to whoever is on call, when its time is over", async () => {
    await addTriageRules(world.db, 1, sign({ turns: turns() }));
    await report("now");
    await report("soon");
    await tick();
    expect(await called()).toEqual([false]);
    const before = world.published();
    now += HOUR_MS;
    await tick();
    await tick();
    expect([await called(), world.published()]).toEqual([[true], before + 1]);
  });

  it("hand it over at once when nobody is there, and to nobody when nobody is on call", async () => {
    await addTriageRules(world.db, 1, sign({ week: nights }));
    await report("now");
    await tick();
    expect(await called()).toEqual([false]);
    const { p, unit, today } = world.unit;
    const first = await verifyTriageRules(p, sign({ week: nights }), unit, today);
    await addTriageRules(world.db, 2, sign({ week: nights, turns: turns() }, first));
    await tick();
    expect(await called()).toEqual([true]);
  });

  it("leave a P0 to whoever holds it, for as long as they do", async () => {
    await addTriageRules(world.db, 1, sign({ week: nights, turns: turns() }));
    await report("now");
    const officer = newOfficer({ id: randomUUID() });
    await createOfficer(world.db, officer);
    const [held] = await world.db.caseRecord.findMany();
    if (held === undefined) throw new Error("no case");
    const claim = { caseId: held.id, officerId: officer.id, desks: [held.desk], now: new Date(now), leaseMs: HOUR_MS };
    await claimCase(world.db, claim);
    await tick();
    expect(await called()).toEqual([false]);
    now += 2 * HOUR_MS;
    await tick();
    expect(await called()).toEqual([true]);
  });

  it("are not believed when nobody signed them: what was known goes on, and the log says a code", async () => {
    const rules = openRules({ ...world.deps, unit: world.unit.unit, now: () => now });
    expect(await rules.current()).toEqual(DEFAULT_TRIAGE_RULES);
    const forged = sign({ urgentHours: 9 });
    forged[3] = (forged[3] as number) ^ 1;
    await addTriageRules(world.db, 1, forged);
    expect(await rules.current()).toEqual(DEFAULT_TRIAGE_RULES);
    expect(world.alarms).toEqual(["rules_refused bad_signature"]);
    await world.db.triageRules.deleteMany();
    const first = sign({ urgentHours: 2 });
    await addTriageRules(world.db, 1, first);
    expect((await rules.current()).urgentHours).toBe(2);
    await world.db.triageRules.deleteMany();
    await addTriageRules(world.db, 1, sign({ urgentHours: 9 })); // another version 1, rightly signed
    expect((await rules.current()).urgentHours).toBe(2);
    expect(world.alarms.at(-1)).toBe("rules_refused statement_fork");
  });
});
