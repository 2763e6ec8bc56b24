/** Everything that handlers need of the world; `main.ts` fills it, tests fill it otherwise. */
import type { Changes } from "../prisma/changes.ts";
import type { Database } from "../prisma/client.ts";
import type { Primitives } from "../security/index.ts";
import type { Alarm } from "./alarms.ts";
import type { WorkerDirectory } from "./directory.ts";
import type { IntakeHandles } from "./intakeHandle.ts";
import type { Notices } from "./mail/notices.ts";
import type { WorkerRules } from "./rules.ts";
import type { Queues } from "./queue/queues.ts";

export interface WorkerDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  /** 32 bytes each; the current one, then perhaps the one before. */
  readonly triageSecrets: readonly Uint8Array[];
  readonly directory: WorkerDirectory;
  readonly rules: WorkerRules;
  readonly handles: IntakeHandles;
  readonly queues: Pick<Queues, "addAll">;
  readonly changes: Pick<Changes, "publish">;
  readonly alarm: Alarm;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** More than this many bytes of envelopes are not put into quarantine; what is in it stays. */
  readonly quarantineMaxBytes: number;
  /** Null: no mail server is set, and nobody is sent anything. */
  readonly notices: Notices | null;
}
