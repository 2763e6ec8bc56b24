import { createUnit, newestOf } from "../../ceremony.ts";
import { unitFingerprint } from "../../fingerprint.ts";
import { createUnitFiles } from "../../unitFiles.ts";
import type { Bilingual, UnitPublic } from "../../unitPublic.ts";
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
import { describeStatement } from "../words.ts";

/** Says nothing about why somebody came. */
const DEFAULT_EXIT_URL = "https://www.wikipedia.org/";

export const init: Command = {
  name: "init",
  summary: "Make a new unit: root, lead, desks, triage key, first version of the key directory",
  help: `  --name-fr NAME        the unit's name in French
  --name-en NAME        the unit's name in English
${DIR_HELP}
  --exit-url URL        where "leave this page" goes, https (default: ${DEFAULT_EXIT_URL})
  --emergency TEXT      a telephone number that helps at once, "French name|English name|number"; several times
  --desk NAMES          a desk beside the general and the restricted one, "French name|English name"; several times
  --demonstration       for trying things out; a production start refuses such a unit
${TODAY_HELP}

Run it on a machine that is not on a network. It makes secret keys and prints none of them; a directory that is not
empty is never written over.`,

  async run({ p, args }) {
    const options = readOptions(args, {
      ...DIR_OPTION,
      ...TODAY_OPTION,
      "name-fr": { type: "string" },
      "name-en": { type: "string" },
      "exit-url": { type: "string", default: DEFAULT_EXIT_URL },
      emergency: { type: "string", multiple: true, default: [] },
      desk: { type: "string", multiple: true, default: [] },
      demonstration: { type: "boolean", default: false },
    });
    const { dir } = options;
    const exitUrl = options["exit-url"];
    if (!exitUrl.startsWith("https://") || !URL.canParse(exitUrl)) {
      throw new CliError("usage", "--exit-url is an https address");
    }
    const state = await createUnit(p, {
      name: { fr: required(options["name-fr"], "name-fr"), en: required(options["name-en"], "name-en") },
      exitUrl,
      emergency: options.emergency.map(readEmergency),
      desks: options.desk.map(readDesk),
      demonstration: options.demonstration,
      today: readToday(options.today),
    });
    await createUnitFiles(dir, state);
    const { statement } = await newestOf(p, state);
    say(`Made the unit in ${dir}${options.demonstration ? ", for demonstration only" : ""}.`);
    say(`  Key directory: ${describeStatement(statement)}`);
    say(`  Fingerprint:   ${await unitFingerprint(p, state.publicJson)}`);
    sayNext([
      "Write the fingerprint on paper. Whoever builds or installs the web pages compares it.",
      `Move ${dir}/offline/root.secret.json to a safe: it is wanted again for a new lead certificate only (within 400 days).`,
      `Keep the rest of ${dir}/offline on a machine without a network; copy ${dir}/server to the servers.`,
      `Build the web pages with ${dir}/server/unit.public.json; give ${dir}/server/triage.secret to the worker and nobody else.`,
      "Admit officers:  npm run unit -- admit --help",
      "Make a recovery key, for the day when every officer's keys are lost:  npm run unit -- recovery --help",
    ]);
  },
};

function readDesk(text: string): Bilingual {
  const [fr, en, ...more] = text.split("|").map((part) => part.trim());
  if (!fr || !en || more.length > 0) throw new CliError("usage", '--desk is written "French name|English name"');
  return { fr, en };
}

function readEmergency(text: string): UnitPublic["emergency"][number] {
  const [fr, en, number, ...more] = text.split("|").map((part) => part.trim());
  if (!fr || !en || !number || more.length > 0) {
    throw new CliError("usage", '--emergency is written "French name|English name|number"');
  }
  return { name: { fr, en }, number };
}
