import { join } from "node:path";
import { verifyAdmissionRequest, type AdmissionRequest } from "../../admission.ts";
import { wipe } from "../../bytes.ts";
import { checkRequestedUnit } from "../../consoleRequest.ts";
import type { DeskName } from "../../deskNames.ts";
import { verifyChainPast } from "../../directory.ts";
import { withUnitLock } from "../../files.ts";
import { officerFingerprint } from "../../fingerprint.ts";
import type { Primitives } from "../../primitives/types.ts";
import { openRecoveryGrants, recoveryOf, recoverUnit, type Recovered } from "../../recover.ts";
import { readRecoveryFile } from "../../recoveryFile.ts";
import { rebuildRecoveryKey } from "../../recoverySecret.ts";
import { loadRoot, readUnitPublic, saveRecovery } from "../../unitFiles.ts";
import type { UnitPublic } from "../../unitPublic.ts";
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
import { say, sayNext, sayTable } from "../output.ts";
import { checkFingerprint, readRequest } from "../requestOption.ts";
import { readShares } from "../shareOption.ts";
import { deskName, plural } from "../words.ts";

/** A unit has two leads at least. */
const NEWCOMERS_MIN = 2;

export const recover: Command = {
  name: "recover",
  summary: "Bring the unit back when every officer's keys are lost: two shares, and new officers",
  help: `  --share @FILE         a share of the recovery key, typed into a file; twice, any two of the three
  --file FILE           what export-recovery wrote on the officer host
  --request TEXT        the admission request of a new officer; @FILE reads a file; once for each of them, two at least
  --fingerprint WORDS   what that officer read to you, once for each request, in the same order; without, nothing is changed
  --forget-signing-keys also withdraw the keys that signed replies: those that nobody has read yet are then refused
${DIR_HELP}
${TODAY_HELP}

DIR needs server/, as the server has it, and offline/root.secret.json. The new officers become leads on every desk, and take
the place of everybody who was on the roster; every desk gets new keys, and both floors are raised. The rebuilt key is
compared with the directory's: shares that are wrong are refused.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      ...TODAY_OPTION,
      share: { type: "string", multiple: true, default: [] },
      file: { type: "string" },
      request: { type: "string", multiple: true, default: [] },
      fingerprint: { type: "string", multiple: true, default: [] },
      "forget-signing-keys": { type: "boolean", default: false },
    });
    const { dir } = options;
    const today = readToday(options.today);
    const unit = await readUnitPublic(join(dir, "server/unit.public.json"));
    const file = readRecoveryFile(unit, await readRequest(`@${required(options.file, "file")}`));
    const newcomers = await readNewcomers(p, unit, options.request, options.fingerprint);
    const shares = await readShares(p, options.share);
    await withUnitLock(dir, async () => {
      const { root, certificates } = await loadRoot(dir);
      const chain = await verifyChainPast(p, file.directory, unit, today);
      const pair = await rebuildRecoveryKey(p, unit, shares, recoveryOf(chain).sealingKey);
      const opened = await openRecoveryGrants(p, chain, file.grants, pair);
      wipe(pair.secretKey);
      const recovery = await recoverUnit(
        p,
        {
          unit,
          root,
          chain,
          held: opened.held,
          known: [...certificates, ...file.certificates],
          newcomers,
          forgetSigningKeys: options["forget-signing-keys"],
        },
        today,
      );
      await saveRecovery(dir, file.directory, recovery);
      wipe(root, ...opened.held.map(({ secret }) => secret));
      const version = file.directory.length + 1;
      say(`Recovered. Leads on every desk: ${newcomers.map(({ name }) => name).join(", ")}.`);
      sayOpened(opened, chain.newest.roster.deskNames);
      say(`  Version ${version} of the key directory, with ${plural(recovery.grants.length, "grant")}.`);
      const { certificateSerial } = recovery.publicJson.floors;
      say(`  Floors: version ${version}, certificate ${certificateSerial}. Nobody who was on the roster is on it now.`);
      sayNext([
        `Publish version ${version} from ${dir}/server now.`,
        `Build the web pages anew with ${dir}/server/unit.public.json, and start the hosts again with them.`,
        "The new officers sign in, and ask for certificates in their consoles:  npm run unit -- certify --help",
        "Make another recovery key, since two shares were brought together:  npm run unit -- recovery --help",
        `Destroy the files that the shares were typed into, and put root.secret.json back into its safe.`,
      ]);
    });
  },
};

/** @throws CliError `usage`, `fingerprint_needed`, `fingerprint_mismatch`; SecurityError for a request that does not verify */
async function readNewcomers(
  p: Primitives,
  unit: UnitPublic,
  requests: readonly string[],
  said: readonly string[],
): Promise<AdmissionRequest[]> {
  if (requests.length < NEWCOMERS_MIN) {
    throw new CliError("usage", "--request is needed twice at least: a unit has two leads");
  }
  if (said.length > requests.length) throw new CliError("usage", "there are more fingerprints than requests");
  const newcomers: AdmissionRequest[] = [];
  for (const source of requests) {
    const request = verifyAdmissionRequest(p, await readRequest(source));
    checkRequestedUnit(request, unit);
    newcomers.push(request);
  }
  const prints = await Promise.all(newcomers.map((request) => officerFingerprint(p, request)));
  // All of them at once, so that everybody is called once.
  if (said.length < prints.length) sayTable(newcomers.map(({ name }, i) => [name, prints[i] ?? ""]));
  for (const [i, { name }] of newcomers.entries()) {
    checkFingerprint(said[i], prints[i] ?? "", `${name} asks to be admitted.`);
  }
  return newcomers;
}

function sayOpened({ held, refused }: Recovered, names: readonly DeskName[]): void {
  for (const desk of [...new Set(held.map(({ deskId }) => deskId))].sort((a, b) => a - b)) {
    const epochs = held.filter(({ deskId, epoch }) => deskId === desk && epoch > 0).map(({ epoch }) => epoch);
    say(
      `  ${deskName(desk, names)}: reads again what was sealed in epochs ${epochs.sort((a, b) => a - b).join(", ") || "none"}`,
    );
  }
  for (const { deskId, epoch, code } of refused) {
    say(`  ${deskName(deskId, names)}: epoch ${epoch} does not open (${code})`);
  }
}
