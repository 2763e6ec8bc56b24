import { beforeAll, describe, expect, it } from "@jest/globals";
import { concat } from "../../security/bytes.ts";
import { encodeCbor, parseCbor } from "../../security/cbor.ts";
import type { CborValue } from "../../security/cbor.ts";
import { LABELS } from "../../security/labels.ts";
import type { LeadSigner } from "../../security/nextVersion.ts";
import { signContent } from "../../security/signed.ts";
import { DEFAULT_TRIAGE_RULES, signTriageRules, verifyTriageRules } from "../../security/triageRules.ts";
import type { TriageRuleSet } from "../../security/triageRules.ts";
import { makeUnit, withNewLead } from "../tools/unit.ts";
import type { TestUnit } from "../tools/unit.ts";

let unit: TestUnit;
let lead: LeadSigner;
let rules: TriageRuleSet;
let wire: Uint8Array;

beforeAll(async () => {
  unit = await makeUnit();
  lead = signerOf(unit.state);
  rules = {
    ...DEFAULT_TRIAGE_RULES,
    timeZone: "America/Toronto",
    week: [...DEFAULT_TRIAGE_RULES.week.slice(0, 6), null],
    holidays: [20_800, 20_900],
    turns: [{ firstDay: 20_700, officerId: unit.officer.id }],
  };
  wire = signTriageRules(unit.p, unit.unit, null, lead, rules, unit.today);
});
const signerOf = ({ offline }: TestUnit["state"]): LeadSigner => ({
  signing: unit.p.ed25519KeyPair(offline.lead.seed),
  certificate: offline.lead.certificate,
});
const verify = (bytes: Uint8Array, more: { today?: number; floor?: number } = {}) =>
  verifyTriageRules(
    unit.p,
    bytes,
    { ...unit.unit, floors: { ...unit.unit.floors, certificateSerial: more.floor ?? 1 } },
    more.today ?? unit.today,
  );

const codeOf = async (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => "done",
    (error: unknown) => (error as { code?: unknown }).code,
  );

/** The rules with one field put in another's place, signed rightly. */
function changed(key: number, value: CborValue): Uint8Array {
  const content = new Map(parseCbor(wire.slice(64)) as Map<number, CborValue>).set(key, value);
  return signContent(unit.p, LABELS.triageRules, encodeCbor(content), lead.signing.secretKey);
}

describe("triage rules", () => {
  it("are read as they were signed, version after version", async () => {
    const first = await verify(wire);
    expect(first).toMatchObject({ ...rules, version: 1, issueDay: unit.today, previousHash: new Uint8Array(32) });
    const next = await verify(
      signTriageRules(unit.p, unit.unit, first, lead, { ...rules, urgentHours: 3 }, unit.today),
    );
    expect(next).toMatchObject({ version: 2, previousHash: first.hash, urgentHours: 3 });
    expect((await verify(wire, { today: unit.today + 4_000 })).version).toBe(1); // no last day
  });

  it("refuses another signer, another label, a changed bit and another unit", async () => {
    const other = await makeUnit();
    const content = wire.slice(64);
    const stranger = unit.p.ed25519KeyPair(unit.p.randomBytes(32)).secretKey;
    const forged = signContent(unit.p, LABELS.triageRules, content, stranger);
    const relabelled = signContent(unit.p, LABELS.statement, content, lead.signing.secretKey);
    for (const bytes of [forged, relabelled]) expect(await codeOf(verify(bytes))).toBe("bad_signature");
    for (let at = 0; at < wire.length; at += 7) {
      const flipped = wire.slice();
      flipped[at] = (flipped[at] as number) ^ 1;
      await expect(verify(flipped)).rejects.toThrow();
    }
    expect(await codeOf(verifyTriageRules(unit.p, wire, other.unit, unit.today))).toBe("wrong_unit");
  });

  it("refuses a lead below the floor, rules of a day to come, and a signer whose certificate is another's", async () => {
    expect(await codeOf(verify(wire, { floor: 2 }))).toBe("certificate_revoked");
    expect(await codeOf(verify(wire, { today: unit.today - 1 }))).toBe("statement_not_valid_yet");
    const next = signerOf(withNewLead(unit.p, unit.state, unit.today));
    const mixed = { signing: lead.signing, certificate: next.certificate };
    expect(await codeOf(verify(signTriageRules(unit.p, unit.unit, null, mixed, rules, unit.today)))).toBe(
      "bad_signature",
    );
    await verify(signTriageRules(unit.p, unit.unit, null, next, rules, unit.today), { floor: 2 });
  });

  it("does not go back behind what was seen, nor to other bytes of the same version", async () => {
    const first = await verify(wire);
    const second = await verify(signTriageRules(unit.p, unit.unit, first, lead, rules, unit.today));
    const fork = signTriageRules(unit.p, unit.unit, null, lead, { ...rules, urgentHours: 5 }, unit.today);
    const after = (bytes: Uint8Array, seen: typeof first) =>
      verifyTriageRules(unit.p, bytes, unit.unit, unit.today, seen);
    await after(second.bytes, first);
    expect(await codeOf(after(wire, second))).toBe("statement_rolled_back");
    expect(await codeOf(after(fork, first))).toBe("statement_fork");
  });

  it.each<[string, number, CborValue]>([
    ["three times", 5, [1, 1, 3]],
    ["no time at all", 5, [0, 1, 3, 7]],
    ["too long for a P0", 5, [13, 1, 3, 7]],
    ["a later level sooner", 5, [1, 4, 3, 7]],
    ["an unknown zone", 6, "America/Atlantis"],
    ["an offset for a zone", 6, "+05:00"],
    ["six days", 7, Array.from({ length: 6 }, () => [])],
    ["hours that end before they begin", 7, [[600, 600], [], [], [], [], [], []]],
    ["more minutes than a day has", 7, [[0, 1441], [], [], [], [], [], []]],
    ["three ends", 7, [[0, 1, 2], [], [], [], [], [], []]],
    ["holidays out of order", 8, [5, 4]],
    [
      "two turns from one day",
      9,
      [0, 0].map(
        (day) =>
          new Map<number, CborValue>([
            [0, day],
            [1, new Uint8Array(16)],
          ]),
      ),
    ],
    ["a turn of nobody", 9, [new Map<number, CborValue>([[0, 1]])]],
    [
      "a turn with more to it",
      9,
      [
        new Map<number, CborValue>([
          [0, 1],
          [1, new Uint8Array(16)],
          [2, 1],
        ]),
      ],
    ],
    ["a field that nobody asked for", 10, 1],
    ["version 0", 1, 0],
  ])("refuses %s", async (_what, key, value) => {
    await verify(changed(6, "America/Toronto"));
    expect(await codeOf(verify(changed(key, value)))).toBe("malformed");
  });

  it("refuses what is not canonical, and what is too long", async () => {
    const loose = concat(Uint8Array.of(0xb8, 10), wire.slice(65)); // the map's head in two bytes
    const signed = signContent(unit.p, LABELS.triageRules, loose, lead.signing.secretKey);
    expect(await codeOf(verify(signed))).toBe("non_canonical");
    expect(await codeOf(verify(concat(wire, new Uint8Array(20_000))))).toBe("malformed");
  });

  it("are not signed when nobody would read them", () => {
    const wrong = { ...rules, holidays: [2, 1] };
    expect(() => signTriageRules(unit.p, unit.unit, null, lead, wrong, unit.today)).toThrow("out of order");
  });
});
