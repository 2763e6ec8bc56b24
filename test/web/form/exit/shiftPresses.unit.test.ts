import { describe, expect, it } from "@jest/globals";
import { BETWEEN_PRESSES_MS, PRESSES, ShiftPresses } from "../../../../web/form/exit/shiftPresses.ts";

/** Shift alone, down and up. */
function press(presses: ShiftPresses, at: number): number {
  presses.down("Shift", true);
  presses.up("Shift", false, at);
  return presses.count;
}

describe("ShiftPresses", () => {
  it("counts Shift by itself, up to the three that leave", () => {
    const presses = new ShiftPresses();
    expect([1, 2, 3].map((at) => press(presses, at))).toEqual([1, 2, 3]);
    expect(presses.count).toBe(PRESSES);
  });

  it("counts from the first moment of the page", () => {
    expect(press(new ShiftPresses(), 0)).toBe(1);
  });

  it("counts a key that is held once, however often it repeats", () => {
    const presses = new ShiftPresses();
    for (let i = 0; i < 20; i++) presses.down("Shift", true);
    presses.up("Shift", false, 1);
    expect(presses.count).toBe(1);
  });

  it("counts left and right alike, also while the other one is held", () => {
    const presses = new ShiftPresses();
    presses.down("Shift", true);
    presses.down("Shift", true);
    presses.up("Shift", true, 10);
    presses.up("Shift", false, 20);
    expect(presses.count).toBe(2);
    expect(press(presses, 30)).toBe(3);
  });

  it("gives five seconds from each press to the next, not to all three", () => {
    const presses = new ShiftPresses();
    press(presses, 100);
    expect(press(presses, 100 + BETWEEN_PRESSES_MS)).toBe(2);
    expect(press(presses, 100 + 2 * BETWEEN_PRESSES_MS)).toBe(3);
  });

  it("starts over after more than five seconds", () => {
    const presses = new ShiftPresses();
    press(presses, 100);
    press(presses, 200);
    expect(press(presses, 201 + BETWEEN_PRESSES_MS)).toBe(1);
  });

  it.each(["a", "Enter", "Tab", "Control", "Escape", "Unidentified", ""])("starts over after %j", (key) => {
    const presses = new ShiftPresses();
    press(presses, 1);
    expect(press(presses, 2)).toBe(2);
    presses.down(key, false);
    presses.up(key, false, 3);
    expect(presses.count).toBe(0);
    expect(press(presses, 4)).toBe(1);
  });

  it("never takes capital letters, or steps back with Tab, for the way out", () => {
    const presses = new ShiftPresses();
    for (const key of ["A", "B", "Tab", "C", ""]) {
      presses.down("Shift", true);
      presses.down(key, true);
      presses.up(key, true, 1);
      presses.up("Shift", false, 2);
      expect(presses.count).toBe(0);
    }
    expect(press(presses, 3)).toBe(1);
  });

  it("does not count a Shift that comes up after the letter's own key does", () => {
    const presses = new ShiftPresses();
    presses.down("Shift", true);
    presses.down("A", true);
    presses.up("Shift", false, 1);
    presses.up("a", false, 2);
    expect(presses.count).toBe(0);
    expect(press(presses, 3)).toBe(1);
  });
});
