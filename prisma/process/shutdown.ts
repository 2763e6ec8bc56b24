/** Stopping in order: what was started last stops first, each step once, and never longer than a hard limit. */
import { codeOf } from "./log.ts";
import type { Log } from "./log.ts";

export interface Shutdown {
  /** Adds what stops something that has just been started. */
  add(name: string, step: () => Promise<void> | void): void;
  /** Runs the steps, last added first. A step that fails is logged and the next one runs. Runs once, however often called. */
  stop(): Promise<void>;
  /** Stops on SIGTERM and SIGINT, then exits: 0 in order, 1 when a step failed or the limit passed. */
  onSignals(): void;
}

/** How long everything together may take. Milliseconds; an orchestrator kills after 10 s by habit. */
const SHUTDOWN_LIMIT_MS = 9_000;

export interface ShutdownOptions {
  log: Log;
  limitMs?: number;
  exit?: (code: number) => void;
}

export function createShutdown({ log, limitMs = SHUTDOWN_LIMIT_MS, exit = exitProcess }: ShutdownOptions): Shutdown {
  const steps: { name: string; step: () => Promise<void> | void }[] = [];
  let running: Promise<void> | undefined;
  let failed = false;

  async function runSteps(): Promise<void> {
    for (let next = steps.pop(); next !== undefined; next = steps.pop()) {
      try {
        await next.step();
      } catch (error) {
        failed = true;
        log.error("stop_failed", { step: next.name, code: codeOf(error) });
      }
    }
  }

  const stop = (): Promise<void> => (running ??= runSteps());

  async function onSignal(signal: NodeJS.Signals): Promise<void> {
    // A second signal must not start a second stop; whoever wants more force has SIGKILL.
    if (running !== undefined) return;
    log.info("stopping", { signal });
    const limit = setTimeout(() => {
      log.error("stop_limit_passed");
      exit(1);
    }, limitMs);
    await stop();
    clearTimeout(limit);
    log.info("stopped");
    exit(failed ? 1 : 0);
  }

  return {
    add: (name, step) => void steps.push({ name, step }),
    stop,
    onSignals: () => {
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void onSignal(signal));
    },
  };
}

function exitProcess(code: number): void {
  process.exit(code);
}
