/** Publishes prepared versions when their day comes: at start, and every few minutes. */
import type { Changes } from "../prisma/changes.ts";
import { codeOf, type Log } from "../prisma/process/log.ts";
import { MINUTE_MS } from "../security/index.ts";
import { publishPrepared } from "./commands/prepareDirectory.ts";
import type { PublishDirectoryDeps } from "./commands/publishDirectory.ts";

const EVERY_MS = 5 * MINUTE_MS;

export interface PreparedTimer {
  /** Begins no more publications, and waits for the one under way. */
  readonly stop: () => Promise<void>;
}

export function publishPreparedInTime(
  deps: PublishDirectoryDeps & { readonly changes: Changes; readonly log: Log },
): PreparedTimer {
  const turn = async (): Promise<void> => {
    try {
      const version = await publishPrepared(deps);
      if (version === null) return;
      deps.log.info("prepared_version_published", { version });
      await deps.changes.publish();
    } catch (error) {
      deps.log.warn("prepared_version_refused", { code: codeOf(error) });
    }
  };
  let turns = turn();
  const timer = setInterval(() => {
    turns = turns.then(turn);
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await turns;
    },
  };
}
