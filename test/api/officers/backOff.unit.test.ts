import { describe, expect, it } from "@jest/globals";
import { UnknownNames, waitMinutes } from "../../../api/officers/backOff.ts";

const whole = (ms: number): number => Math.ceil(ms / 60_000) * 60_000;

describe("waitMinutes()", () => {
  it("grows from the fifth failure on and stops at a quarter of an hour", () => {
    const minutes = Array.from({ length: 12 }, (_, failures) => waitMinutes(failures));
    expect(minutes).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    expect(waitMinutes(1_000_000)).toBe(15);
  });
});

describe("UnknownNames", () => {
  it("counts each name by itself", () => {
    const names = new UnknownNames(10);
    for (let i = 0; i < 5; i++) names.fail("a", 1000, whole);
    names.fail("b", 1000, whole);
    expect(names.retryAfterMs("a")).toBe(120_000);
    expect(names.retryAfterMs("b")).toBe(0);
    expect(names.retryAfterMs("c")).toBe(0);
  });

  it("never holds more than its capacity, and forgets the longest untouched first", () => {
    const names = new UnknownNames(2);
    for (const name of ["a", "b"]) for (let i = 0; i < 5; i++) names.fail(name, 0, whole);
    names.fail("a", 0, whole);
    names.fail("c", 0, whole);
    expect(names.retryAfterMs("a")).toBeGreaterThan(0);
    expect(names.retryAfterMs("b")).toBe(0);
  });
});
