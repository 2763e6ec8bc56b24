import { readFile } from "node:fs/promises";
import { newestOf } from "../../ceremony.ts";
import { isoDay, parseIsoDay } from "../../days.ts";
import { withUnitLock } from "../../files.ts";
import type { RosterOfficer } from "../../roster.ts";
import { signTriageRules, verifyTriageRules, type Staffed, type TriageRuleSet } from "../../triageRules.ts";
import { loadUnitFiles, loadTriageRules, saveTriageRules } from "../../unitFiles.ts";
import { listIn, numberIn, record, stringIn } from "../../unitJson.ts";
import {
  CliError,
  DIR_HELP,
  DIR_OPTION,
  readOptions,
  readToday,
  required,
  TODAY_HELP,
  TODAY_OPTION,
} from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext } from "../output.ts";
import { plural } from "../words.ts";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const FIELDS = ["urgentHours", "days", "timeZone", "week", "holidays", "onCall"];

export const rules: Command = {
  name: "rules",
  summary: "Sign triage rules: how soon to answer, when officers are there, who is on call",
  help: `  --file FILE           the rules as JSON:
                        {"urgentHours": 1, "days": [1, 3, 7], "timeZone": "America/Toronto",
                         "week": {"monday": ["08:00", "17:00"], …}, "holidays": ["2026-12-25"],
                         "onCall": [{"from": "2026-11-16", "officer": "Name on the roster"}]}
${DIR_HELP}
${TODAY_HELP}

A day that is left out of the week has nobody there. A turn on call lasts until the next one begins. Until rules are
published, P0 has an hour and the rest 1, 3 and 7 days, somebody is always there, and nobody is on call.`,

  async run({ p, args }) {
    const options = readOptions(args, { ...DIR_OPTION, ...TODAY_OPTION, file: { type: "string" } });
    const { dir } = options;
    const today = readToday(options.today);
    const text = await readText(required(options.file, "file"));
    await withUnitLock(dir, async () => {
      const state = await loadUnitFiles(dir);
      const { roster } = await newestOf(p, state);
      const wanted = parseRules(text, roster.officers);
      const last = (await loadTriageRules(dir)).at(-1);
      const before = last === undefined ? null : await verifyTriageRules(p, last, state.publicJson, today);
      const { seed, certificate } = state.offline.lead;
      const lead = { signing: p.ed25519KeyPair(seed), certificate };
      const bytes = signTriageRules(p, state.publicJson, before, lead, wanted, today);
      const { version, turns, holidays } = await verifyTriageRules(p, bytes, state.publicJson, today);
      await saveTriageRules(dir, version, bytes);
      say(
        `Triage rules, version ${version}: P0 in ${plural(wanted.urgentHours, "hour")}, then ${wanted.days.join(", ")} days.`,
      );
      say(
        `  ${plural(turns.length, "turn")} on call, ${plural(holidays.length, "holiday")}, clocks of ${wanted.timeZone}`,
      );
      for (const { firstDay } of turns.slice(-1))
        say(`  The last turn begins on ${isoDay(firstDay)} and does not end by itself.`);
      sayNext([`Publish ${dir}/server as after a renewal.`]);
    });
  },
};

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new CliError("usage", "--file cannot be read");
  }
}

/** @throws CliError `usage`, `unknown_officer` */
function parseRules(text: string, officers: readonly RosterOfficer[]): TriageRuleSet {
  try {
    const json = record(JSON.parse(text));
    const unknown = Object.keys(json).find((key) => !FIELDS.includes(key));
    if (unknown !== undefined) throw new CliError("usage", `no such rule: ${unknown}; there are ${FIELDS.join(", ")}`);
    const [p1, p2, p3, ...more] = listIn(json, "days");
    if (typeof p1 !== "number" || typeof p2 !== "number" || typeof p3 !== "number" || more.length > 0)
      throw new TypeError();
    return {
      urgentHours: numberIn(json, "urgentHours"),
      days: [p1, p2, p3],
      timeZone: stringIn(json, "timeZone"),
      week: parseWeek(record(json["week"])),
      holidays: listIn(json, "holidays").map((day) => parseIsoDay(String(day))),
      turns: listIn(json, "onCall").map((item) => {
        const turn = record(item);
        return { firstDay: parseIsoDay(stringIn(turn, "from")), officerId: idOf(stringIn(turn, "officer"), officers) };
      }),
    };
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError("usage", "--file is not a set of rules: see npm run unit -- rules --help");
  }
}

function parseWeek(week: Readonly<Record<string, unknown>>): Staffed[] {
  if (Object.keys(week).some((day) => !WEEKDAYS.some((known) => known === day))) throw new TypeError();
  return WEEKDAYS.map((day) => {
    const hours = week[day];
    if (hours === undefined) return null;
    if (!Array.isArray(hours) || hours.length !== 2) throw new TypeError();
    const [from = 0, to = 0] = hours.map((time) => minuteOf(String(time)));
    return { from, to };
  });
}

function minuteOf(time: string): number {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
  if (hour === undefined || minute === undefined || Number(minute) > 59) throw new TypeError();
  return Number(hour) * 60 + Number(minute);
}

function idOf(name: string, officers: readonly RosterOfficer[]): Uint8Array {
  const found = officers.filter((officer) => officer.name === name);
  if (found.length === 1 && found[0] !== undefined) return found[0].id;
  throw new CliError(
    "unknown_officer",
    `${found.length === 0 ? "no" : "more than one"} officer of the roster has that name`,
  );
}
