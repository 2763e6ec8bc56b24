import { describe, expect, it } from "@jest/globals";
import { fromBase64Url, toBase64Url } from "../../security/bytes.ts";
import { leadFingerprint } from "../../security/fingerprint.ts";
import { LABELS } from "../../security/labels.ts";
import { leadKeyPair } from "../../security/leadKey.ts";
import { signLeadRequest, verifyLeadRequest } from "../../security/leadRequest.ts";
import { engines } from "../tools/engines.ts";
import { flipBit, resign } from "../tools/forge.ts";
import { makeOfficer, makeUnit } from "../tools/unit.ts";
import { fromHex } from "../../security/bytes.ts";

const { unit } = await makeUnit();

describe.each(await engines())("a lead request on $engine", ({ p }) => {
  const officer = makeOfficer(p, "Ève Nguyễn");
  const fields = { unitId: fromHex(unit.unitId), officerId: officer.id, name: officer.name };
  const refused = (code: string) => expect.objectContaining({ name: "SecurityError", code });

  it("gives back what was asked, also when the text was wrapped on its way", async () => {
    const lead = await leadKeyPair(p, officer.signingSeed);
    const text = signLeadRequest(p, fields, lead);
    const expected = { ...fields, leadKey: lead.publicKey };
    expect(verifyLeadRequest(p, text, unit)).toEqual(expected);
    expect(verifyLeadRequest(p, `\n${text.replace(/.{40}/g, "$&\r\n ")}`, unit)).toEqual(expected);
  });

  it("comes from a key of its own, which the vault gives each time again", async () => {
    const lead = await leadKeyPair(p, officer.signingSeed);
    expect(await leadKeyPair(p, officer.signingSeed)).toEqual(lead);
    expect(lead.publicKey).not.toEqual(officer.signing.publicKey);
    expect(lead.secretKey).not.toEqual(officer.signingSeed);
  });

  it("refuses a flipped bit, another's signature, another kind of object and another unit", async () => {
    const text = signLeadRequest(p, fields, await leadKeyPair(p, officer.signingSeed));
    const wire = fromBase64Url(text);
    const verify = (changed: Uint8Array) => () => verifyLeadRequest(p, toBase64Url(changed), unit);
    expect(verify(wire)).not.toThrow();
    for (let bit = 0; bit < wire.length * 8; bit += 7) {
      expect(verify(flipBit(wire, bit))).toThrow(expect.objectContaining({ name: "SecurityError" }));
    }
    const other = await leadKeyPair(p, makeOfficer(p).signingSeed);
    expect(verify(resign(p, LABELS.leadRequest, wire, other.secretKey))).toThrow(refused("bad_signature"));
    const own = await leadKeyPair(p, officer.signingSeed);
    expect(verify(resign(p, LABELS.admission, wire, own.secretKey))).toThrow(refused("bad_signature"));
    const moved = resign(p, LABELS.leadRequest, wire, own.secretKey, (map) => map.set(0, p.randomBytes(16)));
    expect(verify(moved)).toThrow(refused("wrong_unit"));
    const named = (name: string) => resign(p, LABELS.leadRequest, wire, own.secretKey, (map) => map.set(2, name));
    expect(verify(named("Fine"))).not.toThrow();
    for (const name of [" ", "a\u001b[2J", "a\u202eb"]) {
      expect(verify(named(name))).toThrow(refused("malformed"));
      expect(() => signLeadRequest(p, { ...fields, name }, own)).toThrow(refused("out_of_range"));
    }
  });

  it("has a fingerprint over officer and key", async () => {
    const request = { officerId: officer.id, leadKey: (await leadKeyPair(p, officer.signingSeed)).publicKey };
    const print = await leadFingerprint(p, request);
    expect(print).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
    expect(await leadFingerprint(p, { ...request, officerId: p.randomBytes(16) })).not.toBe(print);
    expect(await leadFingerprint(p, { ...request, leadKey: p.randomBytes(32) })).not.toBe(print);
  });
});
