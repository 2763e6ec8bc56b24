import { beforeAll, describe, expect, it } from "@jest/globals";
import { parseUnitPublic, type UnitPublic } from "../../security/unitPublic.ts";
import { makeUnit } from "../tools/unit.ts";

const refuses = (json: unknown) =>
  expect(() => parseUnitPublic(json)).toThrow(expect.objectContaining({ name: "SecurityError", code: "malformed" }));

describe("parseUnitPublic()", () => {
  let unit: UnitPublic;
  beforeAll(async () => {
    unit = (await makeUnit()).unit;
  });

  it("gives back what a file holds", () => {
    expect(parseUnitPublic(JSON.parse(JSON.stringify(unit)))).toEqual(unit);
  });

  it("refuses a missing field, an unknown one, and what is no object", () => {
    for (const key of Object.keys(unit)) {
      const { [key as keyof UnitPublic]: _, ...rest } = unit;
      refuses(rest);
    }
    refuses({ ...unit, floor: 1 });
    refuses({ ...unit, floors: { ...unit.floors, extra: 1 } });
    for (const json of [null, undefined, 1, "x", [], [unit]]) refuses(json);
  });

  it("refuses floors that are not whole numbers from 1 on", () => {
    expect(parseUnitPublic({ ...unit, floors: { certificateSerial: 9, statementVersion: 9 } }).floors).toEqual({
      certificateSerial: 9,
      statementVersion: 9,
    });
    for (const bad of [0, -1, 1.5, "1", null, Number.NaN]) {
      refuses({ ...unit, floors: { ...unit.floors, statementVersion: bad } });
      refuses({ ...unit, floors: { ...unit.floors, certificateSerial: bad } });
    }
  });

  it("refuses keys and ids of another length or alphabet, and upper case", () => {
    for (const bad of ["", unit.rootKey.slice(2), `${unit.rootKey}00`, "g".repeat(64), "AB".repeat(32), 5]) {
      refuses({ ...unit, rootKey: bad });
    }
    refuses({ ...unit, unitId: "AB".repeat(16) });
  });

  it("refuses another format, names, exit addresses and telephone numbers that cannot be", () => {
    refuses({ ...unit, format: "abri-unit/2" });
    refuses({ ...unit, unitName: { fr: "Unité" } });
    refuses({ ...unit, unitName: { fr: "Unité", en: " " } });
    for (const exitUrl of ["http://example.org/", "javascript:alert(1)", "example.org", ""])
      refuses({ ...unit, exitUrl });
    refuses({ ...unit, demonstration: "no" });
    const name = { fr: "Urgences", en: "Emergency" };
    expect(parseUnitPublic({ ...unit, emergency: [{ name, number: "+1 514 555-0123" }] }).emergency).toHaveLength(1);
    for (const number of ["", "nine", "9", "911<script>", 911]) refuses({ ...unit, emergency: [{ name, number }] });
  });
});
