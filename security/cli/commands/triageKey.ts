import { join } from "node:path";
import { withUnitLock, writeWhole } from "../../files.ts";
import { STATEMENT_GRACE_DAYS, XWING_SEED_BYTES } from "../../limits.ts";
import type { Primitives } from "../../primitives/types.ts";
import { triageFingerprint, triageKeyText } from "../../triageKey.ts";
import { loadPublishedUnit, readTriageSecrets, writeTriageSecrets } from "../../unitFiles.ts";
import { CliError, DIR_HELP, DIR_OPTION, readOptions } from "../command.ts";
import type { Command } from "../command.ts";
import { say, sayNext } from "../output.ts";

const KEY_FILE = "server/triage-key.txt";
const FORGET_DAYS = STATEMENT_GRACE_DAYS + 1;

export const triageKey: Command = {
  name: "triage-key",
  summary: "Make another triage key, when the worker's may be in other hands",
  help: `  --make                a new key, beside the one before, and ${KEY_FILE}, which is no secret
  --forget-previous     take the one before out of the files
${DIR_HELP}

Whoever has the triage key and the database reads slips that wait for triage: how urgent, what kind, which desk. Nothing
else opens with it. The new key counts once the directory names it: a lead pastes ${KEY_FILE} into the
console, under Directory, and types the fingerprint that you read aloud; or, as long as no console has signed a version,
renew does it here. The worker has to have both keys before that, and opens with the old one what still comes to it.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      make: { type: "boolean", default: false },
      "forget-previous": { type: "boolean", default: false },
    });
    if (options.make === options["forget-previous"])
      throw new CliError("usage", "--make or --forget-previous is needed, not both");
    const { dir } = options;
    await withUnitLock(dir, () => (options.make ? make(p, dir) : forgetPrevious(dir)));
  },
};

async function make(p: Primitives, dir: string): Promise<void> {
  const { publicJson } = await loadPublishedUnit(dir);
  const [current, previous] = await readTriageSecrets(dir);
  if (previous !== undefined) {
    throw new CliError(
      "triage_key_kept",
      "the key before the newest is kept still, and there is room for two",
      "once nothing is sealed to it any more: npm run unit -- triage-key --forget-previous",
    );
  }
  const secret = p.randomBytes(XWING_SEED_BYTES);
  const { publicKey } = p.xwingKeyPair(secret);
  await writeWhole(join(dir, KEY_FILE), `${triageKeyText(publicJson, publicKey)}\n`, false);
  await writeTriageSecrets(dir, [secret, current]);
  say("Made a triage key. The one before is kept beside it.");
  say(`  Fingerprint: ${await triageFingerprint(p, publicJson, publicKey)}`);
  sayNext([
    `Carry ${dir}/server/triage.secret to the server, and start the worker again: it opens slips with both keys.`,
    `Then take ${dir}/${KEY_FILE} to a lead, who pastes it in the console under "Directory", and read the fingerprint to them.`,
    `Or, as long as no console has signed a version:  npm run unit -- renew --dir ${dir}, and publish.`,
    `${FORGET_DAYS} days after that version was published:  npm run unit -- triage-key --dir ${dir} --forget-previous`,
  ]);
}

async function forgetPrevious(dir: string): Promise<void> {
  const [current, previous] = await readTriageSecrets(dir);
  if (previous === undefined) {
    say("Nothing to do: no key is kept but the newest.");
    return;
  }
  await writeTriageSecrets(dir, [current]);
  say("Took the triage key before the newest out of these files.");
  sayNext([
    `Carry ${dir}/server/triage.secret to the server in the place of the one there, and start the worker again.`,
    "Do the same wherever else this directory lies, and destroy backups of it that are older than this.",
  ]);
}
