/** The variables about mail, and what they may say together. */
import { z } from "zod";
import { DataError } from "../../prisma/errors.ts";
import { port, whole } from "../../prisma/process/env.ts";
import { MINUTE_MS } from "../../security/index.ts";
import type { MailSettings } from "./mailer.ts";

/** How rare notices of a P0 are, in minutes. */
const NOTICE_EVERY_MIN = { least: 1, usual: 5, most: 60 } as const;
/** Officers of a unit, not a list of subscribers. */
const RECIPIENTS_MAX = 50;
const SUBMISSION_PORT = 587;
const DEFAULT_DIGEST = 12 * 60 * MINUTE_MS;

/** An address as it stands in an envelope: ASCII, without a name, a space or anything that could end a line. */
const ADDRESS = /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}$/;
const address = z.string().regex(ADDRESS);

export const mailVariables = z.object({
  /** Without it nobody is sent anything. */
  SMTP_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,255}$/)
    .optional(),
  SMTP_PORT: port.default(SUBMISSION_PORT),
  SMTP_TLS: z.enum(["starttls", "implicit", "none"]).default("starttls"),
  SMTP_USER: z.string().max(255).optional(),
  SMTP_PASSWORD: z.string().max(255).optional(),
  /** PEM, usually by SMTP_CA_FILE: who may vouch for the mail server, in the place of the usual authorities. */
  SMTP_CA: z.string().includes("-----BEGIN CERTIFICATE-----").optional(),
  MAIL_FROM: address.optional(),
  /** Separated by commas. */
  MAIL_TO: z
    .string()
    .transform((list) => list.split(",").map((one) => one.trim()))
    .pipe(z.array(address).min(1).max(RECIPIENTS_MAX))
    .optional(),
  /** When the daily digest goes out, UTC. */
  DIGEST_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .transform((time) => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE_MS)
    .default(DEFAULT_DIGEST),
  NOTICE_EVERY_MIN: whole
    .refine((minutes) => minutes >= NOTICE_EVERY_MIN.least && minutes <= NOTICE_EVERY_MIN.most)
    .default(NOTICE_EVERY_MIN.usual),
});

export interface MailConfig extends MailSettings {
  /** Milliseconds after the beginning of a day, UTC. */
  readonly digestAtMs: number;
  readonly noticeEveryMs: number;
}

/**
 * @returns null when no mail server is set
 * @throws DataError `config_invalid` naming the variables that do not fit each other, never a value
 */
export function mailConfigOf(env: z.output<typeof mailVariables>, production: boolean): MailConfig | null {
  if (env.SMTP_HOST === undefined) return null;
  const { MAIL_FROM: from, MAIL_TO: to, SMTP_USER: user, SMTP_PASSWORD: password } = env;
  if (from === undefined) throw misfit("MAIL_FROM: is missing");
  if (to === undefined) throw misfit("MAIL_TO: is missing");
  if ((user === undefined) !== (password === undefined)) {
    throw misfit("SMTP_USER, SMTP_PASSWORD: one is given without the other");
  }
  if (env.SMTP_TLS === "none") {
    if (user !== undefined) throw misfit("SMTP_TLS: a password is not sent in the clear");
    if (production) throw misfit("SMTP_TLS: has to be starttls or implicit in production");
  }
  return {
    host: env.SMTP_HOST,
    port: env.SMTP_PORT,
    tls: env.SMTP_TLS,
    user,
    password,
    ca: env.SMTP_CA,
    from,
    to,
    digestAtMs: env.DIGEST_AT,
    noticeEveryMs: env.NOTICE_EVERY_MIN * MINUTE_MS,
  };
}

function misfit(what: string): DataError {
  return new DataError("config_invalid", `the environment is not right: ${what}`);
}
