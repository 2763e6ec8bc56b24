/**
 * The unit tool: `npm run unit -- <command>`. Makes and keeps a unit's keys, checks its key directory, explains its rules.
 *
 * Exit codes: 0 done, 1 refused, 2 wrong use. A refusal is one line on standard error, `unit: <code>: <what>`, and perhaps a
 * second one with what to do; codes are stable. No command prints a secret.
 */
import { SecurityError } from "../errors.ts";
import { UnitFilesError } from "../files.ts";
import { loadSodium } from "../primitives/loadNode.ts";
import { CliError, type Command } from "./command.ts";
import { admit } from "./commands/admit.ts";
import { certify } from "./commands/certify.ts";
import { desk } from "./commands/desk.ts";
import { explainLevelCommand } from "./commands/explainLevel.ts";
import { fingerprint } from "./commands/fingerprint.ts";
import { floor } from "./commands/floor.ts";
import { forget } from "./commands/forget.ts";
import { init } from "./commands/init.ts";
import { recover } from "./commands/recover.ts";
import { recovery } from "./commands/recovery.ts";
import { remove } from "./commands/remove.ts";
import { renewUnit } from "./commands/renew.ts";
import { rules } from "./commands/rules.ts";
import { show } from "./commands/show.ts";
import { triageKey } from "./commands/triageKey.ts";
import { verify } from "./commands/verify.ts";
import { hintFor } from "./hints.ts";
import { complain, say, sayTable } from "./output.ts";

const COMMANDS: readonly Command[] = [
  init,
  admit,
  desk,
  renewUnit,
  remove,
  certify,
  floor,
  forget,
  recovery,
  recover,
  rules,
  triageKey,
  verify,
  show,
  fingerprint,
  explainLevelCommand,
];
const HELP_WORDS = ["--help", "-h", "help"];

const EXIT_REFUSED = 1;
const EXIT_USAGE = 2;

function sayCommands(): void {
  say("The keys of a unit, and who holds them.");
  say();
  say("  npm run unit -- <command> [options]");
  say("  npm run unit -- <command> --help");
  say();
  sayTable(COMMANDS.map(({ name, summary }) => [name, summary]));
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name !== undefined && HELP_WORDS.includes(name)) {
    sayCommands();
    return 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) {
    complain(`unit: usage: ${name === undefined ? "a command is needed" : `there is no command ${name}`}`);
    complain(`  There are: ${COMMANDS.map((each) => each.name).join(", ")}. See npm run unit -- --help`);
    return EXIT_USAGE;
  }
  if (rest.some((arg) => HELP_WORDS.slice(0, 2).includes(arg))) {
    say(`${command.summary}.`);
    say();
    say(`  npm run unit -- ${command.name} [options]`);
    say();
    say(command.help);
    return 0;
  }
  try {
    await command.run({ p: await loadSodium(), args: rest });
    return 0;
  } catch (cause) {
    return refuse(command, cause);
  }
}

/** Only our own errors are explained; anything else is a fault of this program, and shows itself whole. */
function refuse(command: Command, cause: unknown): number {
  if (!(cause instanceof CliError || cause instanceof SecurityError || cause instanceof UnitFilesError)) throw cause;
  complain(`unit: ${cause.code}: ${cause.message}`);
  const hint = cause instanceof CliError ? cause.hint : hintFor(cause.code);
  if (hint !== undefined) complain(`  ${hint}`);
  if (cause.code !== "usage") return EXIT_REFUSED;
  complain(`  See npm run unit -- ${command.name} --help`);
  return EXIT_USAGE;
}

process.exitCode = await main(process.argv.slice(2));
