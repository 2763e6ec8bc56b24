import { needsRenewal, newestOf, renew } from "../../ceremony.ts";
import { isoDay } from "../../days.ts";
import { withUnitLock } from "../../files.ts";
import { loadUnitFiles, saveUnitChange } from "../../unitFiles.ts";
import { DIR_HELP, DIR_OPTION, readOptions, readToday, TODAY_HELP, TODAY_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext } from "../output.ts";
import { deskName, describeStatement, plural } from "../words.ts";

const CERTIFICATE_WARNING_DAYS = 60;

export const renewUnit: Command = {
  name: "renew",
  summary: "Issue the next version of the key directory, with new desk keys when the month is over",
  help: `${DIR_HELP}
  --if-needed           change nothing while 7 days or more are left and the month is not over
${TODAY_HELP}

A version lasts 14 days at most. Renew once a week, and on the first days of a month.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      ...TODAY_OPTION,
      "if-needed": { type: "boolean", default: false },
    });
    const { dir } = options;
    const today = readToday(options.today);
    await withUnitLock(dir, async () => {
      const before = await loadUnitFiles(dir);
      const { statement } = await newestOf(p, before);
      if (options["if-needed"] && !needsRenewal(statement, today)) {
        say(`Nothing to do: ${describeStatement(statement)}.`);
        return;
      }
      const change = await renew(p, before, today);
      await saveUnitChange(dir, change);
      const { statement: renewed, roster } = await newestOf(p, change.state);
      say(`Renewed: ${describeStatement(renewed)}.`);
      for (const desk of renewed.desks) {
        const isNew = statement.desks.some(({ id, epoch }) => id === desk.id && epoch !== desk.epoch);
        const note = isNew ? "new keys" : "same keys";
        say(
          `  ${deskName(desk.id, roster.deskNames)}: epoch ${desk.epoch} until ${isoDay(desk.epochLastDay)}, ${note}`,
        );
      }
      say(`  ${plural(change.grants.length, "new grant")}`);
      if (renewed.lead.lastDay - today < CERTIFICATE_WARNING_DAYS) {
        say(`  The lead's certificate ends on ${isoDay(renewed.lead.lastDay)}.`);
        say(`  Before then, put root.secret.json back into ${dir}/offline for one renewal.`);
      }
      const isLate = statement.expiryDay < today;
      const by = isLate ? `now: version ${statement.version} has expired` : `by ${isoDay(statement.expiryDay)}`;
      sayNext([`Publish version ${renewed.version} from ${dir}/server ${by}.`]);
    });
  },
};
