/**
 * The one config parser. Each process declares its variables as a zod object, parses them before anything else, and
 * passes the frozen result on. A failure names variables and what is wrong with them, never a value.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { DataError } from "../errors.ts";
import { whyUnreadable } from "./unreadable.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses `source` by `schema`. For every variable X of the schema, X_FILE may name a file that holds the value instead
 * (a secret mounted by an orchestrator); one newline at its end is dropped. An empty variable counts as absent.
 * @throws DataError `config_invalid` naming every variable that is wrong
 */
export function readEnv<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  source: Variables = process.env,
): Readonly<z.infer<z.ZodObject<Shape>>> {
  const faults: string[] = [];
  const values: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const direct = source[name] === "" ? undefined : source[name];
    const file = source[`${name}_FILE`] === "" ? undefined : source[`${name}_FILE`];
    if (direct !== undefined && file !== undefined) {
      faults.push(`${name}: both ${name} and ${name}_FILE are set`);
    } else if (file !== undefined) {
      try {
        values[name] = readFileSync(file, "utf8").replace(/\r?\n$/, "");
      } catch (cause) {
        faults.push(`${name}: the file that ${name}_FILE names ${whyUnreadable(cause)}`);
      }
    } else if (direct !== undefined) {
      values[name] = direct;
    }
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const named = new Set(faults.map((fault) => fault.slice(0, fault.indexOf(":"))));
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0] ?? "configuration");
      if (!named.has(name)) faults.push(`${name}: ${values[name] === undefined ? "is missing" : describe(issue)}`);
    }
  }
  if (faults.length > 0 || !parsed.success) {
    throw new DataError("config_invalid", `the environment is not right: ${faults.join("; ")}`);
  }
  return Object.freeze(parsed.data);
}

/** 32 bytes in hexadecimal. */
export const hexKey = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/)
  .transform((hex) => new Uint8Array(Buffer.from(hex, "hex")));

/** A TCP port; 0 lets the system choose. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65_535);

/** A whole number that is not negative. */
export const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** "1" or "true" is yes; "0" or "false" is no. */
export const flag = z.enum(["0", "1", "true", "false"]).transform((word) => word === "1" || word === "true");

/** A URL with one of the given schemes (without the colon). */
export const urlWith = (...schemes: readonly string[]) =>
  z.string().refine((text) => schemes.some((scheme) => text.startsWith(`${scheme}:`)) && URL.canParse(text), {
    message: `has to be a URL with scheme ${schemes.join(" or ")}`,
  });

/** A web origin: https, or http on this very machine; no path, no `/` at its end. */
export const origin = z.string().refine(
  (text) => {
    if (!URL.canParse(text)) return false;
    const { origin: canonical, protocol, hostname } = new URL(text);
    return canonical === text && (protocol === "https:" || (protocol === "http:" && hostname === "localhost"));
  },
  { message: "has to be https:// and a host's name, nothing more" },
);

/** What is wrong, from the kind of fault alone: zod's own texts may one day carry the value. */
function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_format":
      return "does not have the right form";
    case "invalid_value":
      return `has to be one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `has to be at least ${String(issue.minimum)}`;
    case "too_big":
      return `has to be at most ${String(issue.maximum)}`;
    case "custom":
      return issue.message === "Invalid input" ? "is out of range" : issue.message;
    default:
      return "is not valid";
  }
}
