import { toBase64Url } from "../../bytes.ts";
import { certifyLead } from "../../ceremony.ts";
import { isoDay } from "../../days.ts";
import { withUnitLock } from "../../files.ts";
import { leadFingerprint } from "../../fingerprint.ts";
import { verifyLeadRequest } from "../../leadRequest.ts";
import { loadPublishedUnit, loadUnitFiles, saveCertificates } from "../../unitFiles.ts";
import { DIR_HELP, DIR_OPTION, readOptions, readToday, required, TODAY_HELP, TODAY_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext } from "../output.ts";
import { checkFingerprint, readRequest } from "../requestOption.ts";

export const certify: Command = {
  name: "certify",
  summary: "Let an officer's console sign the key directory, as a lead",
  help: `  --request TEXT        the lead request from the officer's console; @FILE reads a file, - reads standard input
  --fingerprint WORDS   the fingerprint that the officer read to you; without it, nothing is changed
${DIR_HELP}
${TODAY_HELP}

Wants the root's key: put root.secret.json back into the offline half, and away again after. The certificate that it
prints is no secret; the officer pastes it into the console. It lasts 400 days. A unit has two leads at least, so that one
can be away. First run it without --fingerprint: it prints the request's.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      ...TODAY_OPTION,
      request: { type: "string" },
      fingerprint: { type: "string" },
    });
    const { dir } = options;
    const today = readToday(options.today);
    const { publicJson } = await loadPublishedUnit(dir);
    const request = verifyLeadRequest(p, await readRequest(required(options.request, "request")), publicJson);
    const fingerprint = await leadFingerprint(p, request);
    checkFingerprint(options.fingerprint, fingerprint, `${request.name} asks to sign as a lead.`);
    await withUnitLock(dir, async () => {
      const { state, certificate, serial, lastDay } = certifyLead(p, await loadUnitFiles(dir), request, today);
      await saveCertificates(dir, state);
      say(`Certified ${request.name} as a lead. Serial ${serial}, until ${isoDay(lastDay)}.`);
      say(`  Certificate: ${toBase64Url(certificate)}`);
      sayNext([
        `Send the certificate to ${request.name}, who pastes it into the console under "Leads".`,
        `Put root.secret.json back into its safe.`,
      ]);
    });
  },
};
