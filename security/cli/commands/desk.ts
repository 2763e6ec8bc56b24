import { newestOf, openDesk, renameDesk } from "../../ceremony.ts";
import { withUnitLock } from "../../files.ts";
import { loadUnitFiles, saveUnitChange } from "../../unitFiles.ts";
import { DIR_HELP, DIR_OPTION, readOptions, readToday, required, TODAY_HELP, TODAY_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext } from "../output.ts";
import { deskId, deskName, plural } from "../words.ts";

export const desk: Command = {
  name: "desk",
  summary: "Open a desk beside the general and the restricted one, or give one another name",
  help: `  --name-fr NAME        the desk's name in French
  --name-en NAME        the desk's name in English
  --rename DESK         give this desk, by its number or name, another name; without it, a desk is opened
${DIR_HELP}
${TODAY_HELP}

Reporters do not see the names. Officers do, and whoever takes the officer host's database: let them not say what
the cases are about. No report comes to such a desk by itself: officers move cases to it. A desk stays once it is
open, so that what was answered there can still be believed.

Where leads sign in their consoles, they open desks there, under People, Directory: the keys of those are not in these files.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      ...TODAY_OPTION,
      "name-fr": { type: "string" },
      "name-en": { type: "string" },
      rename: { type: "string" },
    });
    const { dir, rename } = options;
    const name = { fr: required(options["name-fr"], "name-fr"), en: required(options["name-en"], "name-en") };
    const today = readToday(options.today);
    await withUnitLock(dir, async () => {
      const state = await loadUnitFiles(dir);
      const before = (await newestOf(p, state)).roster.deskNames;
      const id = rename === undefined ? null : deskId(rename, before);
      const change =
        id === null ? await openDesk(p, state, name, today) : await renameDesk(p, state, { id, name }, today);
      await saveUnitChange(dir, change);
      const { deskNames } = (await newestOf(p, change.state)).roster;
      const opened = deskNames.find(({ desk: each }) => !before.some((known) => known.desk === each))?.desk;
      const version = change.state.directory.length;
      say(
        id === null
          ? `Opened desk ${opened}: ${deskName(opened ?? 0, deskNames)}. Nobody is on it yet.`
          : `Desk ${id} was ${deskName(id, before)}, and is ${deskName(id, deskNames)}.`,
      );
      say(`  Version ${version} of the key directory, with ${plural(change.grants.length, "grant")}.`);
      sayNext([
        `Publish version ${version} from ${dir}/server.`,
        ...(opened === undefined ? [] : [`Admit officers to it:  npm run unit -- admit --desk ${opened} --help`]),
      ]);
    });
  },
};
