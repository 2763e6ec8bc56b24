/** The attacks of the threat model's row "tamper" on envelopes and slips, each by name. Replies: `reply.unit.test.ts`. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { concat, utf8 } from "../../security/bytes.ts";
import { codeKeys, type CodeKeys } from "../../security/codeKeys.ts";
import { parseEnvelope, parseIntakeBody, wrapInfo } from "../../security/envelope.ts";
import { newFollowUpCode } from "../../security/followUpCode.ts";
import { hpkeOpen, hpkeSeal } from "../../security/hpke.ts";
import { PREFIX_BYTES, WRAP_BYTES } from "../../security/limits.ts";
import { openReport, verifyThread, type Opened } from "../../security/openEnvelope.ts";
import { openPayload } from "../../security/payload.ts";
import { encodeContent } from "../../security/report.ts";
import { sealFirstReport, sealLaterMessage } from "../../security/sealEnvelope.ts";
import { openSlip, sealSlip, slipMatches } from "../../security/slip.ts";
import { DESK_GENERAL, DESK_RESTRICTED, slipOf } from "../../security/vocabulary.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";
import { depth } from "../tools/depth.ts";
import { ENGINES, flipped } from "./engines.ts";
import { sealByHand } from "./hostileSender.ts";
import { salamander } from "./salamander.ts";
import { ORDINARY } from "./samples.ts";

const MESSAGE = { text: "Je suis partie.", danger: "no", language: "fr", desk: DESK_GENERAL } as const;

/** Any bit of the bytes from `from` to `to`. */
function within(from: number, to: number): fc.Arbitrary<number> {
  return fc.integer({ min: 8 * from, max: 8 * to - 1 });
}

/** Prefix, wrap, payload. */
function cut(envelope: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
  const payloadAt = PREFIX_BYTES + WRAP_BYTES;
  return [envelope.slice(0, PREFIX_BYTES), envelope.slice(PREFIX_BYTES, payloadAt), envelope.slice(payloadAt)];
}

describe.each(ENGINES)("tampering, with %s", (_name, p) => {
  let unit: TestUnit;
  let keys: CodeKeys;
  let first: { envelope: Uint8Array; slip: Uint8Array };
  let other: { envelope: Uint8Array; slip: Uint8Array };

  beforeAll(async () => {
    unit = await makeUnit();
    keys = await codeKeys(p, newFollowUpCode(p), new Uint8Array(16));
    first = parseIntakeBody((await sealFirstReport(p, unit.statement, ORDINARY, keys)).body);
    other = parseIntakeBody((await sealFirstReport(p, unit.statement, { ...ORDINARY, narrative: "autre" }, keys)).body);
  });

  /** Whether triage would take the slip and a console open the envelope, as when nothing has happened to them. */
  async function passes(envelope: Uint8Array, slip: Uint8Array): Promise<boolean> {
    try {
      const parsed = parseEnvelope(envelope);
      if ((await openSlip(p, parsed, slip, unit.triageSecret)) === null) return false;
      return (await openReport(p, envelope, unit.desks)).state === "opened";
    } catch (error) {
      expect(error).toMatchObject({ name: "SecurityError" });
      return false;
    }
  }

  async function stateOf(envelope: Uint8Array): Promise<Opened["state"]> {
    return (await openReport(p, envelope, unit.desks)).state;
  }

  async function openedMessage(body: Uint8Array) {
    const opened = await openReport(p, parseIntakeBody(body).envelope, unit.desks);
    if (opened.state !== "opened" || opened.content.type !== "message") throw new Error(opened.state);
    return opened.content;
  }

  it("leaves what is whole alone", async () => {
    expect(await passes(first.envelope, first.slip)).toBe(true);
    expect(await passes(other.envelope, other.slip)).toBe(true);
  });

  it("a flipped bit anywhere in an envelope is refused", async () => {
    // Every part is met however long it is: prefix, wrap and payload each get their share of the samples.
    const anywhere = fc.oneof(
      within(0, PREFIX_BYTES),
      within(PREFIX_BYTES, PREFIX_BYTES + WRAP_BYTES),
      within(PREFIX_BYTES + WRAP_BYTES, first.envelope.length),
    );
    await fc.assert(
      fc.asyncProperty(anywhere, async (bit) => {
        const envelope = flipped(first.envelope, bit);
        expect(await passes(envelope, first.slip)).toBe(false);
        // A console that never saw the slip refuses it too.
        const state = await stateOf(envelope).catch(() => "malformed");
        expect(state).not.toBe("opened");
      }),
      { numRuns: depth(120, 20_000) },
    );
  });

  it("a flipped bit anywhere in a slip is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * first.slip.length - 1), async (bit) => {
        const slip = flipped(first.slip, bit);
        expect(await slipMatches(p, parseEnvelope(first.envelope), slip)).toBe(false);
        expect(await passes(first.envelope, slip)).toBe(false);
      }),
      { numRuns: depth(60, 10_000) },
    );
  });

  it("truncation and extension are refused", async () => {
    for (const length of [0, 143, 1311, first.envelope.length - 1]) {
      expect(await passes(first.envelope.slice(0, length), first.slip)).toBe(false);
    }
    expect(await passes(concat(first.envelope, Uint8Array.of(0)), first.slip)).toBe(false);
    const grown = concat(first.envelope, new Uint8Array(32_768 - 8192));
    expect(await passes(grown, first.slip)).toBe(false);
  });

  it.each([
    ["version", 4],
    ["suite", 5],
    ["first reserved byte", 6],
    ["second reserved byte", 7],
  ])("a change of the %s is refused before any key is used", async (_what, at) => {
    const envelope = first.envelope.slice();
    envelope[at] = 0xff;
    await expect(openReport(p, envelope, unit.desks)).rejects.toMatchObject({ name: "SecurityError" });
  });

  it("cross-wiring two envelopes is refused: each part belongs to the others", async () => {
    const [prefixA, wrapA, payloadA] = cut(first.envelope);
    const [prefixB, wrapB, payloadB] = cut(other.envelope);
    expect(await stateOf(concat(prefixA, wrapA, payloadA))).toBe("opened");
    expect(await stateOf(concat(prefixB, wrapA, payloadA))).toBe("other_desk");
    expect(await stateOf(concat(prefixA, wrapB, payloadA))).toBe("other_desk");
    expect(await stateOf(concat(prefixA, wrapA, payloadB))).toBe("damaged");
  });

  it("a slip of another envelope is refused, also when the slip hash is changed to fit it", async () => {
    expect(await passes(first.envelope, other.slip)).toBe(false);
    const refitted = first.envelope.slice();
    refitted.set(await p.sha256(other.slip), 60);
    expect(await slipMatches(p, parseEnvelope(refitted), other.slip)).toBe(true);
    expect(await openSlip(p, parseEnvelope(refitted), other.slip, unit.triageSecret)).toBeNull();
    expect(await stateOf(refitted)).toBe("other_desk");
  });

  it("a slip that the server made itself for this envelope is refused: it does not hash to the slip hash", async () => {
    const lie = { ...slipOf(ORDINARY), danger: "unknown" } as const;
    const slip = await sealSlip(p, lie, first.envelope.slice(0, PREFIX_BYTES), unit.statement.triageKey);
    expect(await passes(first.envelope, first.slip)).toBe(true);
    expect(await openSlip(p, parseEnvelope(first.envelope), slip, unit.triageSecret)).toBeNull();
  });

  it("the wrong desk's key does not open, and a wrap moved to another desk does not either", async () => {
    const [general, restricted] = unit.desks as [TestUnit["desks"][number], TestUnit["desks"][number]];
    expect(await openReport(p, first.envelope, [restricted])).toEqual({ state: "other_desk" });
    // The general desk's key, believed to be the restricted desk's: the desk number is in what HPKE binds.
    const misnamed = { ...general, deskId: DESK_RESTRICTED };
    expect(await openReport(p, first.envelope, [misnamed])).toEqual({ state: "other_desk" });
  });

  it("the content key is bound to its envelope: wrapped again for other bytes, it opens nothing", async () => {
    const { prefix, wrap, payload } = parseEnvelope(first.envelope);
    const [general] = unit.desks as [TestUnit["desks"][number]];
    const info = await wrapInfo(p, DESK_GENERAL, prefix);
    const contentKey = (await hpkeOpen(p, general.sealing.secretKey, info, wrap)) as Uint8Array;
    const again = await hpkeSeal(p, general.sealing.publicKey, info, contentKey);
    expect(await openPayload(p, contentKey, prefix, wrap, payload)).not.toBeNull();
    expect(await openPayload(p, contentKey, prefix, again, payload)).toBeNull();
    expect(await stateOf(concat(prefix, again, payload))).toBe("damaged");
  });

  it("an invisible salamander swims in the bare cipher, but not in an envelope", async () => {
    // One ciphertext, two keys, two texts: ChaCha20-Poly1305 does not commit to its key.
    const [one, two] = [p.randomBytes(32), p.randomBytes(32)] as [Uint8Array, Uint8Array];
    const texts = ["Le patron m’a frappé. Aidez.", "Tout va bien, rien à dire."].map(utf8) as [Uint8Array, Uint8Array];
    const { ciphertext, aad, plaintexts } = salamander(p, one, two, texts);
    const nonce = new Uint8Array(12);
    expect(p.chachaOpen(one, nonce, ciphertext, aad)).toEqual(plaintexts[0]);
    expect(p.chachaOpen(two, nonce, ciphertext, aad)).toEqual(plaintexts[1]);
    expect(plaintexts[0]).not.toEqual(plaintexts[1]);
    // In an envelope the content key is not the cipher's key: prefix and wrap are hashed into it, and a wrap has one key.
    const { prefix, wrap } = parseEnvelope(first.envelope);
    expect(await openPayload(p, one, prefix, wrap, ciphertext)).toBeNull();
    expect(await openPayload(p, two, prefix, wrap, ciphertext)).toBeNull();
  });

  it("an unsigned later message is damaged", async () => {
    const slip = { ...slipOf(ORDINARY), type: "message" } as const;
    const content = encodeContent({ type: "message", slip, mailboxId: keys.mailboxId, text: "bonjour" });
    const hostile = { content, slip, desk: DESK_GENERAL };
    const signed = await sealByHand(p, unit.statement, { ...hostile, threadKey: keys.thread.secretKey });
    expect(await stateOf(parseIntakeBody(signed).envelope)).toBe("opened");
    const unsigned = await sealByHand(p, unit.statement, hostile);
    expect(await stateOf(parseIntakeBody(unsigned).envelope)).toBe("damaged");
  });

  it("a later message forged by somebody who knows the mailbox id only is refused by the thread key", async () => {
    const honest = await openedMessage((await sealLaterMessage(p, unit.statement, MESSAGE, keys)).body);
    expect(await verifyThread(p, honest, keys.thread.publicKey)).toBe(true);
    const forger = { mailboxId: keys.mailboxId, thread: p.ed25519KeyPair(p.randomBytes(32)) };
    const forged = await openedMessage((await sealLaterMessage(p, unit.statement, MESSAGE, forger)).body);
    expect(forged.mailboxId).toEqual(keys.mailboxId);
    expect(await verifyThread(p, forged, keys.thread.publicKey)).toBe(false);
  });

  it("a later message sealed again by an officer, in a new envelope, loses its signature", async () => {
    const { body } = await sealLaterMessage(p, unit.statement, MESSAGE, keys);
    const honest = await openedMessage(body);
    const replayed = await openedMessage((await sealLaterMessage(p, unit.statement, MESSAGE, keys)).body);
    expect(await verifyThread(p, { ...replayed, signature: honest.signature }, keys.thread.publicKey)).toBe(false);
    expect(await verifyThread(p, replayed, keys.thread.publicKey)).toBe(true);
  });

  it("a first report that carries a signature is damaged: nothing could verify it", async () => {
    const slip = slipOf(ORDINARY);
    const content = encodeContent({ type: "first", slip, answers: ORDINARY, descriptor: keys.descriptor });
    const hostile = { content, slip, desk: DESK_GENERAL };
    expect(await stateOf(parseIntakeBody(await sealByHand(p, unit.statement, hostile)).envelope)).toBe("opened");
    const signed = await sealByHand(p, unit.statement, { ...hostile, threadKey: keys.thread.secretKey });
    expect(await stateOf(parseIntakeBody(signed).envelope)).toBe("damaged");
  });

  it("a payload of nonsense is damaged, and never an exception", async () => {
    const slip = slipOf(ORDINARY);
    for (const plaintext of [new Uint8Array(0), p.randomBytes(100), utf8("{}"), Uint8Array.of(0xa0)]) {
      const body = await sealByHand(p, unit.statement, { content: plaintext, plaintext, slip, desk: DESK_GENERAL });
      expect(await stateOf(parseIntakeBody(body).envelope)).toBe("damaged");
    }
    const content = p.randomBytes(50);
    const body = await sealByHand(p, unit.statement, { content, slip, desk: DESK_GENERAL });
    expect(await stateOf(parseIntakeBody(body).envelope)).toBe("damaged");
  });

  it("a slip that lied shows: other answers, another desk, another type", async () => {
    const honest = slipOf(ORDINARY);
    const lies = [
      { slip: honest, desk: DESK_GENERAL, lied: false },
      { slip: { ...honest, danger: "now" as const }, desk: DESK_GENERAL, lied: true },
      { slip: { ...honest, assisted: true }, desk: DESK_GENERAL, lied: true },
      { slip: { ...honest, type: "message" as const }, desk: DESK_GENERAL, lied: true },
      { slip: honest, desk: DESK_RESTRICTED, lied: true },
    ];
    for (const { slip, desk, lied } of lies) {
      const content = encodeContent({ type: "first", slip, answers: ORDINARY, descriptor: keys.descriptor });
      const { envelope } = parseIntakeBody(await sealByHand(p, unit.statement, { content, slip, desk }));
      expect(await openReport(p, envelope, unit.desks)).toMatchObject({ state: "opened", slipLied: lied });
    }
  });

  it("a slip that opens to nonsense is a slip that does not open", async () => {
    const prefix = first.envelope.slice(0, PREFIX_BYTES);
    const info = concat(utf8("abri/v1/slip"), prefix.slice(0, 60), prefix.slice(92));
    const slip = await hpkeSeal(p, unit.statement.triageKey, info, new Uint8Array(256));
    const envelope = first.envelope.slice();
    envelope.set(await p.sha256(slip), 60);
    expect(await openSlip(p, parseEnvelope(first.envelope), first.slip, unit.triageSecret)).not.toBeNull();
    expect(await openSlip(p, parseEnvelope(envelope), slip, unit.triageSecret)).toBeNull();
  });
});
