/**
 * The one log. A line holds an event name, a level, the process, the day, and fields from the list below; whatever else
 * a caller passes is dropped. No time finer than a day, no address, no message text of an error: a log is the first
 * thing a thief or a court takes. Whoever needs exact times of an incident has them from whatever collects the lines.
 */
import pino from "pino";

export interface LogFields {
  /** stable code of an error, see `codeOf` */
  code?: string;
  /** where a server listens: our own addresses, never a client's */
  host?: string;
  port?: number;
  /** a queue's or a job's name; never a job id */
  queue?: string;
  /** a step of start or stop */
  step?: string;
  signal?: string;
  /** how many of something were moved or erased by a tick */
  count?: number;
  /** version of a key statement */
  version?: number;
  /** a desk and an epoch whose keys were destroyed */
  desk?: number;
  epoch?: number;
}

const ALLOWED = ["code", "host", "port", "queue", "step", "signal", "count", "version", "desk", "epoch"] as const;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** @param process which process speaks; @param destination for tests, default standard output (synchronous) */
export function createLog(process: string, destination?: pino.DestinationStream): Log {
  const logger = pino(
    {
      base: { process },
      timestamp: () => `,"day":"${new Date().toISOString().slice(0, 10)}"`,
      formatters: { level: (level) => ({ level }) },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return {
    info: (event, fields) => logger.info({ event, ...allowed(fields) }),
    warn: (event, fields) => logger.warn({ event, ...allowed(fields) }),
    error: (event, fields) => logger.error({ event, ...allowed(fields) }),
  };
}

function allowed(fields: LogFields = {}): LogFields {
  return Object.fromEntries(ALLOWED.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}

/** The stable code of an error, or "internal" when it has none: error texts may carry a statement or a value. */
export function codeOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) {
    const { code } = error;
    if (typeof code === "string" && /^[A-Za-z0-9_]{1,64}$/.test(code)) return code;
  }
  return "internal";
}
