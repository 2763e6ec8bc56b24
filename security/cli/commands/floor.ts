import { raiseFloors } from "../../unitFiles.ts";
import { withUnitLock } from "../../files.ts";
import { CliError, DIR_HELP, DIR_OPTION, readOptions } from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext } from "../output.ts";

export const floor: Command = {
  name: "floor",
  summary: "Raise the floors: versions and certificates that web pages must refuse from now on",
  help: `  --statement N         no version of the key directory below N is accepted: after a removal from a lead's console
  --certificate N       no certificate with a serial below N: when a lead has left, or handed over
${DIR_HELP}

Changes server/unit.public.json and nothing else; floors only go up. It holds once the web pages are built anew with it.
Before you raise --certificate, the leads who stay need certificates with serial N or higher.`,

  async run({ args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      statement: { type: "string" },
      certificate: { type: "string" },
    });
    const { dir } = options;
    const wanted = {
      ...(options.statement !== undefined && { statementVersion: readFloor(options.statement, "statement") }),
      ...(options.certificate !== undefined && { certificateSerial: readFloor(options.certificate, "certificate") }),
    };
    if (Object.keys(wanted).length === 0) throw new CliError("usage", "--statement or --certificate is needed");
    await withUnitLock(dir, async () => {
      const { statementVersion, certificateSerial } = await raiseFloors(dir, wanted);
      say(`Floors: version ${statementVersion} of the key directory, serial ${certificateSerial} of certificates.`);
      sayNext([
        `Build the web pages anew with ${dir}/server/unit.public.json, and start the hosts again with them.`,
        `Copy ${dir}/server/unit.public.json to every place that keeps one.`,
      ]);
    });
  },
};

function readFloor(text: string, option: string): number {
  const floorOf = Number(text);
  if (!/^[1-9][0-9]*$/.test(text) || !Number.isSafeInteger(floorOf)) {
    throw new CliError("usage", `--${option} is a number from 1 on`);
  }
  return floorOf;
}
