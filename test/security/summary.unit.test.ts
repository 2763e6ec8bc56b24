import { describe, expect, it } from "@jest/globals";
import { encodeCbor, type CborValue } from "../../security/cbor.ts";
import { SUMMARY_BYTES } from "../../security/limits.ts";
import { encodeSlip } from "../../security/slip.ts";
import { encodeSummary, openSummary, parseSummary, sealSummary } from "../../security/summary.ts";
import { slipOf } from "../../security/vocabulary.ts";
import { flipped, PAIRS } from "./engines.ts";
import { ORDINARY } from "./samples.ts";

const SUMMARY = { alias: [12, 2047], slip: slipOf(ORDINARY) } as const;

describe.each(PAIRS)("sealSummary() and openSummary(), %s", (_name, from, to) => {
  const { publicKey: deskKey, secretKey } = to.xwingKeyPair(to.randomBytes(32));
  const place = { deskId: 1, epoch: 3, itemId: to.randomBytes(16) };

  it("give the summary back in 1392 bytes", async () => {
    const sealed = await sealSummary(from, SUMMARY, { ...place, deskKey });
    expect(sealed).toHaveLength(SUMMARY_BYTES);
    expect(await openSummary(to, sealed, { ...place, secretKey })).toEqual(SUMMARY);
  });

  it("refuse another place, another key and a changed byte", async () => {
    const sealed = await sealSummary(from, SUMMARY, { ...place, deskKey });
    expect(await openSummary(to, sealed, { ...place, secretKey })).toEqual(SUMMARY);
    expect(await openSummary(to, sealed, { ...place, deskId: 2, secretKey })).toBeNull();
    expect(await openSummary(to, sealed, { ...place, epoch: 4, secretKey })).toBeNull();
    expect(await openSummary(to, sealed, { ...place, itemId: to.randomBytes(16), secretKey })).toBeNull();
    expect(await openSummary(to, sealed, { ...place, secretKey: to.randomBytes(32) })).toBeNull();
    expect(await openSummary(to, flipped(sealed, 5), { ...place, secretKey })).toBeNull();
  });
});

describe("encodeSummary(), parseSummary()", () => {
  it("refuse an alias word out of range", () => {
    const refused = expect.objectContaining({ code: "out_of_range" });
    expect(() => encodeSummary({ ...SUMMARY, alias: [0, 2048] })).toThrow(refused);
  });

  it.each<[string, CborValue]>([
    ["one word", [1]],
    ["three words", [1, 2, 3]],
    ["a word out of range", [1, 2048]],
    ["a text", ["a", "b"]],
  ])("refuse %s as alias", (_name, alias) => {
    const encode = (words: CborValue): Uint8Array =>
      encodeCbor(
        new Map<number, CborValue>([
          [0, words],
          [1, encodeSlip(SUMMARY.slip)],
        ]),
      );
    expect(parseSummary(encode([12, 2047]))).toEqual(SUMMARY);
    expect(() => parseSummary(encode(alias))).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});
