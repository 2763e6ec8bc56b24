import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { equalBytes, fromHex, toHex } from "../../security/bytes.ts";
import type { CborMap, CborValue } from "../../security/cbor.ts";
import { LABELS } from "../../security/labels.ts";
import { officerOf, ROLES, signRoster, verifyRoster, type RosterOfficer } from "../../security/roster.ts";
import { verifyStatement } from "../../security/statement.ts";
import type { UnitPublic } from "../../security/unitPublic.ts";
import { isOfficerName } from "../../security/officerName.ts";
import { engines } from "../tools/engines.ts";
import { flipBit, resign } from "../tools/forge.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";

const TODAY = 20_000;
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe.each(await engines())("verifyRoster() on $engine", ({ p }) => {
  let made: TestUnit;
  let wire: Uint8Array;
  let lead: Uint8Array;

  beforeAll(async () => {
    made = await makeUnit({ today: TODAY });
    wire = made.roster.bytes;
    lead = made.state.offline.lead.seed;
  });

  /** A statement that names this very roster, so that a refusal is not for the hash's sake. */
  const naming = async (roster: Uint8Array) => {
    const hash = await p.sha256(roster);
    const bytes = resign(p, LABELS.statement, made.statement.bytes, lead, (content) => content.set(8, hash));
    return verifyStatement(p, bytes, made.unit, TODAY);
  };
  const verify = async (roster: Uint8Array, unit: UnitPublic = made.unit) =>
    verifyRoster(p, roster, await naming(roster), unit);
  const changed = (change: (content: Map<number, CborValue>) => void) => resign(p, LABELS.roster, wire, lead, change);
  const changedOfficer = (key: number, value: CborValue) =>
    changed((content) => {
      const [officer] = content.get(3) as readonly CborMap[];
      content.set(3, [new Map(officer).set(key, value)]);
    });
  const refuses = async (code: string, roster: Uint8Array) =>
    expect(verify(roster)).rejects.toMatchObject({ name: "SecurityError", code });

  it("reads the roster that the statement names", async () => {
    const roster = await verifyRoster(p, wire, made.statement, made.unit);
    expect(roster.version).toBe(2);
    const officer = officerOf(roster, made.officer.id);
    expect(officer).toMatchObject({ name: "Agente Tremblay", role: "lead", desks: [1, 2] });
    expect(officer?.sealingKey).toEqual(made.officer.sealing.publicKey);
    expect(officer?.signingKey).toEqual(made.officer.signing.publicKey);
    expect(officerOf(roster, p.randomBytes(16))).toBeNull();
    const [general] = made.state.offline.desks;
    expect(roster.matchingKeyHashes[0]).toEqual({ desk: 1, hash: await p.sha256(general?.matchingKey as Uint8Array) });
  });

  it("refuses a roster that the statement does not name, even one rightly signed", async () => {
    const other = changedOfficer(1, "Someone Else");
    await expect(verify(other)).resolves.toMatchObject({ version: 2 });
    await expect(verifyRoster(p, other, made.statement, made.unit)).rejects.toMatchObject({ code: "roster_mismatch" });
    const first = made.directory[0]?.roster as Uint8Array;
    await expect(verifyRoster(p, first, made.statement, made.unit)).rejects.toMatchObject({ code: "roster_mismatch" });
  });

  it("refuses a signature by another key or under another label", async () => {
    await expect(verify(changed(() => undefined))).resolves.toMatchObject({ version: 2 });
    await refuses("bad_signature", resign(p, LABELS.roster, wire, made.officer.signingSeed));
    await refuses("bad_signature", resign(p, LABELS.statement, wire, lead));
  });

  it("refuses another unit's roster and another version's", async () => {
    await refuses(
      "wrong_unit",
      changed((content) => content.set(0, fromHex("00112233445566778899aabbccddeeff"))),
    );
    await refuses(
      "roster_mismatch",
      changed((content) => content.set(1, 3)),
    );
  });

  it("refuses roles, desks and keys that are out of range", async () => {
    await expect(verify(changedOfficer(2, 0))).resolves.toMatchObject({ version: 2 });
    await refuses("malformed", changedOfficer(2, ROLES.length));
    await refuses("malformed", changedOfficer(4, new Uint8Array(31)));
    await refuses("malformed", changedOfficer(5, [2, 1]));
    await refuses("malformed", changedOfficer(5, [1, 1]));
    await refuses("malformed", changedOfficer(5, [0]));
    await refuses("malformed", changedOfficer(6, 1));
    await refuses("malformed", changedOfficer(1, "x".repeat(201)));
  });

  it("refuses an auditor who is on a desk: the role reads no case", async () => {
    const auditor = (desks: readonly number[]) =>
      changed((content) => {
        const [officer] = content.get(3) as readonly CborMap[];
        content.set(3, [new Map(officer).set(2, ROLES.indexOf("auditor")).set(5, desks)]);
      });
    await expect(verify(auditor([]))).resolves.toMatchObject({ officers: [{ role: "auditor", desks: [] }] });
    await refuses("malformed", auditor([1]));
  });

  it("refuses an officer who is listed twice", async () => {
    await refuses(
      "malformed",
      changed((content) => {
        const [officer] = content.get(3) as readonly CborMap[];
        content.set(3, [officer as CborMap, officer as CborMap]);
      }),
    );
  });

  it("refuses a roster with any bit flipped, also when the statement names the flipped one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(wire.length * 8 - 1), async (bit) => {
        const flipped = flipBit(wire, bit);
        await expect(verifyRoster(p, flipped, made.statement, made.unit)).rejects.toMatchObject({
          code: "roster_mismatch",
        });
        await refuses("bad_signature", flipped);
      }),
      { numRuns: 60 },
    );
  });
});

describe("signRoster()", () => {
  it("gives back what was signed, whatever it was", async () => {
    const made = await makeUnit({ today: TODAY });
    const { p, unit } = made;
    const lead = made.state.offline.lead.seed;
    const officers = fc.uniqueArray(
      fc.record<RosterOfficer>({
        id: bytes(16),
        name: fc.string({ unit: "grapheme", maxLength: 12 }).filter(isOfficerName),
        role: fc.constantFrom(...ROLES),
        sealingKey: bytes(1216),
        signingKey: bytes(32),
        desks: fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { maxLength: 16 }),
      }),
      { selector: ({ id }) => toHex(id), maxLength: 5 },
    );
    const placed = officers.map((list) =>
      list.map((each) => (each.role === "auditor" ? { ...each, desks: [] } : each)),
    );
    await fc.assert(
      fc.asyncProperty(placed, async (list) => {
        const content = { ...made.roster, version: 2, officers: list };
        const wire = signRoster(p, content, lead);
        const hash = await p.sha256(wire);
        const statement = await verifyStatement(
          p,
          resign(p, LABELS.statement, made.statement.bytes, lead, (fields) => fields.set(8, hash)),
          unit,
          TODAY,
        );
        const read = await verifyRoster(p, wire, statement, unit);
        expect(read.officers).toHaveLength(list.length);
        for (const officer of list) {
          const found = read.officers.find(({ id }) => equalBytes(id, officer.id));
          expect(found).toEqual({ ...officer, desks: [...officer.desks].sort((a, b) => a - b) });
        }
      }),
      { numRuns: 30 },
    );
  });
});
