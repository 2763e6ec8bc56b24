import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { encodeAttached, parseAttached, rekeyEntryId, type Attached } from "../../security/attached.ts";
import { encodeCbor, parseCbor, type CborMap, type CborValue } from "../../security/cbor.ts";
import { ATTACHED_ITEMS_MAX } from "../../security/limits.ts";
import { matchTag } from "../../security/matching.ts";
import { depth } from "../tools/depth.ts";
import { ENGINES, noble, sodium } from "./engines.ts";
import { bytes } from "./samples.ts";

const id = (fill: number, length = 16): Uint8Array => new Uint8Array(length).fill(fill);
const REKEY: Attached = {
  mailboxId: id(1),
  envelopeIds: [id(2)],
  rekey: { newMailboxId: id(3), before: [id(4), id(5)] },
  from: id(6),
};

const attached: fc.Arbitrary<Attached> = fc
  .tuple(
    fc.record({ mailboxId: bytes(16), envelopeIds: fc.array(bytes(16), { minLength: 1, maxLength: 4 }) }),
    fc.option(fc.record({ newMailboxId: bytes(16), before: fc.array(bytes(16), { maxLength: 9 }) })),
    fc.option(bytes(16)),
  )
  .map(([plain, rekey, from]) => ({ ...plain, ...(rekey && { rekey }), ...(from && { from }) }));

describe("encodeAttached(), parseAttached()", () => {
  it("are inverse", () => {
    fc.assert(
      fc.property(attached, (one) => expect(parseAttached(encodeAttached(one))).toEqual(one)),
      { numRuns: depth(100, 20_000) },
    );
  });

  it.each<[string, number, CborValue | undefined]>([
    ["no mailbox", 0, undefined],
    ["a short mailbox id", 0, id(1, 15)],
    ["nothing that came", 1, []],
    ["a short envelope id", 1, [id(2, 15)]],
    ["a number for an envelope id", 1, [7]],
    ["no new mailbox beside the list of what was there", 2, undefined],
    ["a short new mailbox id", 2, id(3, 15)],
    ["no list of what was there beside the new mailbox", 3, undefined],
    ["a short id in that list", 3, [id(4, 17)]],
    ["a short id of the case that they lay in", 4, id(6, 15)],
    ["a further field", 5, 0],
  ])("refuse %s", (_name, key, value) => {
    const encoded = encodeAttached(REKEY);
    expect(parseAttached(encoded)).toEqual(REKEY);
    const map = new Map(parseCbor(encoded) as CborMap);
    if (value === undefined) map.delete(key);
    else map.set(key, value);
    expect(() => parseAttached(encodeCbor(map))).toThrow(expect.objectContaining({ name: "SecurityError" }));
  });

  it("refuse a list that is too long, and an empty one", () => {
    const many = Array.from({ length: ATTACHED_ITEMS_MAX }, () => id(9));
    expect(parseAttached(encodeAttached({ mailboxId: id(1), envelopeIds: many })).envelopeIds).toHaveLength(2_000);
    const over = { mailboxId: id(1), envelopeIds: [...many, id(9)] };
    expect(() => encodeAttached(over)).toThrow(expect.objectContaining({ code: "out_of_range" }));
    const none = { mailboxId: id(1), envelopeIds: [] };
    expect(() => encodeAttached(none)).toThrow(expect.objectContaining({ code: "out_of_range" }));
  });
});

describe.each(ENGINES)("rekeyEntryId() with %s", (_name, p) => {
  it("is one for a mailbox, whoever computes it, and has the form of a random UUID", async () => {
    const one = await rekeyEntryId(p, id(1, 32), id(2));
    expect(await rekeyEntryId(noble, id(1, 32), id(2))).toEqual(await rekeyEntryId(sodium, id(1, 32), id(2)));
    expect(one).toHaveLength(16);
    expect([(one[6] as number) >> 4, (one[8] as number) >> 6]).toEqual([4, 2]);
    expect(await rekeyEntryId(p, id(1, 32), id(3))).not.toEqual(one);
    expect(await rekeyEntryId(p, id(7, 32), id(2))).not.toEqual(one);
    expect((await matchTag(p, id(1, 32), id(2))).slice(0, 6)).not.toEqual(one.slice(0, 6));
  });

  it("refuses other lengths", async () => {
    await expect(rekeyEntryId(p, id(1, 31), id(2))).rejects.toMatchObject({ code: "out_of_range" });
    await expect(rekeyEntryId(p, id(1, 32), id(2, 15))).rejects.toMatchObject({ code: "out_of_range" });
  });
});
