import { forgetEpoch } from "../../forgetEpoch.ts";
import { withUnitLock } from "../../files.ts";
import { verifySignedStatement } from "../../statement.ts";
import { loadPublishedUnit } from "../../unitFiles.ts";
import { CliError, DIR_HELP, DIR_OPTION, readOptions, required } from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext } from "../output.ts";
import { deskName, plural } from "../words.ts";

export const forget: Command = {
  name: "forget",
  summary: "Take a destroyed epoch's keys out of these files as well",
  help: `  --desk N              the desk: 1 is general, 2 restricted
  --epoch N             its epoch, a past one
  --consoles-sign       also the newest epoch of these files: leads' consoles have signed since, and will go on doing so
${DIR_HELP}

Comes after npm run shred on the officer host, on every machine that keeps this directory or a copy of it; one half of it is
enough. What it takes out was no more than a copy on this disk: a solid-state disk, a journal or a backup may keep another.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      desk: { type: "string" },
      epoch: { type: "string" },
      "consoles-sign": { type: "boolean", default: false },
    });
    const { dir } = options;
    const subject = { deskId: readNumber(options.desk, "desk"), epoch: readNumber(options.epoch, "epoch") };
    await withUnitLock(dir, async () => {
      const { publicJson, directory } = await loadPublishedUnit(dir);
      const newest = directory.at(-1);
      const statement = newest && (await verifySignedStatement(p, newest.statement, publicJson));
      const current = statement?.desks.find(({ id }) => id === subject.deskId)?.epoch ?? 0;
      if (subject.epoch > current)
        throw new CliError("unknown_epoch", "these files do not have that epoch of that desk");
      if (subject.epoch === current && !options["consoles-sign"]) {
        throw new CliError(
          "epoch_current",
          "it is the newest epoch that these files have",
          "if leads' consoles have signed newer ones, add --consoles-sign: this directory can then renew no more",
        );
      }
      const { seeds, grants } = await forgetEpoch(dir, subject);
      say(
        `${deskName(subject.deskId)}, epoch ${subject.epoch}: ${plural(seeds, "seed")} and ${plural(grants, "grant")} taken out.`,
      );
      sayNext(["Do the same wherever else this directory lies, and destroy backups of it that are older than this."]);
    });
  },
};

function readNumber(text: string | undefined, option: string): number {
  const value = required(text, option);
  if (!/^[1-9][0-9]{0,8}$/.test(value)) throw new CliError("usage", `--${option} is a number from 1 on`);
  return Number(value);
}
