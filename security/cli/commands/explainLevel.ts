import { explainLevel, LEVEL_DUE } from "../../levels.ts";
import {
  ACCUSED,
  CHILD,
  DANGER,
  deskFor,
  ENVELOPE_TYPES,
  KINDS,
  LANGUAGES,
  SIGNS,
  STILL,
  WHEN,
  type Slip,
} from "../../vocabulary.ts";
import { CliError, oneOf, readOptions } from "../command.ts";
import type { Command } from "../command.ts";
import { say } from "../output.ts";
import { deskName, plural } from "../words.ts";

const LINE_CHARACTERS = 96;
const INDENT = " ".repeat(24);

/** Words on as many lines as they need, under the column of explanations. */
function list(words: readonly string[]): string {
  const lines = [""];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trimStart();
    if (longer.length > LINE_CHARACTERS) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join(`\n${INDENT}`);
}

export const explainLevelCommand: Command = {
  name: "explain-level",
  summary: "Say which level and desk the answers of a routing slip lead to, and why",
  help: `  --type WORD           ${list(ENVELOPE_TYPES)}  (default: first)
  --danger WORD         ${list(DANGER)}  (default: unknown)
  --kind WORD           several times:
${INDENT}${list(KINDS)}
  --when WORD           ${list(WHEN)}
  --still WORD          ${list(STILL)}
  --accused WORD        several times:
${INDENT}${list(ACCUSED)}
  --sign WORD           several times:
${INDENT}${list(SIGNS)}
  --child WORD          ${list(CHILD)}
  --json TEXT           the same as a JSON object: {"danger":"soon","kinds":["housing"],"signs":[…],…}

Needs no unit. What an officer sees in the queue is made by the very same rule.`,

  async run({ args }) {
    const options = readOptions(args, {
      type: { type: "string" },
      danger: { type: "string" },
      kind: { type: "string", multiple: true },
      when: { type: "string" },
      still: { type: "string" },
      accused: { type: "string", multiple: true },
      sign: { type: "string", multiple: true },
      child: { type: "string" },
      json: { type: "string" },
    });
    const { json, kind, sign, ...others } = options;
    const given = { ...others, ...(kind && { kinds: kind }), ...(sign && { signs: sign }) };
    if (json !== undefined && Object.keys(given).length > 0) {
      throw new CliError("usage", "--json stands alone: it holds all the answers");
    }
    const slip = readSlip(json === undefined ? given : parseJson(json));
    const { level, reasons } = explainLevel(slip);
    const { hours } = LEVEL_DUE[level];
    say(`P${level}  first answer within ${plural(hours, "hour")}, ${deskName(slip.desk)} desk`);
    for (const reason of reasons) say(`  because: ${reason}`);
  },
};

const FIELDS = ["type", "danger", "kinds", "when", "still", "accused", "signs", "child"] as const;
type Fields = Partial<Record<(typeof FIELDS)[number], unknown>>;

function parseJson(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CliError("usage", "--json is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CliError("usage", "--json is an object");
  }
  const unknown = Object.keys(value).find((key) => !FIELDS.some((field) => field === key));
  if (unknown !== undefined) throw new CliError("usage", `no such answer: ${unknown}; there are ${FIELDS.join(", ")}`);
  return value;
}

function readSlip(fields: Fields): Slip {
  const accused = words(ACCUSED, fields, "accused");
  const kinds = words(KINDS, fields, "kinds");
  const when = word(WHEN, fields, "when");
  const still = word(STILL, fields, "still");
  const child = word(CHILD, fields, "child");
  return {
    type: word(ENVELOPE_TYPES, fields, "type") ?? "first",
    danger: word(DANGER, fields, "danger") ?? "unknown",
    kinds,
    accused,
    signs: words(SIGNS, fields, "signs"),
    ...(when && { when }),
    ...(still && { still }),
    ...(child && { child }),
    desk: deskFor({ accused, kinds }),
    language: LANGUAGES[0],
    assisted: false,
  };
}

function word<T extends string>(all: readonly T[], fields: Fields, key: keyof Fields): T | undefined {
  const value = fields[key];
  return value === undefined ? undefined : oneOf(all, value, key);
}

function words<T extends string>(all: readonly T[], fields: Fields, key: keyof Fields): readonly T[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value)) throw new CliError("usage", `${key} is a list`);
  return value.map((item) => oneOf(all, item, key));
}
