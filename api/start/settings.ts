/** What `npm start` reads from its environment. Every variable has a default: a bare machine needs none. */
import path from "node:path";
import { z } from "zod";
import { DataError } from "../../prisma/errors.ts";
import { port, readEnv, urlWith, whole } from "../../prisma/process/env.ts";

const Environment = z.object({
  DATA_DIR: z.string().default(".data"),
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(8080),
  OFFICER_PORT: port.default(8081),
  /** A PostgreSQL of your own instead of the embedded one: the URL of a role that may create tables and roles. */
  DATABASE_URL: urlWith("postgresql", "postgres").optional(),
  /** A Redis or Valkey for the queue instead of PostgreSQL. */
  QUEUE_URL: urlWith("redis", "rediss", "postgresql", "postgres").optional(),
  /** Seconds. A demonstration answers quickly; production refuses less than 60 and 900. */
  TICK_SHORT_S: whole.default(5),
  TICK_LONG_S: whole.default(10),
});

export interface StartSettings {
  /** Absolute. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly officerPort: number;
  readonly databaseUrl: string | undefined;
  readonly queueUrl: string | undefined;
  readonly tickShortS: number;
  readonly tickLongS: number;
}

/** @throws DataError `config_invalid` naming the variables that are wrong */
export function readSettings(source: NodeJS.ProcessEnv = process.env): StartSettings {
  const env = readEnv(Environment, source);
  if (env.PORT === env.OFFICER_PORT) {
    throw new DataError("config_invalid", `PORT and OFFICER_PORT are both ${env.PORT}: the two hosts need one each`);
  }
  return {
    dataDir: path.resolve(env.DATA_DIR),
    host: env.HOST,
    port: env.PORT,
    officerPort: env.OFFICER_PORT,
    databaseUrl: env.DATABASE_URL,
    queueUrl: env.QUEUE_URL,
    tickShortS: env.TICK_SHORT_S,
    tickLongS: env.TICK_LONG_S,
  };
}
