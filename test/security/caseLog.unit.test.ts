import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readLog, type LogLink } from "../../security/caseLog.ts";

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const link = (own: number, ...after: readonly number[]): LogLink => ({ hash: hash(own), after: after.map(hash) });
const numbers = (hashes: readonly Uint8Array[]): number[] => hashes.map((each) => each[0] as number);
const read = (...links: LogLink[]) => {
  const { entries, heads, missing } = readLog(links);
  return { order: numbers(entries.map((each) => each.hash)), heads: numbers(heads), missing };
};

describe("readLog()", () => {
  it("is empty to begin with", () => {
    expect(read()).toEqual({ order: [], heads: [], missing: 0 });
  });

  it("puts each entry after those that it builds on, and names the newest", () => {
    expect(read(link(3, 2), link(1), link(2, 1))).toEqual({ order: [1, 2, 3], heads: [3], missing: 0 });
  });

  it("takes two that were written at once, and one that builds on both", () => {
    expect(read(link(2, 1), link(3, 1), link(1))).toEqual({ order: [1, 2, 3], heads: [2, 3], missing: 0 });
    expect(read(link(4, 2, 3), link(2, 1), link(3, 1), link(1))).toMatchObject({ heads: [4], missing: 0 });
  });

  it("places what is handed out twice once, before what builds on it", () => {
    for (const links of [
      [link(2, 1), link(1), link(1)],
      [link(1), link(1), link(2, 1)],
      [link(1), link(2, 1), link(2, 1), link(1)],
    ]) {
      expect(read(...links)).toEqual({ order: [1, 2], heads: [2], missing: 0 });
    }
  });

  it("counts what is named and is not here, once", () => {
    expect(read(link(4, 2, 3), link(5, 2), link(3, 1), link(1))).toMatchObject({ heads: [4, 5], missing: 1 });
    expect(read(link(2, 1), link(1))).toMatchObject({ missing: 0 });
  });

  it("keeps an entry that does not open: it may be built on, and can say nothing itself", () => {
    expect(read({ hash: hash(1), after: null }, link(2, 1))).toEqual({ order: [1, 2], heads: [2], missing: 0 });
  });

  it("names sixteen at most, the same for everybody", () => {
    const many = Array.from({ length: 40 }, (_, i) => link(40 - i));
    expect(read(...many).heads).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  });

  it("names what opened before what did not: nonsense takes the place of nothing that an officer wrote", () => {
    const nonsense = Array.from({ length: 20 }, (_, i) => ({ hash: hash(i + 1), after: null }));
    expect(read(...nonsense, link(40), link(50)).heads).toEqual([
      ...Array.from({ length: 14 }, (_, i) => i + 1),
      40,
      50,
    ]);
  });

  it("places every entry once, after what it builds on, in whatever order they come", () => {
    const logs = fc
      .array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 30 })
      .map((parents) => parents.map((each, i) => link(i + 1, ...new Set(each.map((n) => (i > 0 ? (n % i) + 1 : 0))))))
      .map((links) => links.map((each, i) => (i === 0 ? link(1) : each)));
    fc.assert(
      fc.property(logs, fc.nat(), (links, seed) => {
        const mixed = links.toSorted(
          (a, b) => (((a.hash[0] as number) * seed) % 31) - (((b.hash[0] as number) * seed) % 31),
        );
        const { order, missing } = read(...mixed);
        expect(order.toSorted((a, b) => a - b)).toEqual(links.map((_, i) => i + 1));
        expect(missing).toBe(0);
        for (const each of links) {
          for (const before of numbers(each.after ?? [])) {
            expect(order.indexOf(before)).toBeLessThan(order.indexOf(each.hash[0] as number));
          }
        }
      }),
    );
  });
});
