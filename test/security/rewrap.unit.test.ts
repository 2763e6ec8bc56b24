import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { concat, u16, u32, utf8 } from "../../security/bytes.ts";
import { codeKeys } from "../../security/codeKeys.ts";
import { openEntry, openEntryWith, sealEntry } from "../../security/entries.ts";
import { newFollowUpCode } from "../../security/followUpCode.ts";
import { hpkeMessageKey, hpkeOpen, hpkeOpenWith, hpkeSeal } from "../../security/hpke.ts";
import { fromHex } from "../../security/bytes.ts";
import { LABELS } from "../../security/labels.ts";
import { parseIntakeBody } from "../../security/envelope.ts";
import { openReport, openReportWith } from "../../security/openEnvelope.ts";
import { entryOpener, envelopeOpener, openRewrap, sealRewrap, summaryOpener } from "../../security/rewrap.ts";
import { checkRewrapOrder, signRewrapOrder, type RewrapOrder } from "../../security/rewrapOrder.ts";
import { sealFirstReport } from "../../security/sealEnvelope.ts";
import { openSummaryWith, sealSummary } from "../../security/summary.ts";
import type { DeskSecret, Opener } from "../../security/types.ts";
import { slipOf } from "../../security/vocabulary.ts";
import { answersWith } from "../tools/answers.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";
import { ENGINES, flipped, PAIRS } from "./engines.ts";

const INFO = utf8("info");

describe.each(ENGINES)("hpkeMessageKey(), hpkeOpenWith() on %s", (_name, p) => {
  const { publicKey, secretKey } = p.xwingKeyPair(p.randomBytes(32));
  const text = utf8("les mots scellés");

  it("open that one ciphertext, and no other to the same key", async () => {
    const [one, other] = [await hpkeSeal(p, publicKey, INFO, text), await hpkeSeal(p, publicKey, INFO, text)];
    const key = await hpkeMessageKey(p, secretKey, INFO, one);
    if (key === null) throw new Error("no message key");
    expect([key.length, hpkeOpenWith(p, key, one)]).toEqual([44, text]);
    expect(hpkeOpenWith(p, key, other)).toBeNull();
    expect(hpkeOpenWith(p, key, flipped(one, 8 * 1120))).toBeNull();
    expect(hpkeOpenWith(p, key, one.slice(0, 1135))).toBeNull();
    expect(() => hpkeOpenWith(p, key.slice(1), one)).toThrow(expect.objectContaining({ code: "out_of_range" }));
  });

  it("give nothing for bytes that are too few, and nothing that opens for a wrong key or info", async () => {
    const sealed = await hpkeSeal(p, publicKey, INFO, text);
    expect(await hpkeMessageKey(p, secretKey, INFO, sealed.slice(0, 1135))).toBeNull();
    for (const wrong of [
      await hpkeMessageKey(p, p.randomBytes(32), INFO, sealed),
      await hpkeMessageKey(p, secretKey, utf8("other"), sealed),
    ]) {
      expect(wrong && hpkeOpenWith(p, wrong, sealed)).toBeNull();
    }
    expect(await hpkeOpen(p, secretKey, INFO, sealed)).toEqual(text);
  });
});

describe.each(PAIRS)("a rewrap, %s", (_name, from, to) => {
  let unit: TestUnit;
  let general: DeskSecret;
  let restricted: DeskSecret;
  const itemId = from.randomBytes(16);
  const ids = { objectId: from.randomBytes(16), caseId: from.randomBytes(16) };
  const summary = { alias: [7, 77] as const, slip: slipOf(answersWith()) };

  beforeAll(async () => {
    unit = await makeUnit({ engine: from });
    [general, restricted] = unit.desks as [DeskSecret, DeskSecret];
  });
  const placeOf = (kind: "envelope" | "summary" | "entry", objectId: Uint8Array) => ({
    kind,
    deskId: restricted.deskId,
    epoch: restricted.epoch,
    objectId,
  });
  const seal = (opener: Opener | null, kind: "envelope" | "summary" | "entry", objectId: Uint8Array) =>
    sealRewrap(from, opener, { ...placeOf(kind, objectId), deskKey: restricted.sealing.publicKey });
  const open = async (rewrap: Uint8Array, kind: "envelope" | "summary" | "entry", objectId: Uint8Array) =>
    openRewrap(to, rewrap, { ...placeOf(kind, objectId), secretKey: restricted.sealing.secretKey });
  const sealedSummary = () =>
    sealSummary(from, summary, { deskId: 1, epoch: 1, itemId, deskKey: general.sealing.publicKey });
  const note = () =>
    sealEntry(from, {
      ...ids,
      deskId: 1,
      epoch: 1,
      deskKey: general.sealing.publicKey,
      signerId: unit.officer.id,
      signing: unit.officer.signing,
      kind: "note",
      after: [],
      content: utf8("rappelée"),
    });
  const signerKeyOf = () => unit.officer.signing.publicKey;

  it("opens an envelope to the officers of another desk, as it opened to those of its own", async () => {
    const keys = await codeKeys(from, newFollowUpCode(from), fromHex(unit.unit.unitId));
    const { body } = await sealFirstReport(from, unit.statement, answersWith(), keys);
    const { envelope } = parseIntakeBody(body);
    expect(await openReport(to, envelope, [restricted])).toEqual({ state: "other_desk" });
    const opener = await open(
      await seal(await envelopeOpener(from, envelope, [restricted, general]), "envelope", itemId),
      "envelope",
      itemId,
    );
    if (opener === null) throw new Error("the rewrap does not open");
    expect(await openReportWith(to, envelope, opener)).toEqual(await openReport(to, envelope, [general]));
    expect(await openReportWith(to, flipped(envelope, 8 * 200), opener)).toMatchObject({ state: "damaged" });
    expect(await openReportWith(to, flipped(envelope, 8 * 1300), opener)).toMatchObject({ state: "other_desk" });
    expect(await envelopeOpener(from, envelope, [restricted])).toBeNull();
    expect(await envelopeOpener(from, envelope.slice(1), [general])).toBeNull();
  });

  it("opens a summary and an entry, whose signature holds where it was written and nowhere else", async () => {
    const [ofSummary, ofNote] = [await sealedSummary(), await note()];
    const first = await open(
      await seal(await summaryOpener(from, ofSummary, itemId, [general]), "summary", itemId),
      "summary",
      itemId,
    );
    expect(first && openSummaryWith(to, ofSummary, first)).toEqual(summary);
    const opener = await open(
      await seal(await entryOpener(from, ofNote, ids.objectId, [general]), "entry", ids.objectId),
      "entry",
      ids.objectId,
    );
    if (opener === null) throw new Error("the rewrap does not open");
    const direct = await openEntry(to, ofNote, {
      ...ids,
      deskId: 1,
      epoch: 1,
      secretKey: general.sealing.secretKey,
      signerKeyOf,
    });
    expect(openEntryWith(to, ofNote, opener, { ...ids, signerKeyOf })).toEqual(direct);
    for (const lie of [{ deskId: 2 }, { epoch: 2 }]) {
      const lied = await open(await seal({ ...opener, ...lie }, "entry", ids.objectId), "entry", ids.objectId);
      expect(() => openEntryWith(to, ofNote, lied ?? opener, { ...ids, signerKeyOf })).toThrow(
        expect.objectContaining({ code: "bad_signature" }),
      );
    }
    const elsewhere = { ...ids, caseId: to.randomBytes(16), signerKeyOf };
    expect(() => openEntryWith(to, ofNote, opener, elsewhere)).toThrow(expect.objectContaining({ code: "wrong_case" }));
    const [other] = [{ ...opener, messageKey: to.randomBytes(44) }];
    expect(() => openEntryWith(to, ofNote, other, { ...ids, signerKeyOf })).toThrow(
      expect.objectContaining({ code: "open_failed" }),
    );
  });

  it("has one length, whether it opens something or not, and gives nothing for another place, key or byte", async () => {
    const opener = await summaryOpener(from, await sealedSummary(), itemId, [general]);
    const [some, none] = [await seal(opener, "summary", itemId), await seal(null, "summary", itemId)];
    expect([some.length, none.length]).toEqual([1186, 1186]);
    expect(await open(some, "summary", itemId)).toEqual(opener);
    expect(await open(none, "summary", itemId)).toBeNull();
    expect(await open(some, "envelope", itemId)).toBeNull();
    expect(await open(some, "entry", itemId)).toBeNull();
    expect(await open(some, "summary", to.randomBytes(16))).toBeNull();
    expect(await open(some.slice(1), "summary", itemId)).toBeNull();
    const at = { ...placeOf("summary", itemId), secretKey: restricted.sealing.secretKey };
    expect(await openRewrap(to, some, { ...at, deskId: 1 })).toBeNull();
    expect(await openRewrap(to, some, { ...at, epoch: 2 })).toBeNull();
    expect(await openRewrap(to, some, { ...at, secretKey: general.sealing.secretKey })).toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * some.length - 1), async (bit) => {
        expect(await open(flipped(some, bit), "summary", itemId)).toBeNull();
      }),
      { numRuns: 40 },
    );
  });

  it("is what the protocol says, byte for byte", async () => {
    const opener = await summaryOpener(from, await sealedSummary(), itemId, [general]);
    const info = concat(utf8(LABELS.rewrap), Uint8Array.of(2), u16(2), u32(1), itemId);
    const sealed = await seal(opener, "summary", itemId);
    const plaintext = await hpkeOpen(to, restricted.sealing.secretKey, info, sealed);
    expect(plaintext).toEqual(concat(u16(1), u32(1), opener?.messageKey ?? new Uint8Array()));
  });
});

describe("a rewrap order", () => {
  it("holds for what was signed alone: officer, case, desk, epoch, objects and their order", async () => {
    for (const [, p] of ENGINES) {
      const { publicKey, secretKey } = p.ed25519KeyPair(p.randomBytes(32));
      const object = (rewraps: number) => ({
        id: p.randomBytes(16),
        rewraps: Array.from({ length: rewraps }, () => p.randomBytes(1186)),
      });
      const [one, two] = [object(2), object(1)];
      const ids = { officerId: p.randomBytes(16), caseId: p.randomBytes(16) };
      const order: RewrapOrder = { ...ids, deskId: 2, epoch: 3, objects: [one, two] };
      const signature = await signRewrapOrder(p, order, secretKey);
      expect(await checkRewrapOrder(p, order, signature, publicKey)).toBe(true);
      for (const wrong of [
        { ...order, officerId: p.randomBytes(16) },
        { ...order, caseId: p.randomBytes(16) },
        { ...order, deskId: 1 },
        { ...order, epoch: 4 },
        { ...order, objects: [two, one] },
        { ...order, objects: [one] },
        { ...order, objects: [{ ...one, rewraps: one.rewraps.toReversed() }, two] },
      ]) {
        expect(await checkRewrapOrder(p, wrong, signature, publicKey)).toBe(false);
      }
      expect(await checkRewrapOrder(p, order, signature, p.ed25519KeyPair(p.randomBytes(32)).publicKey)).toBe(false);
    }
  });
});
