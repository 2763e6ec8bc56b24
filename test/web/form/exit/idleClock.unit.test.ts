import { describe, expect, it } from "@jest/globals";
import { DEVICES, deviceAt } from "../../../../web/form/device.ts";
import { IdleClock } from "../../../../web/form/exit/idleClock.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A clock of ten minutes and one, and hands to turn both clocks of the device by. */
function start() {
  const now = { steady: 5_000, wall: Date.UTC(2026, 0, 1) };
  const clock = new IdleClock({ quietMs: 10 * MINUTE, graceMs: MINUTE }, () => ({ ...now }));
  const pass = (steady: number, wall = steady): void => {
    now.steady += steady;
    now.wall += wall;
  };
  return { clock, pass };
}

describe("IdleClock", () => {
  it("warns after ten minutes, counts down, and is over a minute later", () => {
    const { clock, pass } = start();
    pass(10 * MINUTE - 1);
    expect(clock.look()).toBe("active");
    pass(1);
    expect(clock.look()).toBe(60);
    pass(58_500);
    expect(clock.look()).toBe(2);
    pass(1_500);
    expect(clock.look()).toBe("over");
  });

  it("starts over when somebody is there, from the warning too", () => {
    const { clock, pass } = start();
    for (let i = 0; i < 3; i++) {
      pass(10 * MINUTE);
      expect(clock.look()).toBe(60);
      clock.touch();
      expect(clock.look()).toBe("active");
      pass(9 * MINUTE);
      expect(clock.look()).toBe("active");
      clock.touch();
    }
  });

  it("is over at once when timers stood still for longer, as on a page in the background", () => {
    const { clock, pass } = start();
    pass(11 * MINUTE);
    expect(clock.look()).toBe("over");
  });

  it("warns, with the full minute, when only the clock on the wall went on: asleep, or set to the right date", () => {
    const { clock, pass } = start();
    pass(2_000, 365 * 24 * HOUR);
    expect(clock.look()).toBe(60);
    pass(59_000);
    expect(clock.look()).toBe(1);
    clock.touch();
    expect(clock.look()).toBe("active");
  });

  it("is over when the device slept through the warning", () => {
    const { clock, pass } = start();
    pass(10 * MINUTE);
    expect(clock.look()).toBe(60);
    pass(1_000, 8 * HOUR);
    expect(clock.look()).toBe("over");
  });

  it("goes on when the clock on the wall is set back", () => {
    const { clock, pass } = start();
    pass(5 * MINUTE, -365 * 24 * HOUR);
    expect(clock.look()).toBe("active");
    pass(5 * MINUTE);
    expect(clock.look()).toBe(60);
  });
});

describe("deviceAt()", () => {
  it("knows a kiosk by its address", () => {
    expect(deviceAt("/")).toEqual({ kiosk: false, prints: true, idle: { quietMs: 10 * MINUTE, graceMs: MINUTE } });
    expect(deviceAt("/kiosk")).toMatchObject({ kiosk: true, prints: false });
    expect(deviceAt("/kiosk/print")).toMatchObject({ kiosk: true, prints: true });
    expect(deviceAt("/other")).toBe(DEVICES["/"]);
  });

  it("waits less on a kiosk, and still long enough to press a button", () => {
    for (const { kiosk, idle } of Object.values(DEVICES)) {
      expect(idle.graceMs).toBeGreaterThanOrEqual(20_000);
      if (kiosk) expect(idle.quietMs).toBeLessThan(deviceAt("/").idle.quietMs);
    }
  });
});
