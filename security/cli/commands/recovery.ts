import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { wipe } from "../../bytes.ts";
import { enterRecoveryKey, newestOf } from "../../ceremony.ts";
import { isoDay } from "../../days.ts";
import { SecurityError } from "../../errors.ts";
import { listOrEmpty, UnitFilesError, withUnitLock, writeWhole } from "../../files.ts";
import type { Primitives } from "../../primitives/types.ts";
import { readRecoveryKeyText, recoveryFingerprint, recoveryKeyText, type RecoveryKey } from "../../recoveryKey.ts";
import { shareLines, type RecoveryShare } from "../../recoveryShare.ts";
import { createRecoveryKey, rebuildRecoveryKey, splitRecoverySecret } from "../../recoverySecret.ts";
import { loadPublishedUnit, loadUnitFiles, saveUnitChange } from "../../unitFiles.ts";
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
import { say, sayNext } from "../output.ts";
import { readRequest } from "../requestOption.ts";
import { readShares } from "../shareOption.ts";
import { sharePaper } from "../sharePaper.ts";
import { plural } from "../words.ts";

const KEY_FILE = "recovery-key.txt";
const shareFile = (number: number): string => `recovery-share-${number}.txt`;

export const recovery: Command = {
  name: "recovery",
  summary: "Make a recovery key in three shares, two of which bring the unit back when every officer's keys are lost",
  help: `  --out DIR             make a key: three shares to print, and ${KEY_FILE}, which is no secret, in a new directory
  --enter TEXT          enter a key into the directory, as renew would; @FILE reads ${KEY_FILE}
  --share TEXT          twice, with --out and --key: three new shares of the same key, from two; @FILE reads a file
  --key TEXT            ${KEY_FILE} of that key
${DIR_HELP}
${TODAY_HELP}

Each share goes on paper to another person, in another place; then the files are destroyed. One share opens nothing. The
key counts once the directory names it: a lead pastes ${KEY_FILE} into the console, under Directory, and types the
fingerprint that you read aloud; or, as long as no console has signed a version, --enter does it here. Make another one
each year.

After a share was lost, make new ones from two and destroy those two. Old shares still give the key among themselves: when
one may be in other hands, make another key.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      ...TODAY_OPTION,
      out: { type: "string" },
      enter: { type: "string" },
      key: { type: "string" },
      share: { type: "string", multiple: true, default: [] },
    });
    const { dir, out, enter, share, key } = options;
    const today = readToday(options.today);
    if ((out === undefined) === (enter === undefined))
      throw new CliError("usage", "--out or --enter is needed, not both");
    if (enter !== undefined) return enterKey(p, dir, await readRequest(enter), today);
    const unit = (await loadPublishedUnit(dir)).publicJson;
    const into = required(out, "out");
    if ((await listOrEmpty(into)).length > 0) {
      throw new UnitFilesError("unit_exists", `${into} exists and is not empty; shares are never written over`);
    }
    if (share.length > 0) return shareAgain(p, unit, { into, share, key: required(key, "key"), today });
    const made = await createRecoveryKey(p, unit, today);
    await writeShares(p, unit, into, { ...made, today });
    say(`Made a recovery key, to be replaced by ${isoDay(made.key.lastDay)}.`);
    say(`  Fingerprint: ${await recoveryFingerprint(p, unit, made.key)}`);
    sayNext([
      ...paperSteps(into),
      `Take ${into}/${KEY_FILE} to a lead, who pastes it in the console under "Directory", and read the fingerprint to them.`,
      `Or, as long as no console has signed a version:  npm run unit -- recovery --dir ${dir} --enter @${into}/${KEY_FILE}`,
    ]);
  },
};

const paperSteps = (into: string): string[] => [
  `Print ${into}/${shareFile(1)}, ${shareFile(2)} and ${shareFile(3)}, on a printer that is on no network.`,
  "Give each to another person, who keeps it in another place. Read each back once before anybody leaves.",
  `Destroy ${into}/${shareFile(1)} to ${shareFile(3)}.`,
];

async function writeShares(
  p: Primitives,
  unit: UnitPublic,
  into: string,
  of: { readonly key: RecoveryKey; readonly shares: readonly RecoveryShare[]; readonly today: number },
): Promise<void> {
  const { key, shares, today } = of;
  const print = await recoveryFingerprint(p, unit, key);
  try {
    await mkdir(into, { recursive: true, mode: 0o700 });
    for (const share of shares) {
      const paper = { lines: await shareLines(p, share), print, madeOn: today, lastDay: key.lastDay };
      await writeWhole(join(into, shareFile(share.number)), sharePaper(unit, share, paper), true);
      wipe(share.shamir);
    }
    await writeWhole(join(into, KEY_FILE), `${recoveryKeyText(unit, key)}\n`, false);
  } catch (cause) {
    await rm(into, { recursive: true, force: true }); // half a set of shares would only mislead
    throw cause;
  }
}

async function shareAgain(
  p: Primitives,
  unit: UnitPublic,
  of: { readonly into: string; readonly share: readonly string[]; readonly key: string; readonly today: number },
): Promise<void> {
  const key = readRecoveryKeyText(unit, await readRequest(of.key));
  const pair = await rebuildRecoveryKey(p, unit, await readShares(p, of.share), key.sealingKey);
  const shares = await splitRecoverySecret(p, unit, pair);
  wipe(pair.secretKey);
  await writeShares(p, unit, of.into, { key, shares, today: of.today });
  say("Made three new shares of the same recovery key.");
  sayNext([...paperSteps(of.into), "Destroy the two shares that you used. The directory does not change."]);
}

async function enterKey(p: Primitives, dir: string, text: string, today: number): Promise<void> {
  await withUnitLock(dir, async () => {
    const state = await loadUnitFiles(dir);
    const key = readRecoveryKeyText(state.publicJson, text);
    if (key.lastDay < today) throw new SecurityError("out_of_range", "the recovery key's year is over: make another");
    const change = await enterRecoveryKey(p, state, key, today);
    await saveUnitChange(dir, change);
    const { statement } = await newestOf(p, change.state);
    say(`Entered the recovery key ${await recoveryFingerprint(p, state.publicJson, key)}.`);
    say(`  Version ${statement.version} of the key directory, with ${plural(change.grants.length, "grant")}.`);
    sayNext([`Publish version ${statement.version} from ${dir}/server.`]);
  });
}
