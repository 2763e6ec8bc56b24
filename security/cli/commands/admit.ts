import { verifyAdmissionRequest } from "../../admission.ts";
import { equalBytes } from "../../bytes.ts";
import { admitOfficer, newestOf } from "../../ceremony.ts";
import { checkRequestedUnit } from "../../consoleRequest.ts";
import { withUnitLock } from "../../files.ts";
import { officerFingerprint } from "../../fingerprint.ts";
import { ROLES } from "../../roster.ts";
import { loadPublishedUnit, loadUnitFiles, saveUnitChange } from "../../unitFiles.ts";
import {
  CliError,
  DIR_HELP,
  DIR_OPTION,
  oneOf,
  readOptions,
  readToday,
  required,
  TODAY_HELP,
  TODAY_OPTION,
} from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext } from "../output.ts";
import { checkFingerprint, readRequest } from "../requestOption.ts";
import { deskId, deskName, plural } from "../words.ts";

export const admit: Command = {
  name: "admit",
  summary: "Put an officer on the roster and grant the keys of their desks",
  help: `  --request TEXT        the admission request from the officer's console; @FILE reads a file, - reads standard input
  --fingerprint WORDS   the fingerprint that the officer read to you; without it, nothing is changed
  --desk DESK           general, restricted, or the number or name of a desk of the unit's own; several times (default:
                        general; restricted includes general); an auditor is on none
  --role ROLE           ${ROLES.join(", ")} (default: officer)
${DIR_HELP}
${TODAY_HELP}

First run it without --fingerprint: it prints the request's. Call the officer on a number you know already, have them read
theirs from their screen, and run it again with what they read.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      ...TODAY_OPTION,
      request: { type: "string" },
      fingerprint: { type: "string" },
      desk: { type: "string", multiple: true },
      role: { type: "string", default: "officer" },
    });
    const { dir } = options;
    const role = oneOf(ROLES, options.role, "role");
    const words = options.desk ?? (role === "auditor" ? [] : ["general"]);
    if (role === "auditor" && words.length > 0)
      throw new CliError("usage", "an auditor is on no desk: leave out --desk");
    const today = readToday(options.today);
    const request = verifyAdmissionRequest(p, await readRequest(required(options.request, "request")));
    // Before anybody phones anybody: a request to another unit is a mistake, or worse.
    const unit = await loadPublishedUnit(dir);
    checkRequestedUnit(request, unit.publicJson);
    const { deskNames } = (await newestOf(p, unit)).roster;
    const desks = words.map((word) => deskId(word, deskNames));
    const fingerprint = await officerFingerprint(p, request);
    checkFingerprint(options.fingerprint, fingerprint, `${request.name} asks to be admitted.`);
    await withUnitLock(dir, async () => {
      const change = await admitOfficer(p, await loadUnitFiles(dir), request, desks, role, today);
      await saveUnitChange(dir, change);
      const version = change.state.directory.length;
      const held = [
        ...new Set(
          change.grants.flatMap(({ officerId, deskId: id }) =>
            equalBytes(officerId, request.officerId) ? [deskName(id, deskNames)] : [],
          ),
        ),
      ].join(", ");
      say(`Admitted ${request.name} as ${role}. Desks: ${held || "none"}.`);
      say(`  Version ${version} of the key directory, with ${plural(change.grants.length, "grant")}.`);
      sayNext([
        `Publish version ${version} from ${dir}/server. ${request.name} can then sign in${desks.length > 0 ? " and read" : ""}.`,
      ]);
    });
  },
};
