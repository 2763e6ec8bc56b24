import { beforeAll, describe, expect, it } from "@jest/globals";
import { admitOfficer, encodeAction, removeOfficer, type VerifiedChain } from "../../../security/index.ts";
import type { ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { renew } from "../../../security/ceremony.ts";
import { openCaseFile } from "../../../web/console/domain/caseFile.ts";
import { goneOf, openGrants, type GrantContext, type Keyring } from "../../../web/console/domain/keyring.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { admissionOf, makeOfficer, makeUnit, type TestUnit } from "../../tools/unit.ts";
import { apiGrant, chainOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf } from "./tools/reports.ts";
import { UNDECIDED } from "./tools/head.ts";

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c01";

describe("a case whose epoch was destroyed", () => {
  let unit: TestUnit;
  let chain: VerifiedChain;
  let context: GrantContext;
  let answer: ReadCaseAnswer;
  beforeAll(async () => {
    unit = await makeUnit();
    const before = (await chainOf(unit)).newest.statement;
    // Somebody left since: the epoch that this case is sealed to is over.
    const colleague = makeOfficer(unit.p, "Agent Roy");
    const request = admissionOf(unit.p, colleague, unit.unit);
    const admitted = await admitOfficer(unit.p, unit.state, request, [1, 2], "officer", unit.today);
    chain = await chainOf(unit, (await removeOfficer(unit.p, admitted.state, colleague.id, unit.today)).state);
    context = { chain, officerId: unit.officer.id, sealing: unit.officer.sealing };
    const entry = await buildEntry(unit.p, {
      caseId: CASE,
      deskId: 1,
      statement: before,
      after: [],
      officer: unit.officer,
      kind: "action",
      content: encodeAction({ code: "claimed" }),
    });
    const head = { level: 2, state: "open" as const, releasedDay: "2026-03-02", dueDay: "2026-03-05", dueHour: null };
    answer = {
      case: { id: CASE, desk: 1, ...head, overdue: false, onCall: false, holder: null, ...UNDECIDED },
      items: [await firstItem(unit, answersWith(), await keysOf(unit))],
      entries: [{ ...entry, day: "2026-03-02" }],
    };
  });
  const open = (keyring: Keyring) => openCaseFile(unit.p, answer, { keyring, chain });

  it("is told apart from one for which no key is held: nothing of it is called wrong, and nothing of it opens", async () => {
    const whole = await open(await openGrants(unit.p, unit.grants.map(apiGrant), context));
    expect([whole.items[0]?.state, whole.log[0]?.said.kind]).toEqual(["report", "action"]);

    const others = unit.grants.filter(({ deskId, epoch }) => deskId !== 1 || epoch !== 1).map(apiGrant);
    const without = await open(await openGrants(unit.p, others, context));
    expect(without.items[0]).toMatchObject({ state: "refused", reason: "other_desk" });
    expect(without.refusedEntries).toMatchObject([{ code: "open_failed" }]);

    const keyring = await openGrants(unit.p, others, { ...context, destroyed: [{ desk: 1, epoch: 1 }] });
    expect([goneOf(keyring, 1, 1), goneOf(keyring, 2, 1)]).toEqual(["destroyed", null]);
    const gone = await open(keyring);
    expect(gone.items[0]).toMatchObject({ state: "refused", reason: "destroyed", summary: null });
    expect(gone.log[0]?.said).toEqual({ kind: "refused", code: "key_destroyed" });
    expect([gone.refusedEntries, gone.missingEntries, gone.report]).toEqual([[], 0, null]);
  });

  it("is an alarm where that epoch is the current one, or never was, and none where it is over", async () => {
    const old = await makeUnit({ today: unit.today - 40 });
    const { state } = await renew(unit.p, old.state, unit.today);
    const later = { ...context, chain: await chainOf({ ...old, today: unit.today }, state) };
    const told = async (desk: number, epoch: number) =>
      (await openGrants(unit.p, [], { ...later, destroyed: [{ desk, epoch }] })).refused;
    const current = later.chain.newest.statement.desks[0]?.epoch ?? 0;
    expect(await told(1, current - 1)).toEqual([]);
    for (const [desk, epoch] of [
      [1, current],
      [1, current + 1],
      [9, 1],
    ] as const) {
      expect(await told(desk, epoch)).toEqual([{ deskId: desk, epoch, code: "not_over" }]);
    }
  });

  it("is refused where that cannot be: item and entry are in doubt, not gone", async () => {
    const current = { ...context, chain: await chainOf(unit) };
    const others = unit.grants.filter(({ deskId, epoch }) => deskId !== 1 || epoch !== 1).map(apiGrant);
    const keyring = await openGrants(unit.p, others, { ...current, destroyed: [{ desk: 1, epoch: 1 }] });
    expect(goneOf(keyring, 1, 1)).toBe("not_over");
    const file = await open(keyring);
    expect(file.items[0]).toMatchObject({ state: "refused", reason: "not_over" });
    expect(file.refusedEntries).toMatchObject([{ code: "open_failed" }]);
  });

  it("opens all the same where a console still holds the key: a host's word destroys nothing", async () => {
    const grants = unit.grants.map(apiGrant);
    const file = await open(await openGrants(unit.p, grants, { ...context, destroyed: [{ desk: 1, epoch: 1 }] }));
    expect(file.items[0]?.state).toBe("report");
  });
});
