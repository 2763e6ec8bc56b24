/** What a worker process is told; every variable is in the README. */
import { z } from "zod";
import { DataError } from "../prisma/errors.ts";
import { hexKey, readEnv, urlWith, whole } from "../prisma/process/env.ts";
import { mailConfigOf, mailVariables } from "./mail/config.ts";
import type { MailConfig } from "./mail/config.ts";

/** In production, ticks this far apart hide who wrote when; a demonstration and tests may tick faster. Seconds. */
const TICK_FLOORS_S = { short: 60, long: 900 } as const;
const QUARANTINE_MAX_BYTES = 512 * 1024 * 1024;

const postgresUrl = urlWith("postgresql", "postgres");
const postgresOrRedisUrl = urlWith("postgresql", "postgres", "redis", "rediss");

/** The current one; under it the one before, while slips may still come to it: as the ceremony writes the file. */
const triageSecrets = z
  .string()
  .transform((text) => text.trim().split(/\s+/))
  .pipe(z.array(hexKey).min(1).max(2));

const variables = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: postgresUrl,
  /** Where jobs are kept; default DATABASE_URL. */
  QUEUE_URL: postgresOrRedisUrl.optional(),
  /** Where officer hosts listen for changes; default QUEUE_URL when that is Redis, else DATABASE_URL. */
  EVENTS_URL: postgresOrRedisUrl.optional(),
  UNIT_PUBLIC: z.string(),
  TRIAGE_SECRET: triageSecrets,
  TICK_SHORT_S: whole.refine((seconds) => seconds >= 1).default(TICK_FLOORS_S.short),
  TICK_LONG_S: whole.refine((seconds) => seconds >= 1).default(TICK_FLOORS_S.long),
  QUARANTINE_MAX_BYTES: whole.default(QUARANTINE_MAX_BYTES),
  ...mailVariables.shape,
});

export interface WorkerConfig {
  readonly production: boolean;
  readonly databaseUrl: string;
  readonly queueUrl: string;
  readonly eventsUrl: string;
  /** Path of `unit.public.json`. */
  readonly unitPublic: string;
  /** 32 bytes each, the current one first. */
  readonly triageSecrets: readonly Uint8Array[];
  readonly tickShortMs: number;
  readonly tickLongMs: number;
  readonly quarantineMaxBytes: number;
  /** Null: officers are sent nothing. */
  readonly mail: MailConfig | null;
}

/** @throws DataError `config_invalid` naming the variables that are wrong, never a value */
export function readWorkerConfig(source?: Readonly<Record<string, string | undefined>>): WorkerConfig {
  const env = readEnv(variables, source);
  const production = env.NODE_ENV === "production";
  if (production) {
    refuseBelow("TICK_SHORT_S", env.TICK_SHORT_S, TICK_FLOORS_S.short);
    refuseBelow("TICK_LONG_S", env.TICK_LONG_S, TICK_FLOORS_S.long);
  }
  const queueUrl = env.QUEUE_URL ?? env.DATABASE_URL;
  return Object.freeze({
    production,
    databaseUrl: env.DATABASE_URL,
    queueUrl,
    eventsUrl: env.EVENTS_URL ?? (/^rediss?:/.test(queueUrl) ? queueUrl : env.DATABASE_URL),
    unitPublic: env.UNIT_PUBLIC,
    triageSecrets: env.TRIAGE_SECRET,
    tickShortMs: env.TICK_SHORT_S * 1000,
    tickLongMs: env.TICK_LONG_S * 1000,
    quarantineMaxBytes: env.QUARANTINE_MAX_BYTES,
    mail: mailConfigOf(env, production),
  });
}

function refuseBelow(name: string, seconds: number, floor: number): void {
  if (seconds >= floor) return;
  throw new DataError(
    "config_invalid",
    `the environment is not right: ${name}: has to be at least ${floor} in production`,
  );
}
