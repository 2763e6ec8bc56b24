import { afterEach, describe, expect, it } from "@jest/globals";
import { Presence } from "../../api/presence.ts";

const MINUTE = 60_000;
let now = 1_000 * MINUTE + 12_345;
let told = 0;
let presence: Presence;
const make = (): Presence => {
  told = 0;
  presence = new Presence({
    now: () => now,
    changed: () => {
      told += 1;
      return Promise.resolve();
    },
  });
  return presence;
};
const bo = { officerId: "b", name: "Bo" };
const al = { officerId: "a", name: "Al" };

describe("Presence", () => {
  afterEach(() => presence.close());

  it("names who reads a case to everybody but themselves, until they leave", () => {
    make().enter("case", bo);
    presence.enter("case", al);
    expect(presence.readersOf("case", "c")).toEqual([al, bo]);
    expect(presence.readersOf("case", "a")).toEqual([bo]);
    expect(presence.readersOf("other", "c")).toEqual([]);
    presence.leave("case", "b");
    expect(presence.readersOf("case", "c")).toEqual([al]);
  });

  it("tells of whoever comes and goes, and not of who is there still", () => {
    make().enter("case", bo);
    presence.enter("case", bo);
    presence.leave("case", "a");
    expect(told).toBe(1);
    presence.leave("case", "b");
    expect(told).toBe(2);
  });

  it("forgets whoever falls silent, to the minute, and tells that once", () => {
    make().enter("case", bo);
    now += 2 * MINUTE;
    expect(presence.readersOf("case", "c")).toEqual([bo]);
    now += MINUTE;
    expect(presence.readersOf("case", "c")).toEqual([]);
    expect(presence.size).toBe(1);
    presence.sweep();
    presence.sweep();
    expect([presence.size, told]).toEqual([0, 2]);
  });

  it("keeps a bounded number of places for each officer", () => {
    make();
    for (let i = 0; i < 50; i++) presence.enter(`case ${i}`, bo);
    presence.enter("case 49", al);
    expect(presence.size).toBe(9);
    expect(presence.readersOf("case 49", "c")).toEqual([al, bo]);
  });
});
