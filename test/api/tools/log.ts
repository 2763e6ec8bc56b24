import type { Log } from "../../../prisma/process/log.ts";
import { createLog } from "../../../prisma/process/log.ts";

/** The real log, into a list of lines. */
export function captureLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog("test", { write: (line: string) => void lines.push(line) }), lines };
}
