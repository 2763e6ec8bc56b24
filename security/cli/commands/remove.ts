import { uuidOf } from "../../bytes.ts";
import { newestOf, removeOfficer } from "../../ceremony.ts";
import { withUnitLock } from "../../files.ts";
import { loadUnitFiles, saveUnitChange } from "../../unitFiles.ts";
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
import { deskName, plural } from "../words.ts";

export const remove: Command = {
  name: "remove",
  summary: "Take an officer off the roster: new desk keys at once, and floors raised",
  help: `  --officer NAME        the officer's name as on the roster, or their id
  --forget-signing-keys also withdraw the reply-signing keys the officer held: replies that nobody has read yet are
                        then refused too. For an officer who may misuse them
${DIR_HELP}
${TODAY_HELP}

What the officer could read until now stays readable to them, if they kept a copy. What is sealed from the new version on
is not.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      ...TODAY_OPTION,
      officer: { type: "string" },
      "forget-signing-keys": { type: "boolean", default: false },
    });
    const { dir } = options;
    const wanted = required(options.officer, "officer");
    const today = readToday(options.today);
    await withUnitLock(dir, async () => {
      const state = await loadUnitFiles(dir);
      const { roster } = await newestOf(p, state);
      const officer = roster.officers.find(({ id, name }) => name === wanted || uuidOf(id) === wanted.toLowerCase());
      if (!officer) {
        const names = roster.officers.map(({ name }) => name).join(", ");
        throw new CliError("unknown_officer", "no such officer is on the roster", `on it are: ${names || "nobody"}`);
      }
      const forgetSigningKeys = options["forget-signing-keys"];
      const change = await removeOfficer(p, state, officer.id, today, { forgetSigningKeys });
      await saveUnitChange(dir, change);
      const version = change.state.directory.length;
      say(
        `Removed ${officer.name}. New keys for: ${officer.desks.map((desk) => deskName(desk, roster.deskNames)).join(", ")}.`,
      );
      say(
        `  Version ${version} of the key directory, with ${plural(change.grants.length, "grant")} for those who stay.`,
      );
      say(`  Nothing below version ${version} is accepted once the web pages are built anew.`);
      sayNext([
        `Publish version ${version} from ${dir}/server now. It signs the officer out, and envelopes sealed to older versions are refused.`,
        `Build the web pages anew with ${dir}/server/unit.public.json, and start the hosts again with them.`,
      ]);
    });
  },
};
