import { beforeAll, describe, expect, it } from "@jest/globals";
import { concat, equalBytes, u32 } from "../../security/bytes.ts";
import { codeKeys, type CodeKeys } from "../../security/codeKeys.ts";
import { parseEnvelope, parseIntakeBody } from "../../security/envelope.ts";
import { newFollowUpCode } from "../../security/followUpCode.ts";
import { ENVELOPE_BYTES, INTAKE_BODY_BYTES, SLIP_BYTES } from "../../security/limits.ts";
import { openReport, verifyThread } from "../../security/openEnvelope.ts";
import { sealFirstReport, sealLaterMessage } from "../../security/sealEnvelope.ts";
import { openSlip, slipMatches } from "../../security/slip.ts";
import { DESK_GENERAL, DESK_RESTRICTED, slipOf } from "../../security/vocabulary.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";
import { ENGINES, noble, PAIRS, sodium } from "./engines.ts";
import { ORDINARY } from "./samples.ts";

let unit: TestUnit;
let keys: CodeKeys;

beforeAll(async () => {
  unit = await makeUnit();
  keys = await codeKeys(sodium, newFollowUpCode(sodium), new Uint8Array(16));
});

describe("sizes", () => {
  it("are those of the protocol, whatever is written", async () => {
    expect([ENVELOPE_BYTES, INTAKE_BODY_BYTES, SLIP_BYTES]).toEqual([[9504, 34_080], [10_896, 35_472], 1392]);
    const message = { text: "", danger: "no", language: "fr", desk: 1 } as const;
    const short = await sealFirstReport(sodium, unit.statement, { ...ORDINARY, narrative: "" }, keys);
    const later = await sealLaterMessage(sodium, unit.statement, message, keys);
    const long = await sealFirstReport(sodium, unit.statement, { ...ORDINARY, narrative: "a".repeat(24_000) }, keys);
    const laterLong = await sealLaterMessage(sodium, unit.statement, { ...message, text: "a".repeat(24_000) }, keys);
    expect([short, later, long, laterLong].map(({ body }) => body.length)).toEqual([10_896, 10_896, 35_472, 35_472]);
  });
});

describe.each(PAIRS)("sealFirstReport() and openReport(), %s", (_name, from, to) => {
  it("give the answers back, with desk, epoch, id and mailbox", async () => {
    const { body, envelopeId } = await sealFirstReport(from, unit.statement, ORDINARY, keys);
    const { envelope, slip } = parseIntakeBody(body);
    const parsed = parseEnvelope(envelope);
    expect(parsed).toMatchObject({ bucket: 8192, hasAttachments: false, streamLength: 0 });
    expect(parsed.directoryHash).toEqual(unit.statement.hash);
    expect(parsed.envelopeId).toEqual(envelopeId);
    expect(await slipMatches(to, parsed, slip)).toBe(true);
    expect(await openSlip(to, parsed, slip, unit.triageSecret)).toEqual(slipOf(ORDINARY));
    expect(await openReport(to, envelope, unit.desks)).toEqual({
      state: "opened",
      deskId: DESK_GENERAL,
      epoch: 1,
      envelopeId,
      slip: slipOf(ORDINARY),
      slipLied: false,
      attachments: null,
      content: { type: "first", answers: ORDINARY, descriptor: keys.descriptor, mailboxId: keys.mailboxId },
    });
  });

  it("go to the restricted desk alone when the police are accused", async () => {
    const { body } = await sealFirstReport(from, unit.statement, { ...ORDINARY, accused: ["police"] }, keys);
    const { envelope } = parseIntakeBody(body);
    const [general, restricted] = unit.desks as [TestUnit["desks"][number], TestUnit["desks"][number]];
    expect(await openReport(to, envelope, [general, restricted])).toMatchObject({ deskId: DESK_RESTRICTED });
    expect(await openReport(to, envelope, [general])).toEqual({ state: "other_desk" });
    expect(await openReport(to, envelope, [])).toEqual({ state: "other_desk" });
  });
});

describe("sealFirstReport()", () => {
  it("never makes the same bytes twice", async () => {
    const one = await sealFirstReport(noble, unit.statement, ORDINARY, keys);
    const other = await sealFirstReport(noble, unit.statement, ORDINARY, keys);
    expect(equalBytes(one.envelopeId, other.envelopeId)).toBe(false);
    expect(equalBytes(one.body.slice(144), other.body.slice(144))).toBe(false);
  });

  it("refuses what is too long and a desk that the statement lacks, before anything is sealed", async () => {
    const long = { ...ORDINARY, narrative: "é".repeat(12_001) };
    await expect(sealFirstReport(noble, unit.statement, long, keys)).rejects.toMatchObject({ code: "too_long" });
    const noDesks = { ...unit.statement, desks: [] };
    await expect(sealFirstReport(noble, noDesks, ORDINARY, keys)).rejects.toMatchObject({ code: "unknown_desk" });
  });
});

describe("sealLaterMessage()", () => {
  const message = { text: "Je suis partie.", danger: "now", language: "fr", desk: DESK_GENERAL } as const;

  it.each(PAIRS)("is opened with a signature of the thread, %s", async (_name, from, to) => {
    const { body } = await sealLaterMessage(from, unit.statement, message, keys);
    const opened = await openReport(to, parseIntakeBody(body).envelope, unit.desks);
    if (opened.state !== "opened" || opened.content.type !== "message") throw new Error(opened.state);
    expect(opened.content).toMatchObject({ text: message.text, mailboxId: keys.mailboxId });
    expect(opened.slip).toMatchObject({ type: "message", danger: "now", desk: DESK_GENERAL, assisted: false });
    expect(opened.slipLied).toBe(false);
    expect(await verifyThread(to, opened.content, keys.thread.publicKey)).toBe(true);
  });
});

describe("parseIntakeBody()", () => {
  it.each([0, 10_895, 10_897, 10_900, 35_471, 35_473])("refuses %d bytes", (length) => {
    expect(parseIntakeBody(new Uint8Array(10_896)).slip).toHaveLength(1392);
    expect(() => parseIntakeBody(new Uint8Array(length))).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});

/** A sealed envelope, accepted as it is, then changed. */
async function envelopeWith(change: (envelope: Uint8Array) => void): Promise<Uint8Array> {
  const { body } = await sealFirstReport(sodium, unit.statement, ORDINARY, keys);
  const { envelope } = parseIntakeBody(body);
  expect(() => parseEnvelope(envelope)).not.toThrow();
  change(envelope);
  return envelope;
}

describe("parseEnvelope()", () => {
  it.each<[string, string, (envelope: Uint8Array) => void]>([
    ["another mark", "malformed", (e) => e.set([0x42], 0)],
    ["version 0", "unsupported_version", (e) => e.set([0], 4)],
    ["version 2", "unsupported_version", (e) => e.set([2], 4)],
    ["suite 2", "unsupported_version", (e) => e.set([2], 5)],
    ["the first reserved byte", "malformed", (e) => e.set([1], 6)],
    ["the second reserved byte", "malformed", (e) => e.set([1], 7)],
    ["the other bucket", "malformed", (e) => e.set(u32(32_768), 56)],
    ["bucket 0", "malformed", (e) => e.set(u32(0), 56)],
    ["a stream length without a hash", "malformed", (e) => e.set(u32(5), 92)],
    ["a stream hash without a length", "malformed", (e) => e.set([1], 96)],
    ["an upload id alone", "malformed", (e) => e.set([1], 128)],
  ])("refuses %s", async (_name, code, change) => {
    const envelope = await envelopeWith(change);
    expect(() => parseEnvelope(envelope)).toThrow(expect.objectContaining({ code }));
  });

  it("refuses other lengths", async () => {
    const envelope = await envelopeWith(() => undefined);
    const malformed = expect.objectContaining({ code: "malformed" });
    expect(() => parseEnvelope(envelope.slice(0, -1))).toThrow(malformed);
    expect(() => parseEnvelope(concat(envelope, Uint8Array.of(0)))).toThrow(malformed);
    expect(() => parseEnvelope(new Uint8Array(0))).toThrow(malformed);
  });

  it("reads attachment fields that agree", async () => {
    const envelope = await envelopeWith((e) => {
      e.set(u32(262_208), 92);
      e.set([1], 96);
      e.set([1], 128);
    });
    expect(parseEnvelope(envelope)).toMatchObject({ hasAttachments: true, streamLength: 262_208 });
  });
});

describe.each(ENGINES)("openSlip() on %s", (_name, p) => {
  it("returns null for another triage key", async () => {
    const { body } = await sealFirstReport(p, unit.statement, ORDINARY, keys);
    const { envelope, slip } = parseIntakeBody(body);
    const parsed = parseEnvelope(envelope);
    expect(await openSlip(p, parsed, slip, unit.triageSecret)).not.toBeNull();
    expect(await openSlip(p, parsed, slip, p.randomBytes(32))).toBeNull();
  });

  it("refuses another length", async () => {
    const { body } = await sealFirstReport(p, unit.statement, ORDINARY, keys);
    const parsed = parseEnvelope(parseIntakeBody(body).envelope);
    await expect(openSlip(p, parsed, new Uint8Array(1391), unit.triageSecret)).rejects.toMatchObject({
      code: "out_of_range",
    });
  });
});
