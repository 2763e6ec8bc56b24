import { uuidOf } from "../../bytes.ts";
import { newestOf } from "../../ceremony.ts";
import { isoDay } from "../../days.ts";
import { FIRST_OWN_DESK } from "../../deskNames.ts";
import { unitFingerprint } from "../../fingerprint.ts";
import type { Primitives } from "../../primitives/types.ts";
import { RECOVERY_WARNING_DAYS, recoveryFingerprint, type RecoveryKey } from "../../recoveryKey.ts";
import { loadPublishedUnit } from "../../unitFiles.ts";
import type { UnitPublic } from "../../unitPublic.ts";
import { DIR_HELP, DIR_OPTION, readOptions, readToday, TODAY_HELP, TODAY_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayTable } from "../output.ts";
import { deskName, describeStatement } from "../words.ts";

export const show: Command = {
  name: "show",
  summary: "Show the unit, its desks and its officers",
  help: `${DIR_HELP}
${TODAY_HELP}

Reads no secret and prints none.`,

  async run({ p, args }) {
    const options = readOptions(args, { ...DIR_OPTION, ...TODAY_OPTION });
    const today = readToday(options.today);
    const unit = await loadPublishedUnit(options.dir);
    const { publicJson } = unit;
    const { statement, roster } = await newestOf(p, unit);
    say(`${publicJson.unitName.en} / ${publicJson.unitName.fr}${publicJson.demonstration ? "  (demonstration)" : ""}`);
    say(`  Unit id:       ${publicJson.unitId}`);
    say(`  Fingerprint:   ${await unitFingerprint(p, publicJson)}`);
    const isExpired = today > statement.expiryDay;
    say(`  Key directory: ${describeStatement(statement)}${isExpired ? ", EXPIRED" : ""}`);
    say(
      `  Floors:        version ${publicJson.floors.statementVersion}, certificate ${publicJson.floors.certificateSerial}`,
    );
    say(`  Certificate:   no. ${statement.lead.serial}, until ${isoDay(statement.lead.lastDay)}`);
    say(`  Recovery key:  ${await describeRecovery(p, publicJson, roster.recovery, today)}`);
    say();
    sayTable([
      ["desk", "epoch", "until", "officers"],
      ...statement.desks.map(({ id, epoch, epochLastDay }) => [
        // Commands on the officer host know a desk by its number.
        `${deskName(id, roster.deskNames)}${id >= FIRST_OWN_DESK ? ` (${id})` : ""}`,
        String(epoch),
        isoDay(epochLastDay),
        String(roster.officers.filter(({ desks }) => desks.includes(id)).length),
      ]),
    ]);
    say();
    if (roster.officers.length === 0) {
      say("  No officers yet. Admit one:  npm run unit -- admit --help");
      return;
    }
    sayTable([
      ["officer", "role", "desks", "id"],
      ...roster.officers.map(({ id, name, role, desks }) => [
        name,
        role,
        desks.map((desk) => deskName(desk, roster.deskNames)).join(", "),
        uuidOf(id),
      ]),
    ]);
  },
};

async function describeRecovery(
  p: Primitives,
  unit: UnitPublic,
  key: RecoveryKey | null,
  today: number,
): Promise<string> {
  if (key === null) return "none: nothing could be recovered. Make one:  npm run unit -- recovery --help";
  const soon = key.lastDay - today < RECOVERY_WARNING_DAYS ? ", MAKE ANOTHER" : "";
  return `${await recoveryFingerprint(p, unit, key)}, to be replaced by ${isoDay(key.lastDay)}${soon}`;
}
