import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { equalBytes } from "../../security/bytes.ts";
import { checkDeskSecret, deskSecret } from "../../security/epochs.ts";
import {
  checkGrant,
  checkGrantSignature,
  makeGrant,
  openGrant,
  sealGrant,
  shredOpen,
  shredSeal,
  type Grant,
} from "../../security/grants.ts";
import { hpkeSeal } from "../../security/hpke.ts";
import { concat, u16, u32, utf8 } from "../../security/bytes.ts";
import { LABELS } from "../../security/labels.ts";
import { matchTag } from "../../security/matching.ts";
import { deskOf } from "../../security/statement.ts";
import { engines } from "../tools/engines.ts";
import { flipBit } from "../tools/forge.ts";
import { makeOfficer, makeUnit, type TestOfficer, type TestUnit } from "../tools/unit.ts";

const [sodium, noble] = (await engines()).map(({ p }) => p);

describe.each(await engines())("grants on $engine", ({ engine, p }) => {
  let made: TestUnit;
  let officer: TestOfficer;
  let secret: Uint8Array;
  let inner: Uint8Array;
  const subject = { deskId: 1, epoch: 3 };

  beforeAll(async () => {
    made = await makeUnit();
    officer = made.officer;
    secret = p.randomBytes(32);
    inner = await sealGrant(p, { ...subject, secret, recipientKey: officer.sealing.publicKey });
  });

  const place = () => ({ ...subject, officerId: officer.id });
  const open = (bytes: Uint8Array, change: Partial<Parameters<typeof openGrant>[2]> = {}) =>
    openGrant(p, bytes, { ...subject, recipient: officer.sealing, ...change });

  describe("sealGrant()", () => {
    it("gives 1168 bytes, the same each time and on the other engine, so that any officer can check it", async () => {
      expect(inner).toHaveLength(1168);
      const again = { ...subject, secret, recipientKey: officer.sealing.publicKey };
      const other = engine === "sodium" ? noble : sodium;
      if (!other) throw new Error("two engines");
      expect(await sealGrant(other, again)).toEqual(inner);
      expect(await checkGrant(p, inner, again)).toBe(true);
      expect(await checkGrant(p, inner, { ...again, deskId: 2 })).toBe(false);
      expect(await checkGrant(p, inner, { ...again, epoch: 4 })).toBe(false);
      expect(await checkGrant(p, inner, { ...again, secret: p.randomBytes(32) })).toBe(false);
      expect(await checkGrant(p, inner, { ...again, recipientKey: made.desks[0]!.sealing.publicKey })).toBe(false);
    });

    it("refuses a secret or a key of another length", async () => {
      const recipientKey = officer.sealing.publicKey;
      const refuse = (change: { secret?: Uint8Array; recipientKey?: Uint8Array }) =>
        expect(sealGrant(p, { ...subject, secret, recipientKey, ...change })).rejects.toMatchObject({
          code: "out_of_range",
        });
      await refuse({ secret: new Uint8Array(31) });
      await refuse({ recipientKey: new Uint8Array(1215) });
    });
  });

  describe("openGrant()", () => {
    it("opens for the recipient", async () => {
      expect(await open(inner)).toEqual(secret);
    });

    it("refuses the wrong desk, epoch, recipient and length", async () => {
      await expect(open(inner, { deskId: 2 })).rejects.toMatchObject({ code: "open_failed" });
      await expect(open(inner, { epoch: 2 })).rejects.toMatchObject({ code: "open_failed" });
      const other = makeOfficer(p).sealing;
      await expect(open(inner, { recipient: other })).rejects.toMatchObject({ code: "open_failed" });
      const mixed = { publicKey: officer.sealing.publicKey, secretKey: other.secretKey };
      await expect(open(inner, { recipient: mixed })).rejects.toMatchObject({ code: "open_failed" });
      await expect(open(inner.slice(1))).rejects.toMatchObject({ code: "malformed" });
    });

    it("refuses any flipped bit", async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(inner.length * 8 - 1), async (bit) => {
          await expect(open(flipBit(inner, bit))).rejects.toMatchObject({ code: "open_failed" });
        }),
        { numRuns: 40 },
      );
    });

    it("refuses a grant that opens but was not made by the rule, for nobody else could check it", async () => {
      const keyId = (await p.sha256(officer.sealing.publicKey)).slice(0, 8);
      const info = concat(utf8(LABELS.grant), u16(1), u32(3), keyId);
      const loose = await hpkeSeal(p, officer.sealing.publicKey, info, secret);
      await expect(open(loose)).rejects.toMatchObject({ code: "open_failed" });
    });
  });

  describe("checkDeskSecret()", () => {
    it("accepts the seed of the statement's keys and refuses any other", async () => {
      const grant = made.grants.find(({ deskId, epoch }) => deskId === 1 && epoch === 1) as Grant;
      const seed = await openGrant(p, grant.inner, { ...grant, recipient: officer.sealing });
      const desk = deskOf(made.statement, 1);
      const right = await deskSecret(p, { deskId: 1, epoch: 1, seed });
      checkDeskSecret(right, desk);
      const refuse = (other: typeof right, of = desk) =>
        expect(() => checkDeskSecret(other, of)).toThrow(expect.objectContaining({ code: "key_mismatch" }));
      refuse(await deskSecret(p, { deskId: 1, epoch: 1, seed: secret }));
      refuse({ ...right, epoch: 2 });
      refuse({ ...right, deskId: 2 });
      refuse(right, deskOf(made.statement, 2));
      refuse({ ...right, sealing: officer.sealing });
      refuse({ ...right, signing: officer.signing });
      const later = { ...desk, epoch: 2, signingKey: officer.signing.publicKey };
      refuse(right, later);
      checkDeskSecret(right, { ...later, earlierSigningKeys: [{ epoch: 1, key: desk.signingKey }] });
      refuse(right, { ...later, earlierSigningKeys: [{ epoch: 1, key: officer.signing.publicKey }] });
    });
  });

  describe("checkGrantSignature()", () => {
    it("tells who granted, and refuses another signer, recipient, desk, epoch or content", async () => {
      const signer = { id: officer.id, signing: officer.signing };
      const recipient = makeOfficer(p);
      const grant = await makeGrant(
        p,
        { ...subject, secret },
        { id: recipient.id, sealingKey: recipient.sealing.publicKey },
        signer,
      );
      const keyOf = (id: Uint8Array) => (equalBytes(id, officer.id) ? officer.signing.publicKey : null);
      checkGrantSignature(p, grant, keyOf);
      const refuse = (change: Partial<Grant>, code = "bad_signature") =>
        expect(() => checkGrantSignature(p, { ...grant, ...change }, keyOf)).toThrow(expect.objectContaining({ code }));
      refuse({ signature: p.ed25519Sign(new Uint8Array(8), officer.signing.secretKey) });
      refuse({ officerId: p.randomBytes(16) });
      refuse({ deskId: 2 });
      refuse({ epoch: 4 });
      refuse({ inner });
      refuse({ signerId: recipient.id }, "unknown_signer");
    });
  });

  describe("shredSeal() and shredOpen()", () => {
    const shredKey = p.randomBytes(32);

    it("stores 1208 bytes that the same shred key opens", () => {
      const stored = shredSeal(p, shredKey, inner, place());
      expect(stored).toHaveLength(1208);
      expect(shredOpen(p, shredKey, stored, place())).toEqual(inner);
      expect(shredSeal(p, shredKey, inner, place())).not.toEqual(stored);
    });

    it("refuses another key, desk, epoch, officer and length", () => {
      const stored = shredSeal(p, shredKey, inner, place());
      const refuse = (code: string, key: Uint8Array, bytes: Uint8Array, change = {}) =>
        expect(() => shredOpen(p, key, bytes, { ...place(), ...change })).toThrow(expect.objectContaining({ code }));
      refuse("open_failed", p.randomBytes(32), stored);
      refuse("open_failed", shredKey, stored, { deskId: 2 });
      refuse("open_failed", shredKey, stored, { epoch: 1 });
      refuse("open_failed", shredKey, stored, { officerId: p.randomBytes(16) });
      refuse("open_failed", shredKey, flipBit(stored, 5000));
      refuse("malformed", shredKey, stored.slice(1));
    });
  });
});

describe.each(await engines())("matchTag() on $engine", ({ p }) => {
  it("depends on the desk's matching key and the mailbox id, and on nothing else", async () => {
    const key = new Uint8Array(32).fill(1);
    const id = new Uint8Array(16).fill(2);
    const tag = await matchTag(p, key, id);
    expect(tag).toEqual(await p.hmacSha256(key, utf8("abri/v1/match"), id));
    expect(await matchTag(p, key, id)).toEqual(tag);
    expect(await matchTag(p, key, new Uint8Array(16).fill(3))).not.toEqual(tag);
    expect(await matchTag(p, new Uint8Array(32).fill(3), id)).not.toEqual(tag);
    expect(() => matchTag(p, key, new Uint8Array(15))).toThrow(expect.objectContaining({ code: "out_of_range" }));
  });
});
