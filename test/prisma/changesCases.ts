/** What change notices have to do, whatever carries them. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "@jest/globals";
import { openChanges } from "../../prisma/changes.ts";
import type { Changes } from "../../prisma/changes.ts";

const LIMIT_MS = 60_000;

async function until(what: () => boolean): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!what() && Date.now() < deadline) await pause(20);
  expect(what()).toBe(true);
}

/** @param url where they go through @param interrupt cuts all connections, and lets them come back */
export function changesCases(url: () => string, interrupt: () => Promise<void>): void {
  async function using(use: (here: Changes, there: Changes) => Promise<void>): Promise<void> {
    const [here, there] = await Promise.all([openChanges(url()), openChanges(url())]);
    try {
      await use(here, there);
    } finally {
      await Promise.all([here.close(), there.close()]);
    }
  }

  it("reach listeners of all processes, until they unsubscribe", () =>
    using(async (here, there) => {
      const counts = { here: 0, there: 0, gone: 0 };
      here.subscribe(() => counts.here++);
      there.subscribe(() => counts.there++);
      there.subscribe(() => counts.gone++)();
      await here.publish();
      await until(() => counts.here === 1 && counts.there === 1);
      await there.publish();
      await until(() => counts.here === 2 && counts.there === 2);
      expect(counts.gone).toBe(0);
    }));

  it("tell listeners after a lost connection, and go on", () =>
    using(async (here, there) => {
      let heard = 0;
      there.subscribe(() => heard++);
      await interrupt();
      await until(() => heard >= 1);
      const before = heard;
      // the publisher's own connection may come back later than the listener's
      const again = setInterval(() => void here.publish(), 50);
      await until(() => heard > before);
      clearInterval(again);
    }));

  it("never fail the one who publishes", () =>
    using(async (here) => {
      await here.close();
      await expect(here.publish()).resolves.toBeUndefined();
    }));
}
