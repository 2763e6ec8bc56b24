/** The environment of both API processes, parsed before anything else. What each variable means is said here. */
import { z } from "zod";
import type { UnitPublic } from "../security/index.ts";
import { readUnitPublic, UnitFilesError } from "../security/node.ts";
import { DataError } from "../prisma/errors.ts";
import { flag, hexKey, origin, port, readEnv, urlWith, whole } from "../prisma/process/env.ts";
import { refuseDemonstration } from "../prisma/process/production.ts";

const postgresUrl = urlWith("postgresql", "postgres");

const shared = {
  /** `production` refuses a demonstration unit. */
  NODE_ENV: z.string().default("development"),
  /** Postgres, as this process's own role. */
  DATABASE_URL: postgresUrl,
  /** The address to listen on. */
  HOST: z.string().default("127.0.0.1"),
  /** What `web/build.ts` made: `form/` and `console/`. */
  WEB_DIR: z.string(),
  /** Path of `unit.public.json`. */
  UNIT_PUBLIC: z.string(),
  /** Whether a proxy in front speaks TLS: HSTS, and cookies for TLS only. */
  BEHIND_TLS: flag.default(false),
};

const reporterEnv = z.object({
  ...shared,
  PORT: port.default(8080),
  /** Below this much free disk nothing is taken in. Bytes. */
  MIN_FREE_BYTES: whole.default(256 * 1024 * 1024),
  /** Parts of attachments that wait for their envelope's release take no more than this, all together. Bytes. */
  UPLOADS_MAX_BYTES: whole.default(4 * 1024 * 1024 * 1024),
  /** Any path on the disk that must not fill; WEB_DIR when left out. */
  DISK_PATH: z.string().optional(),
  /** Keys the receipts that make sending again harmless. */
  INTAKE_KEY: hexKey,
  /** Keys mailbox rows; the officer host has the same. */
  MAILBOX_ROW_SECRET: hexKey,
  /** Fills slots without a reply. */
  MAILBOX_PRF_KEY: hexKey,
});

const officerEnv = z.object({
  ...shared,
  OFFICER_PORT: port.default(8081),
  /** Where browsers have the console open: passkeys are bound to it. Needed where BEHIND_TLS is 1, else localhost. */
  OFFICER_ORIGIN: origin.optional(),
  MAILBOX_ROW_SECRET: hexKey,
  /** Seals the secrets of second factors. */
  TOTP_KEY: hexKey,
  /** Makes the salts of names that do not exist. */
  FAKE_SALT_KEY: hexKey,
  /** Where shred keys are kept: outside the database and its backups. */
  KEY_STORE_DIR: z.string(),
  /** The worker's two ticks, in seconds: consoles are told by when a reply has left. */
  TICK_SHORT_S: whole.default(60),
  TICK_LONG_S: whole.default(900),
  /** Postgres or Redis: how processes tell each other that something changed. DATABASE_URL when left out. */
  EVENTS_URL: urlWith("postgresql", "postgres", "redis", "rediss").optional(),
});

export type ReporterConfig = Readonly<z.infer<typeof reporterEnv>>;
export type OfficerConfig = Readonly<z.infer<typeof officerEnv>>;

/** @throws DataError `config_invalid` */
export const readReporterConfig = (source?: NodeJS.ProcessEnv): ReporterConfig => readEnv(reporterEnv, source);
/** @throws DataError `config_invalid` */
export function officerOrigin({ OFFICER_ORIGIN, OFFICER_PORT, BEHIND_TLS }: OfficerConfig): string {
  if (OFFICER_ORIGIN !== undefined) return OFFICER_ORIGIN;
  if (!BEHIND_TLS) return `http://localhost:${OFFICER_PORT}`;
  const what = "behind TLS it has to be the address of the officers' console, as https://officers.example.org";
  throw new DataError("config_invalid", `OFFICER_ORIGIN is missing: ${what}`);
}

/** @throws DataError `config_invalid` */
export const readOfficerConfig = (source?: NodeJS.ProcessEnv): OfficerConfig => readEnv(officerEnv, source);

/**
 * Reads the unit that this process serves.
 * @throws DataError `config_invalid`, `demonstration_unit_in_production`
 */
export async function readUnit(config: Pick<ReporterConfig, "UNIT_PUBLIC" | "NODE_ENV">): Promise<UnitPublic> {
  const unit = await readUnitPublic(config.UNIT_PUBLIC).catch((cause: unknown) => {
    if (!(cause instanceof UnitFilesError)) throw cause;
    const advice = "it has to be the unit.public.json that `npm run unit -- init` made";
    throw new DataError("config_invalid", `UNIT_PUBLIC: ${cause.message}; ${advice}`, { cause });
  });
  refuseDemonstration(config.NODE_ENV === "production", unit);
  return unit;
}
