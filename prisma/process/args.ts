/** Options of the operators' programs. */
import { parseArgs, type ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Strict: an unknown option, a stray word or one without its value, and what `fits` refuses, is answered with the usage on standard
 * error and exit code 2, not with a trace of this program.
 * @returns `null` when that has happened: there is nothing more to do
 */
export function readArgs<T extends Options>(
  usage: string,
  options: T,
  fits: (values: Values<T>) => boolean = () => true,
): Values<T> | null {
  const values = parsed(options);
  if (values !== null && fits(values)) return values;
  process.stderr.write(`usage: ${usage}\n`);
  process.exitCode = 2;
  return null;
}

type Values<T extends Options> = ReturnType<typeof parse<T>>;

function parse<T extends Options>(options: T) {
  return parseArgs({ options, strict: true, allowPositionals: false }).values;
}

function parsed<T extends Options>(options: T): Values<T> | null {
  try {
    return parse(options);
  } catch {
    return null;
  }
}
