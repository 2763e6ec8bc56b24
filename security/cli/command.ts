/** What a command of the unit tool is made of, and how its options are read. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { dayOf, parseIsoDay } from "../days.ts";
import type { Primitives } from "../primitives/types.ts";

/** Codes of the command line's own refusals; scripts compare these. Codes of `SecurityError` and `UnitFilesError` pass through. */
export type CliErrorCode =
  | "usage" // unknown command or option, a missing or a wrong value
  | "fingerprint_needed" // an admission that nobody has compared yet
  | "fingerprint_mismatch" // the request is not the one that was read aloud
  | "unknown_officer"
  | "unknown_epoch" // not of this desk, or not in these files
  | "epoch_current" // an epoch that is still in use
  | "triage_key_kept"; // the triage key before the newest has not been forgotten

export class CliError extends Error {
  readonly code: CliErrorCode;
  /** What to do about it, if there is something. */
  readonly hint: string | undefined;

  constructor(code: CliErrorCode, message: string, hint?: string) {
    super(message);
    this.name = "CliError";
    this.code = code;
    this.hint = hint;
  }
}

export interface Context {
  readonly p: Primitives;
  /** The command's options after its name. */
  readonly args: readonly string[];
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints under the summary. */
  readonly help: string;
  run(context: Context): Promise<void>;
}

/** Options that most commands share. */
export const DIR_OPTION = { dir: { type: "string", default: "unit" } } as const;
export const TODAY_OPTION = { today: { type: "string" } } as const;
export const DIR_HELP = "  --dir DIR             the unit's directory (default: unit)";
export const TODAY_HELP = "  --today YYYY-MM-DD    act as on this day (default: today, UTC); for drills";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Strict: an unknown option or a stray word is refused. What follows an option that takes a text is its text, though it
 * begins with a dash, as one request in 64 does; only another option's name is not. @throws CliError `usage`
 */
export function readOptions<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: withTexts(args, options), options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw new CliError("usage", cause instanceof Error ? cause.message : "the options cannot be read");
  }
}

function withTexts(args: readonly string[], options: Options): string[] {
  const read: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const [arg, next] = [args[i] as string, args[i + 1]];
    const takesText = arg.startsWith("--") && options[arg.slice(2)]?.type === "string";
    const isText =
      next?.startsWith("-") === true && next !== "-" && options[next.split("=", 1)[0]?.slice(2) ?? ""] === undefined;
    read.push(takesText && isText ? `${arg}=${next}` : arg);
    if (takesText && isText) i++;
  }
  return read;
}

/** @throws CliError `usage` */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value.trim() === "") throw new CliError("usage", `--${option} is needed`);
  return value;
}

/** One of a list of words. @throws CliError `usage` */
export function oneOf<T extends string>(words: readonly T[], value: unknown, option: string): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new CliError("usage", `--${option} is one of: ${words.join(", ")}`);
  return found;
}

/** Days since 1970, UTC. @throws CliError `usage` */
export function readToday(today: string | undefined): number {
  if (today === undefined) return dayOf(Date.now());
  try {
    return parseIsoDay(today);
  } catch {
    throw new CliError("usage", "--today is a day, written YYYY-MM-DD");
  }
}
