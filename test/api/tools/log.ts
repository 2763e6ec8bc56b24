import type { Log, LogFields } from "../../../prisma/process/log.ts";
import { createLog } from "../../../prisma/process/log.ts";

/** The real log, into a list of lines. */
export function captureLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog("test", { write: (line: string) => void lines.push(line) }), lines };
}

/** What an event of these lines carries. */
export function eventsOf(lines: readonly string[]): (LogFields & { event: string })[] {
  return lines.map((line) => JSON.parse(line) as LogFields & { event: string });
}
