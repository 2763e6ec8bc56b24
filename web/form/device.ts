/**
 * Whose device the page is on. Somebody's own, or a kiosk that many people use one after the other: a clinic's tablet that
 * always opens `/kiosk`, or `/kiosk/print` where the clinic allows its printer. The address stays the same for the whole journey.
 */
import type { IdleLimits } from "./exit/idleClock.ts";

export interface Device {
  readonly kiosk: boolean;
  /** Whether the page offers to print the code. */
  readonly prints: boolean;
  readonly idle: IdleLimits;
}

const MINUTE_MS = 60_000;
const OWN: Device = { kiosk: false, prints: true, idle: { quietMs: 10 * MINUTE_MS, graceMs: MINUTE_MS } };
const KIOSK: Device = { kiosk: true, prints: false, idle: { quietMs: 2 * MINUTE_MS, graceMs: MINUTE_MS / 2 } };

/** Every address of the page, and what it makes of the device. The build serves the page at each. */
export const DEVICES: Readonly<Record<string, Device>> = {
  "/": OWN,
  "/kiosk": KIOSK,
  "/kiosk/print": { ...KIOSK, prints: true },
};

/** @param path of the address that the page was opened at */
export const deviceAt = (path: string): Device => DEVICES[path] ?? OWN;
