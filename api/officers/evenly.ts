import { setTimeout as pause } from "node:timers/promises";

/**
 * Runs `work` and answers, or fails, at the next multiple of `quantumMs` after its start, so that the few milliseconds by
 * which one way through it differs from another cannot be seen from outside.
 */
export async function evenly<T>(quantumMs: number, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    const spent = performance.now() - start;
    await pause(Math.ceil(spent / quantumMs) * quantumMs - spent);
  }
}
