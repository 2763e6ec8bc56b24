import { isoDay } from "../../days.ts";
import { verifyChain } from "../../directory.ts";
import { unitFingerprint } from "../../fingerprint.ts";
import { STATEMENT_RENEW_DAYS } from "../../limits.ts";
import { loadPublishedUnit } from "../../unitFiles.ts";
import { DIR_HELP, DIR_OPTION, readOptions, readToday, TODAY_HELP, TODAY_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext, sayTable } from "../output.ts";
import { deskName, plural } from "../words.ts";

export const verify: Command = {
  name: "verify",
  summary: "Check the whole key directory, from the root to today's version",
  help: `${DIR_HELP}
${TODAY_HELP}

Needs no secret: it works on a copy of the server half alone. Compare the fingerprint it prints with the one on paper.`,

  async run({ p, args }) {
    const options = readOptions(args, { ...DIR_OPTION, ...TODAY_OPTION });
    const today = readToday(options.today);
    const { publicJson, directory } = await loadPublishedUnit(options.dir);
    const { links, newest } = await verifyChain(p, directory, publicJson, today);
    sayTable([
      ["version", "issued", "expires", "certificate", "epochs", "officers"],
      ...links.map(({ statement, roster }) => [
        String(statement.version),
        isoDay(statement.issueDay),
        isoDay(statement.expiryDay),
        `no. ${statement.lead.serial}, to ${isoDay(statement.lead.lastDay)}`,
        statement.desks.map(({ id, epoch }) => `${deskName(id, newest.roster.deskNames)} ${epoch}`).join(", "),
        String(roster.officers.length),
      ]),
    ]);
    const left = newest.statement.expiryDay - today;
    say();
    say(`In order: ${plural(links.length, "version")}, ${plural(left, "day")} left.`);
    say(`  Fingerprint: ${await unitFingerprint(p, publicJson)}`);
    if (left < STATEMENT_RENEW_DAYS) sayNext(["Renew:  npm run unit -- renew"]);
  },
};
