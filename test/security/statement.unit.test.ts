import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { fromHex } from "../../security/bytes.ts";
import type { CborMap } from "../../security/cbor.ts";
import { signCertificate } from "../../security/certificate.ts";
import { renew } from "../../security/ceremony.ts";
import { LABELS } from "../../security/labels.ts";
import { deskOf, verifyStatement } from "../../security/statement.ts";
import { lastAllowedDay } from "../../security/statementContent.ts";
import type { UnitPublic } from "../../security/unitPublic.ts";
import { engines } from "../tools/engines.ts";
import { changeDesk, flipBit, resign, resignBytes } from "../tools/forge.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";

const TODAY = 20_000; // 2024-10-04: the month's end is far
const YEAR = 365;

describe.each(await engines())("verifyStatement() on $engine", ({ p }) => {
  let made: TestUnit;
  let wire: Uint8Array;
  let lead: Uint8Array;
  let root: Uint8Array;
  let unit: UnitPublic;

  beforeAll(async () => {
    made = await makeUnit({ today: TODAY });
    wire = made.statement.bytes;
    lead = made.state.offline.lead.seed;
    root = made.state.offline.root as Uint8Array;
    unit = made.unit;
    await accepts(wire);
  });

  const verify = (bytes: Uint8Array, today = TODAY, of = unit) => verifyStatement(p, bytes, of, today);
  const accepts = async (bytes: Uint8Array, today = TODAY, of = unit) =>
    expect((await verify(bytes, today, of)).version).toBe(2);
  const refuses = async (code: string, bytes: Uint8Array, today = TODAY, of = unit) =>
    expect(verify(bytes, today, of)).rejects.toMatchObject({ name: "SecurityError", code });
  const certify = (change: Partial<Parameters<typeof signCertificate>[1]>, secretKey = root) =>
    signCertificate(
      p,
      {
        unitId: fromHex(unit.unitId),
        serial: 1,
        key: made.statement.lead.key,
        firstDay: TODAY,
        lastDay: TODAY + 30,
        ...change,
      },
      secretKey,
    );
  const withCertificate = (certificate: Uint8Array, secretKey = lead) =>
    resign(p, LABELS.statement, wire, secretKey, (content) => content.set(7, certificate));

  const long = (lastDay: number) =>
    withCertificate(resign(p, LABELS.lead, certify({}), root, (content) => content.set(4, lastDay)));
  const floored = (statementVersion: number) => ({ ...unit, floors: { ...unit.floors, statementVersion } });
  const changed = (f: (content: Map<number, never>) => void) =>
    resign(p, LABELS.statement, wire, lead, f as (content: Map<number, unknown>) => void);
  const order = (f: (desks: readonly CborMap[]) => readonly CborMap[]) =>
    resign(p, LABELS.statement, wire, lead, (content) => content.set(5, f(content.get(5) as readonly CborMap[])));
  const withEarlier = (epoch: number) =>
    resign(p, LABELS.statement, wire, lead, (content) => {
      changeDesk(content, 1, 5);
      changeDesk(content, 5, earlier(epoch));
    });
  const lasting = (expiryDay: number, epochLastDay: number) =>
    resign(p, LABELS.statement, wire, lead, (content) => {
      content.set(4, expiryDay);
      changeDesk(content, 2, epochLastDay);
    });

  it("reads a statement that is in order", async () => {
    const statement = await verify(wire);
    expect(statement.bytes).toEqual(wire);
    expect(statement.hash).toEqual(await p.sha256(wire));
    expect(statement.desks.map(({ id, epoch }) => [id, epoch])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(statement.triageKey).toEqual(p.xwingKeyPair(made.triageSecret).publicKey);
    expect(deskOf(statement, 2).sealingKey).toEqual(made.desks[1]?.sealing.publicKey);
    expect(() => deskOf(statement, 3)).toThrow(expect.objectContaining({ code: "unknown_desk" }));
  });

  it("refuses a stripped signature", async () => {
    await refuses("malformed", wire.slice(0, 64));
    await refuses("malformed", wire.slice(64));
    const zeros = wire.slice();
    zeros.fill(0, 0, 64);
    await refuses("bad_signature", zeros);
  });

  it("refuses a signature by another key", async () => {
    await accepts(resign(p, LABELS.statement, wire, lead));
    await refuses("bad_signature", resign(p, LABELS.statement, wire, p.randomBytes(32)));
    await refuses("bad_signature", resign(p, LABELS.statement, wire, root));
  });

  it("refuses a signature made under another label", async () => {
    await refuses("bad_signature", resign(p, LABELS.roster, wire, lead));
    await refuses("bad_signature", resign(p, LABELS.lead, wire, lead));
  });

  it("refuses a certificate by another root", async () => {
    await accepts(withCertificate(certify({})));
    await refuses("bad_signature", withCertificate(certify({}, p.randomBytes(32))));
  });

  it("refuses a certificate that the lead made for another key", async () => {
    const other = p.ed25519KeyPair(p.randomBytes(32));
    const forged = certify({ key: other.publicKey }, lead);
    await refuses("bad_signature", withCertificate(forged, other.secretKey));
  });

  it("refuses a lead's own signature passed off as a certificate's", async () => {
    await refuses("bad_signature", withCertificate(resign(p, LABELS.statement, certify({}), root)));
  });

  it("refuses a certificate that has expired", async () => {
    const certificate = withCertificate(certify({ lastDay: TODAY + 3 }));
    await accepts(certificate, TODAY + 3);
    await refuses("certificate_expired", certificate, TODAY + 4);
  });

  it("refuses a certificate that is not valid yet", async () => {
    await refuses("certificate_not_valid_yet", withCertificate(certify({ firstDay: TODAY + 1 })));
    await refuses("certificate_not_valid_yet", withCertificate(certify({ firstDay: TODAY + 1 })), TODAY + 1);
  });

  it("refuses a certificate that would last longer than 400 days", async () => {
    await accepts(long(TODAY + 399));
    await refuses("malformed", long(TODAY + 400));
    await refuses("malformed", long(TODAY - 1));
    expect(() => certify({ lastDay: TODAY + 400 })).toThrow(expect.objectContaining({ code: "out_of_range" }));
  });

  it("refuses a certificate whose serial is below the floor", async () => {
    const floors = { ...unit.floors, certificateSerial: 2 };
    await accepts(withCertificate(certify({ serial: 2 })), TODAY, { ...unit, floors });
    await refuses("certificate_revoked", wire, TODAY, { ...unit, floors });
  });

  it("refuses a statement that has expired", async () => {
    const { expiryDay } = made.statement;
    expect(expiryDay).toBe(TODAY + 14);
    await accepts(wire, expiryDay);
    await refuses("statement_expired", wire, expiryDay + 1);
  });

  it("refuses a statement that is not valid yet", async () => {
    const later = resign(p, LABELS.statement, wire, lead, (content) => content.set(3, TODAY + 1));
    await accepts(later, TODAY + 1);
    await refuses("statement_not_valid_yet", later, TODAY);
  });

  it("refuses every statement on a day that is none", async () => {
    await accepts(wire, TODAY);
    await refuses("certificate_not_valid_yet", wire, Number.NaN);
  });

  it("refuses a statement rolled back below the floor", async () => {
    await accepts(wire, TODAY, floored(2));
    await refuses("statement_rolled_back", wire, TODAY, floored(3));
  });

  it("refuses a statement older than the newest seen", async () => {
    const { state } = await renew(p, made.state, TODAY);
    const newer = await verifyStatement(p, state.directory[2]?.statement as Uint8Array, unit, TODAY);
    await expect(verifyStatement(p, wire, unit, TODAY, made.statement)).resolves.toMatchObject({ version: 2 });
    await expect(verifyStatement(p, newer.bytes, unit, TODAY, made.statement)).resolves.toMatchObject({ version: 3 });
    await expect(verifyStatement(p, wire, unit, TODAY, newer)).rejects.toMatchObject({ code: "statement_rolled_back" });
  });

  it("refuses a fork: the same version in other bytes", async () => {
    const fork = resign(p, LABELS.statement, wire, lead, (content) => content.set(8, p.randomBytes(32)));
    await accepts(fork);
    await expect(verifyStatement(p, fork, unit, TODAY, made.statement)).rejects.toMatchObject({
      code: "statement_fork",
    });
  });

  it("refuses the statement of another unit", async () => {
    const other = "00112233445566778899aabbccddeeff";
    await refuses("wrong_unit", wire, TODAY, { ...unit, unitId: other });
    const mixed = resign(p, LABELS.statement, wire, lead, (content) => content.set(0, fromHex(other)));
    await refuses("wrong_unit", mixed);
    const { unit: stranger } = await makeUnit({ today: TODAY });
    await refuses("wrong_unit", wire, TODAY, stranger);
    await refuses("bad_signature", wire, TODAY, { ...stranger, unitId: unit.unitId });
  });

  it("refuses CBOR that is not canonical", async () => {
    const version = 18 + 1; // where the encoded key of field 1 stands: after the map's head and field 0
    const overlong = resignBytes(p, LABELS.statement, wire, lead, (content) => {
      expect(content.slice(version, version + 2)).toEqual(Uint8Array.of(0x01, 0x02));
      return Uint8Array.of(...content.slice(0, version + 1), 0x18, ...content.slice(version + 1));
    });
    await refuses("non_canonical", overlong); // 2 written in two bytes
    const unordered = resignBytes(p, LABELS.statement, wire, lead, (content) => swapFirstTwoFields(content));
    await refuses("non_canonical", unordered);
  });

  it("refuses trailing bytes, in the content and after it", async () => {
    await refuses("malformed", resignBytes(p, LABELS.statement, wire, lead, longer));
    await refuses("malformed", longer(wire));
  });

  it("refuses a truncated statement", async () => {
    for (const length of [0, 1, 63, 64, 65, 100, wire.length - 1]) await refuses("malformed", wire.slice(0, length));
  });

  it("refuses an unknown, a missing and a wrong field", async () => {
    await refuses(
      "malformed",
      changed((content) => content.set(9, 1 as never)),
    );
    await refuses(
      "malformed",
      changed((content) => content.delete(6)),
    );
    await refuses(
      "malformed",
      changed((content) => content.set(1, 0 as never)),
    );
    await refuses(
      "malformed",
      changed((content) => content.set(2, new Uint8Array(32) as never)),
    );
    await refuses(
      "malformed",
      changed((content) => content.set(6, new Uint8Array(1215) as never)),
    );
  });

  it("refuses desks out of order or named twice, and epochs out of order", async () => {
    await accepts(order((desks) => desks));
    await refuses(
      "malformed",
      order((desks) => [...desks].reverse()),
    );
    await refuses(
      "malformed",
      order((desks) => [...desks, ...desks.slice(1)]),
    );
    await accepts(withEarlier(4));
    await refuses("malformed", withEarlier(5));
  });

  it("refuses a statement that lasts longer than 14 days, or than 7 days after an epoch's end", async () => {
    await accepts(lasting(TODAY + 14, TODAY + 7));
    await refuses("malformed", lasting(TODAY + 15, TODAY + YEAR));
    await refuses("malformed", lasting(TODAY + 14, TODAY + 6));
    await refuses("malformed", lasting(TODAY - 1, TODAY + YEAR));
  });

  it("refuses a statement with any bit flipped", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(wire.length * 8 - 1), async (bit) => {
        await expect(verify(flipBit(wire, bit))).rejects.toMatchObject({ name: "SecurityError" });
      }),
      { numRuns: 150 },
    );
  });

  it("refuses any random bytes without another kind of error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await expect(verify(bytes)).rejects.toMatchObject({ name: "SecurityError" });
      }),
      { numRuns: 200 },
    );
  });
});

const longer = (content: Uint8Array) => Uint8Array.of(...content, 0);
const earlier = (epoch: number) => [
  new Map<number, number | Uint8Array>([
    [0, epoch],
    [1, new Uint8Array(32)],
  ]),
];

describe("lastAllowedDay()", () => {
  it("is 14 days on, or 7 days after the first epoch ends, whichever is sooner", () => {
    expect(lastAllowedDay(100, [{ epochLastDay: 130 }])).toBe(114);
    expect(lastAllowedDay(100, [{ epochLastDay: 107 }])).toBe(114);
    expect(lastAllowedDay(100, [{ epochLastDay: 106 }, { epochLastDay: 130 }])).toBe(113);
    expect(lastAllowedDay(100, [{ epochLastDay: 130 }, { epochLastDay: 100 }])).toBe(107);
  });
});

/** Field 0 (unit id: key, 0x50, 16 bytes) and field 1 (version 2: two bytes) the other way round. */
function swapFirstTwoFields(content: Uint8Array): Uint8Array {
  const map = content.slice(0, 1);
  const first = content.slice(1, 19);
  const second = content.slice(19, 21);
  return Uint8Array.of(...map, ...second, ...first, ...content.slice(21));
}
