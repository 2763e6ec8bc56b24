import { spawn } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "@jest/globals";
import { createShutdown } from "../../../prisma/process/shutdown.ts";
import { projectRoot } from "../../../prisma/migrate/root.ts";
import type { Log, LogFields } from "../../../prisma/process/log.ts";

function silentLog(): Log & { said: [string, LogFields | undefined][] } {
  const said: [string, LogFields | undefined][] = [];
  const write = (event: string, fields?: LogFields): void => void said.push([event, fields]);
  return { said, info: write, warn: write, error: write };
}

describe("createShutdown()", () => {
  it("stops what was started last first, one after the other, once", async () => {
    const order: string[] = [];
    const shutdown = createShutdown({ log: silentLog() });
    shutdown.add("database", () => void order.push("database"));
    shutdown.add("server", async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push("server");
    });
    await Promise.all([shutdown.stop(), shutdown.stop()]);
    await shutdown.stop();
    expect(order).toEqual(["server", "database"]);
  });

  it("goes on when a step fails, and says which, by code", async () => {
    const log = silentLog();
    const order: string[] = [];
    const shutdown = createShutdown({ log });
    shutdown.add("database", () => void order.push("database"));
    shutdown.add("server", () => {
      throw Object.assign(new Error("secret"), { code: "ERR_X" });
    });
    await shutdown.stop();
    expect(order).toEqual(["database"]);
    expect(log.said).toEqual([["stop_failed", { step: "server", code: "ERR_X" }]]);
  });
});

const file = (name: string): string => JSON.stringify(path.join(projectRoot(), "prisma", "process", name));

/** Runs a process with the given step and limit, and signals it once it is ready. */
function runUntilSignal(step: string, signals: NodeJS.Signals[]): Promise<{ code: number | null; out: string }> {
  const script = `
    import { createLog } from ${file("log.ts")};
    import { createShutdown } from ${file("shutdown.ts")};
    const shutdown = createShutdown({ log: createLog("probe"), limitMs: 500 });
    shutdown.add("step", ${step});
    shutdown.onSignals();
    setInterval(() => undefined, 1000);
    console.log("ready");`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: projectRoot(),
  });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    if (out.startsWith("ready") && signals.length > 0) for (const signal of signals.splice(0)) child.kill(signal);
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out })));
}

describe("onSignals()", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("exits 0 in order on %s", async (signal) => {
    const { code, out } = await runUntilSignal("() => undefined", [signal]);
    expect(code).toBe(0);
    expect(out).toMatch(/stopping.*\n.*stopped/);
  });

  it("exits 1 when the limit passes", async () => {
    const { code, out } = await runUntilSignal("() => new Promise(() => undefined)", ["SIGTERM", "SIGINT"]);
    expect(code).toBe(1);
    expect(out).toContain("stop_limit_passed");
  });

  it("exits 1 when a step failed", async () => {
    expect((await runUntilSignal("() => { throw new Error('x'); }", ["SIGTERM"])).code).toBe(1);
  });
});
