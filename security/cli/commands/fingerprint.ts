import { verifyAdmissionRequest } from "../../admission.ts";
import { officerFingerprint, unitFingerprint } from "../../fingerprint.ts";
import { loadPublishedUnit } from "../../unitFiles.ts";
import { DIR_HELP, DIR_OPTION, readOptions } from "../command.ts";
import type { Command } from "../command.ts";
import { say } from "../output.ts";
import { readRequest } from "../requestOption.ts";

export const fingerprint: Command = {
  name: "fingerprint",
  summary: "Print the fingerprint of the unit, or of an admission request",
  help: `${DIR_HELP}
  --request TEXT        an admission request; then no unit is needed; @FILE reads a file, - reads standard input

Eight groups of four, the same on every machine that has the same keys. Reads no secret.`,

  async run({ p, args }) {
    const options = readOptions(args, { ...DIR_OPTION, request: { type: "string" } });
    if (options.request === undefined) {
      say(await unitFingerprint(p, (await loadPublishedUnit(options.dir)).publicJson));
    } else {
      const request = verifyAdmissionRequest(p, await readRequest(options.request));
      say(`${await officerFingerprint(p, request)}  ${request.name}`);
    }
  },
};
