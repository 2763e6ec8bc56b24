import { beforeAll, describe, expect, it } from "@jest/globals";
import { toHex } from "../../security/bytes.ts";
import { parseIsoDay } from "../../security/days.ts";
import { verifyChain, type VerifiedLink } from "../../security/directory.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { wholeDesks, withChange, withOfficer, withoutOfficer } from "../../security/rosterChange.ts";
import { admissionOf, makeOfficer, makeUnit, type TestOfficer, type TestUnit } from "../tools/unit.ts";

const TODAY = parseIsoDay("2026-03-10");
const p = await loadSodium();
const refused = (code: string) => expect.objectContaining({ name: "SecurityError", code });

let unit: TestUnit;
/** A lead on both desks, and a colleague on the general one. */
let newest: VerifiedLink;
let colleague: TestOfficer;
beforeAll(async () => {
  unit = await makeUnit({ engine: p, today: TODAY });
  const { newest: before } = await verifyChain(p, unit.directory, unit.unit, TODAY);
  colleague = makeOfficer(p, "Agent Roy");
  const place = { desks: [1], role: "officer" } as const;
  const officers = withOfficer(before, unit.unit, admissionOf(p, colleague, unit.unit), place);
  newest = { ...before, roster: { ...before.roster, officers } };
});

const placesOf = (officers: readonly { id: Uint8Array; role: string; desks: readonly number[] }[]) =>
  Object.fromEntries(officers.map(({ id, role, desks }) => [toHex(id), `${role} ${desks.join()}`]));

describe("withChange()", () => {
  const change = (desks: readonly number[], role: "lead" | "officer", id = colleague.id) =>
    withChange(newest, id, { desks, role });

  it("gives another role and leaves keys, names and everybody else as they were", () => {
    const { officers, newEpochs } = change([1], "lead");
    expect(placesOf(officers)).toEqual({
      [toHex(unit.officer.id)]: "lead 1,2",
      [toHex(colleague.id)]: "lead 1",
    });
    expect(newEpochs).toEqual([]);
    expect(officers.map(({ role: _role, ...rest }) => rest)).toEqual(
      newest.roster.officers.map(({ role: _role, ...rest }) => rest),
    );
    expect(placesOf(newest.roster.officers)[toHex(colleague.id)]).toBe("officer 1"); // what was is not touched
  });

  it("opens no epoch for a desk that is given, and one for each that is taken away", () => {
    expect(change([1, 2], "officer").newEpochs).toEqual([]);
    expect(change([2], "officer")).toMatchObject({ newEpochs: [] }); // the restricted desk brings the general one along
    expect(placesOf(change([2], "officer").officers)[toHex(colleague.id)]).toBe("officer 1,2");
    const less = change([1], "lead", unit.officer.id);
    expect([less.newEpochs, placesOf(less.officers)[toHex(unit.officer.id)]]).toEqual([[2], "lead 1"]);
  });

  it("refuses whoever is not on the roster, no desk at all, and a desk that does not exist", () => {
    expect(() => change([1], "officer", p.randomBytes(16))).toThrow(refused("out_of_range"));
    expect(() => change([], "officer")).toThrow(refused("out_of_range"));
    expect(() => change([1, 7], "officer")).toThrow(refused("unknown_desk"));
  });
});

describe("withoutOfficer()", () => {
  it("names every desk of whoever goes, and nobody else goes", () => {
    const { removed, officers, newEpochs } = withoutOfficer(newest, unit.officer.id);
    expect([toHex(removed.id), newEpochs]).toEqual([toHex(unit.officer.id), [1, 2]]);
    expect(Object.keys(placesOf(officers))).toEqual([toHex(colleague.id)]);
    expect(() => withoutOfficer(newest, p.randomBytes(16))).toThrow(refused("out_of_range"));
  });
});

describe("withOfficer()", () => {
  it("refuses a name or id that is there, no desk, an unknown desk, and another unit's request", async () => {
    const place = { desks: [1], role: "officer" } as const;
    const admit = (officer: TestOfficer, more: object = {}) =>
      withOfficer(newest, unit.unit, admissionOf(p, officer, unit.unit), { ...place, ...more });
    const another = makeOfficer(p, "Agente Côté");
    expect(admit(another)).toHaveLength(3);
    expect(() => admit(makeOfficer(p, colleague.name))).toThrow(refused("out_of_range"));
    expect(() => admit({ ...another, id: colleague.id })).toThrow(refused("out_of_range"));
    expect(() => admit(another, { desks: [] })).toThrow(refused("out_of_range"));
    expect(() => admit(another, { desks: [9] })).toThrow(refused("unknown_desk"));
    const elsewhere = admissionOf(p, another, (await makeUnit({ engine: p, today: TODAY })).unit);
    expect(() => withOfficer(newest, unit.unit, elsewhere, place)).toThrow(refused("wrong_unit"));
  });
});

describe("wholeDesks()", () => {
  it("puts whoever is on the restricted desk on the general one, each desk once and in order", () => {
    expect([wholeDesks([2]), wholeDesks([1]), wholeDesks([5, 2, 1, 2])]).toEqual([[1, 2], [1], [1, 2, 5]]);
  });
});
