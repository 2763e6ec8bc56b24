import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { concat, equalBytes, u16, u32, utf8 } from "../../security/bytes.ts";
import { encodeSentReply, openEntry, parseSentReply, sealEntry, type EntryPlace } from "../../security/entries.ts";
import { hpkeOpen, hpkeSeal } from "../../security/hpke.ts";
import { LABELS } from "../../security/labels.ts";
import { signAsOfficer, type SignerKeyOf } from "../../security/officerSignature.ts";
import { pad, unpad } from "../../security/padding.ts";
import type { DeskSecret } from "../../security/types.ts";
import { engines } from "../tools/engines.ts";
import { flipBit } from "../tools/forge.ts";
import { makeOfficer, makeUnit, type TestOfficer, type TestUnit } from "../tools/unit.ts";

const infoOf = ({ deskId, epoch, objectId }: EntryPlace): Uint8Array =>
  concat(utf8(LABELS.note), u16(deskId), u32(epoch), objectId);
const withKind = (kind: number) => (plaintext: Uint8Array) => {
  plaintext[64] = kind;
  return plaintext;
};
const longer = (plaintext: Uint8Array): Uint8Array => Uint8Array.of(...plaintext, 1);

describe.each(await engines())("openEntry() on $engine", ({ p }) => {
  let made: TestUnit;
  let officer: TestOfficer;
  let colleague: TestOfficer;
  let desk: DeskSecret;
  let place: EntryPlace;
  let sealed: Uint8Array;
  const content = utf8("called back, agreed on Thursday");

  beforeAll(async () => {
    made = await makeUnit();
    officer = made.officer;
    colleague = makeOfficer(p, "Colleague");
    desk = made.desks[0] as DeskSecret;
    place = { deskId: 1, epoch: 1, objectId: p.randomBytes(16), caseId: p.randomBytes(16) };
    sealed = await seal();
  });

  const seal = (change: Partial<Parameters<typeof sealEntry>[1]> = {}) =>
    sealEntry(p, {
      ...place,
      deskKey: desk.sealing.publicKey,
      signerId: officer.id,
      signing: officer.signing,
      kind: "note",
      after: [],
      content,
      ...change,
    });
  const signerKeyOf: SignerKeyOf = (id) =>
    [officer, colleague].find((each) => equalBytes(each.id, id))?.signing.publicKey ?? null;
  const open = (bytes: Uint8Array, change: Partial<EntryPlace> & { secretKey?: Uint8Array } = {}) =>
    openEntry(p, bytes, { ...place, secretKey: desk.sealing.secretKey, signerKeyOf, ...change });
  const refuses = async (code: string, bytes: Uint8Array, change = {}) =>
    expect(open(bytes, change)).rejects.toMatchObject({ name: "SecurityError", code });
  /** The signed plaintext taken out by someone who holds the desk key, and sealed again elsewhere. */
  const moved = async (to: EntryPlace, key: Uint8Array, change = (plaintext: Uint8Array) => plaintext) => {
    const padded = await hpkeOpen(p, desk.sealing.secretKey, infoOf(place), sealed);
    const plaintext = change(unpad(padded as Uint8Array));
    return hpkeSeal(p, key, infoOf(to), pad(plaintext, 4096 - 1136));
  };

  it("gives signer, kind and content", async () => {
    expect(await open(sealed)).toEqual({ signerId: officer.id, kind: "note", after: [], content });
  });

  it("keeps the hashes that it builds on, under the signature", async () => {
    const after = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
    expect(await open(await seal({ after }))).toMatchObject({ after, content });
    for (const wrong of [after.toReversed(), [after[0], after[0]], Array(17).fill(after[0])]) {
      await expect(seal({ after: wrong as Uint8Array[] })).rejects.toMatchObject({ code: "out_of_range" });
    }
    const other = (at: number) => (plaintext: Uint8Array) => {
      plaintext[at] = (plaintext[at] as number) ^ 1;
      return plaintext;
    };
    for (const at of [81, 97, 98])
      await refuses("bad_signature", await moved(place, desk.sealing.publicKey, other(at)));
  });

  it("refuses an entry that was moved to another case", async () => {
    await expect(open(sealed)).resolves.toMatchObject({ content });
    await refuses("wrong_case", sealed, { caseId: p.randomBytes(16) });
  });

  it("refuses signed hashes that are too many, out of order or cut short", async () => {
    const signed = async (body: Uint8Array) => {
      const object = { kind: 2, ...place, signerId: officer.id, content: body };
      const signature = signAsOfficer(p, object, officer.signing.secretKey);
      const plaintext = concat(signature, Uint8Array.of(2), officer.id, body);
      return hpkeSeal(p, desk.sealing.publicKey, infoOf(place), pad(plaintext, 4096 - 1136));
    };
    const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
    const body = (count: number, ...hashes: Uint8Array[]) => concat(place.caseId, Uint8Array.of(count), ...hashes);
    await expect(open(await signed(body(2, hash(1), hash(2))))).resolves.toMatchObject({ after: [hash(1), hash(2)] });
    await refuses("non_canonical", await signed(body(2, hash(2), hash(1))));
    await refuses("non_canonical", await signed(body(2, hash(1), hash(1))));
    await refuses("malformed", await signed(body(3, hash(1), hash(2))));
    await refuses("malformed", await signed(body(17, ...Array.from({ length: 17 }, (_, i) => hash(i)))));
    await refuses("malformed", await signed(place.caseId));
  });

  it("refuses an entry forged by the server, which has the desk's public key and no officer's", async () => {
    await refuses("bad_signature", await seal({ signing: p.ed25519KeyPair(p.randomBytes(32)) }));
    const stranger = makeOfficer(p, "Stranger");
    await refuses("unknown_signer", await seal({ signerId: stranger.id, signing: stranger.signing }));
  });

  it("refuses an entry that one officer wrote in another's name", async () => {
    await expect(open(await seal({ signerId: colleague.id, signing: colleague.signing }))).resolves.toMatchObject({
      signerId: colleague.id,
    });
    await refuses("bad_signature", await seal({ signing: colleague.signing }));
  });

  it("refuses an entry whose signer was renamed, even to an id that has the same key", async () => {
    const alias = p.randomBytes(16);
    const renamed = await moved(place, desk.sealing.publicKey, (plaintext) => {
      plaintext.set(alias, 65);
      return plaintext;
    });
    await refuses("unknown_signer", renamed);
    const both = { ...place, secretKey: desk.sealing.secretKey, signerKeyOf: () => officer.signing.publicKey };
    await expect(openEntry(p, sealed, both)).resolves.toMatchObject({ content });
    await expect(openEntry(p, renamed, both)).rejects.toMatchObject({ code: "bad_signature" });
  });

  it("refuses an entry moved to another desk, epoch or object", async () => {
    await expect(open(await moved(place, desk.sealing.publicKey))).resolves.toMatchObject({ content });
    const other = made.desks[1] as DeskSecret;
    const elsewhere = { ...place, deskId: 2 };
    const onDesk = await moved(elsewhere, other.sealing.publicKey);
    await refuses("bad_signature", onDesk, { ...elsewhere, secretKey: other.sealing.secretKey });
    for (const at of [
      { ...place, epoch: 2 },
      { ...place, objectId: p.randomBytes(16) },
    ]) {
      await refuses("open_failed", sealed, at);
      await refuses("bad_signature", await moved(at, desk.sealing.publicKey), at);
    }
  });

  it("refuses an entry whose kind or content was changed by someone who holds the desk key", async () => {
    await refuses("bad_signature", await moved(place, desk.sealing.publicKey, withKind(3)));
    await refuses("bad_signature", await moved(place, desk.sealing.publicKey, longer));
    await refuses("malformed", await moved(place, desk.sealing.publicKey, withKind(99)));
    // A grant is signed in the same form; it is not an entry all the same.
    await refuses("malformed", await moved(place, desk.sealing.publicKey, withKind(1)));
    await refuses("malformed", await moved(place, desk.sealing.publicKey, (plaintext) => plaintext.slice(0, 80)));
  });

  it("refuses another key, another length and any flipped bit", async () => {
    await refuses("open_failed", sealed, { secretKey: (made.desks[1] as DeskSecret).sealing.secretKey });
    await refuses("malformed", sealed.slice(1));
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), (bit) => refuses("open_failed", flipBit(sealed, bit))),
      { numRuns: 40 },
    );
  });

  it("shows its size class only, and gives back content of any length", async () => {
    for (const [length, expected] of [
      [0, 4096],
      [2861, 4096],
      [2862, 16_384],
      [15_149, 16_384],
      [15_150, 65_536],
      [64_301, 65_536],
    ] as const) {
      const long = await seal({ content: new Uint8Array(length).fill(7) });
      expect([length, long.length]).toEqual([length, expected]);
      expect((await open(long)).content).toHaveLength(length);
    }
    await expect(seal({ content: new Uint8Array(64_302) })).rejects.toMatchObject({ code: "too_long" });
  });
});

describe("parseSentReply()", () => {
  it("gives back what was encoded", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.string({ unit: "grapheme", maxLength: 200 }),
        fc.array(fc.integer({ min: 1, max: 0xffff_ffff }), { maxLength: 20 }),
        (mailboxId, text, sequences) => {
          const reply = { mailboxId, text, sequences };
          expect(parseSentReply(encodeSentReply(reply))).toEqual(reply);
        },
      ),
    );
  });

  it("refuses a sequence number that cannot be, and trailing bytes", () => {
    const reply = { mailboxId: new Uint8Array(16), text: "ok", sequences: [1] };
    expect(parseSentReply(encodeSentReply(reply))).toEqual(reply);
    const refused = expect.objectContaining({ code: "malformed" });
    expect(() => parseSentReply(encodeSentReply({ ...reply, sequences: [0] }))).toThrow(refused);
    expect(() => parseSentReply(Uint8Array.of(...encodeSentReply(reply), 0))).toThrow(refused);
  });
});
