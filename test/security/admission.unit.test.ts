import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { signAdmissionRequest, verifyAdmissionRequest } from "../../security/admission.ts";
import { fromBase64Url, toBase64Url, toHex } from "../../security/bytes.ts";
import { checkRequestedUnit } from "../../security/consoleRequest.ts";
import { fingerprint, officerFingerprint, unitFingerprint } from "../../security/fingerprint.ts";
import { LABELS } from "../../security/labels.ts";
import { engines } from "../tools/engines.ts";
import { flipBit, resign } from "../tools/forge.ts";
import { makeOfficer, makeUnit } from "../tools/unit.ts";

const { unit: template } = await makeUnit();

describe.each(await engines())("verifyAdmissionRequest() on $engine", ({ p }) => {
  const officer = makeOfficer(p, "Mme Ève Nguyễn");
  const unitId = p.randomBytes(16);
  const fields = { unitId, officerId: officer.id, name: officer.name, sealingKey: officer.sealing.publicKey };
  const text = signAdmissionRequest(p, fields, officer.signing);
  const refuses = (code: string, changed: string) =>
    expect(() => verifyAdmissionRequest(p, changed)).toThrow(expect.objectContaining({ name: "SecurityError", code }));

  it("gives back what was asked, also when the text was wrapped on its way", () => {
    const expected = { ...fields, signingKey: officer.signing.publicKey };
    expect(verifyAdmissionRequest(p, text)).toEqual(expected);
    expect(verifyAdmissionRequest(p, `\n${text.replace(/.{76}/g, "$&\r\n  ")}\n`)).toEqual(expected);
  });

  it("refuses any flipped bit", () => {
    const wire = fromBase64Url(text);
    fc.assert(
      fc.property(fc.nat(wire.length * 8 - 1), (bit) => {
        expect(() => verifyAdmissionRequest(p, toBase64Url(flipBit(wire, bit)))).toThrow(
          expect.objectContaining({ name: "SecurityError" }),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("refuses keys that somebody else put under the officer's name", () => {
    const wire = fromBase64Url(text);
    const other = makeOfficer(p);
    const swapped = resign(p, LABELS.admission, wire, other.signingSeed);
    refuses("bad_signature", toBase64Url(swapped));
    refuses("bad_signature", toBase64Url(resign(p, LABELS.roster, wire, officer.signingSeed)));
  });

  it("refuses names that are empty, too long or would repaint a terminal", () => {
    const named = (name: string) =>
      toBase64Url(resign(p, LABELS.admission, fromBase64Url(text), officer.signingSeed, (map) => map.set(2, name)));
    expect(verifyAdmissionRequest(p, named("Fine")).name).toBe("Fine");
    for (const name of [" ", "x".repeat(201), "a\u001b[2Jb", "a\nb", "a\u202eb"]) {
      refuses("malformed", named(name));
      expect(() => signAdmissionRequest(p, { ...fields, name }, officer.signing)).toThrow(
        expect.objectContaining({ code: "out_of_range" }),
      );
    }
  });

  it("is good for the unit that it names, and for no other", () => {
    const request = verifyAdmissionRequest(p, text);
    const unit = { ...template, unitId: toHex(unitId) };
    checkRequestedUnit(request, unit);
    expect(() => checkRequestedUnit(request, { ...unit, unitId: toHex(p.randomBytes(16)) })).toThrow(
      expect.objectContaining({ name: "SecurityError", code: "wrong_unit" }),
    );
    // The unit stands under the signature: nobody else can make the request fit another one.
    const moved = resign(p, LABELS.admission, fromBase64Url(text), makeOfficer(p).signingSeed, (map) =>
      map.set(0, p.randomBytes(16)),
    );
    refuses("bad_signature", toBase64Url(moved));
  });

  it("refuses text that is no request", () => {
    for (const other of ["", "hello", "=", text.slice(0, -4), `${text}AAAA`]) {
      expect(() => verifyAdmissionRequest(p, other)).toThrow(expect.objectContaining({ name: "SecurityError" }));
    }
  });
});

describe("fingerprint()", () => {
  it("is eight groups of four digits, and another for any other key", async () => {
    const { p, unit, officer } = await makeUnit();
    const shape = /^[0-9a-f]{4}( [0-9a-f]{4}){7}$/;
    const prints = [
      await fingerprint(p, new Uint8Array(1)),
      await fingerprint(p, new Uint8Array(2)),
      await unitFingerprint(p, unit),
      await unitFingerprint(p, { ...unit, unitId: "00".repeat(16) }),
      await unitFingerprint(p, { ...unit, rootKey: "00".repeat(32) }),
      await officerFingerprint(p, {
        officerId: officer.id,
        sealingKey: officer.sealing.publicKey,
        signingKey: officer.signing.publicKey,
      }),
    ];
    for (const print of prints) expect(print).toMatch(shape);
    expect(new Set(prints).size).toBe(prints.length);
    expect(await fingerprint(p, new Uint8Array(1))).toBe("6e34 0b9c ffb3 7a98 9ca5 44e6 bb78 0a2c"); // SHA-256 of 0x00
  });
});
