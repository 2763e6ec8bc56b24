/** What the reporters' routes work with: what the process gives, and what the app makes of it. */
import type { Primitives } from "../security/index.ts";
import type { Database } from "../prisma/client.ts";
import type { Log } from "../prisma/process/log.ts";
import type { Gate } from "./gate.ts";
import type { UploadRoom } from "./uploadRoom.ts";
import type { Site } from "./site.ts";

export interface ReporterLimits {
  /** Milliseconds that a body may take; a slow phone on a slow network sends 36 kB in a few seconds. */
  readonly bodyTimeoutMs: number;
  /** Bodies that are read at the same time: what slow senders can hold, 36 kB each. */
  readonly reading: number;
  /** Requests that are at the database at the same time, and as many as may wait for that. */
  readonly storing: number;
  readonly waiting: number;
  /** Parts of attachments that are read or stored at the same time: 262 kB each. */
  readonly uploading: number;
  /** Of these, parts that are at the database at the same time: envelopes must not wait for them. */
  readonly storingParts: number;
  /** Milliseconds that a part may take; 30 kbit/s is enough. */
  readonly partTimeoutMs: number;
}

export interface ReporterOptions {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly site: Site;
  readonly log: Log;
  /** 32 bytes each. */
  readonly intakeKey: Uint8Array;
  readonly rowSecret: Uint8Array;
  readonly prfKey: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** @throws ApiError `disk_low` */
  readonly checkDisk: () => Promise<void>;
  /** Parts that wait for the release of their envelope take no more than this, in bytes. */
  readonly uploadsMaxBytes: number;
  readonly behindTls: boolean;
  /** The unit's neutral address: where quick exit leads. */
  readonly exitUrl: string;
  readonly limits?: ReporterLimits;
}

export interface ReporterDeps extends ReporterOptions {
  readonly limits: ReporterLimits;
  readonly gates: {
    readonly reading: Gate;
    readonly storing: Gate;
    readonly uploading: Gate;
    readonly storingParts: Gate;
  };
  readonly uploadRoom: UploadRoom;
}
