/**
 * Invites an officer: `tsx api/invite.ts --role officer|lead|auditor`, with the officer API's variables, or with `--demo` into the
 * demonstration that runs here. Prints a one-time code, once; it is good for 72 hours. What the officer may then do is
 * decided by a roster that a lead signs, not here.
 */
import { relative } from "node:path";
import { z } from "zod";
import { openDatabase } from "../prisma/client.ts";
import type { OfficerRoleName } from "../prisma/repositories/officers.ts";
import { readArgs } from "../prisma/process/args.ts";
import { hexKey, readEnv, urlWith } from "../prisma/process/env.ts";
import { codeOf, createLog } from "../prisma/process/log.ts";
import { waitForDatabase } from "../prisma/process/waitForDatabase.ts";
import { admitCommand } from "../security/index.ts";
import { loadSodium } from "../security/node.ts";
import { inviteOfficer, type Invitation } from "./commands/inviteOfficer.ts";
import { Gate } from "./gate.ts";
import { HASHES_AT_ONCE, Passwords } from "./officers/passwords.ts";

const Environment = z.object({
  /** Postgres, as the officer API's role. */
  DATABASE_URL: urlWith("postgresql", "postgres"),
  /** The officer API's: seals the secret of the second factor. */
  TOTP_KEY: hexKey,
});

const log = createLog("invite");

async function invite(role: OfficerRoleName, source: Readonly<Record<string, string>> | undefined) {
  const env = readEnv(Environment, source);
  await waitForDatabase(env.DATABASE_URL, { log });
  const db = openDatabase(env.DATABASE_URL, { poolSize: 1 });
  try {
    const passwords = new Passwords(new Gate({ atOnce: HASHES_AT_ONCE, waiting: 0, retryAfter: 1 }));
    const primitives = await loadSodium();
    return await inviteOfficer({ db, primitives, passwords, totpKey: env.TOTP_KEY, now: Date.now }, role);
  } finally {
    await db.$disconnect();
  }
}

function say({ code, officerId }: Invitation, role: OfficerRoleName, unitDir: string | undefined): void {
  const admit = admitCommand(role);
  const steps =
    unitDir === undefined
      ? [
          "  Afterwards a lead admits them in a console, under People, with the fingerprint that the officer's shows, read aloud.",
          `  As long as no console has signed a version of the directory, the offline machine admits them: ${admit}`,
        ]
      : [
          "  Afterwards sign in as the demonstration's officer, who is a lead: under People they wait to be admitted. Type the",
          "  fingerprint that their console shows.",
          "",
          "  As long as no console has signed a version of the directory, the ceremony's program can do it as well: keep the",
          "  admission request that their console shows as request.txt, and run:",
          "",
          `    ${admit} --dir ${unitDir} --fingerprint "the one their console shows"`,
          "    npm run publish-directory -- --demo",
        ];
  const lines = [
    "",
    `  One-time code, good for 72 hours: ${code}`,
    `  The officer's id will be ${officerId}.`,
    "",
    "  Give the code to the officer in person. They open the console, choose 'I have an enrolment code', and enter it.",
    ...steps,
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const ROLES = ["officer", "lead", "auditor"] as const satisfies readonly OfficerRoleName[];

const values = readArgs(
  "invite.ts --role officer|lead|auditor [--demo]",
  {
    role: { type: "string" },
    demo: { type: "boolean", default: false },
  },
  (given) => ROLES.some((each) => each === given.role),
);
const role = ROLES.find((each) => each === values?.role);
if (values !== null && role !== undefined) {
  try {
    // Loaded only here: an installation without the demonstration's database has no use for it.
    const demonstration = values.demo ? await (await import("./start/running.ts")).runningDemonstration() : undefined;
    const invitation = await invite(role, demonstration?.environment);
    say(invitation, role, demonstration && relative(process.cwd(), demonstration.unitDir));
  } catch (error) {
    const code = codeOf(error);
    log.error("invite_failed", { code });
    if (code !== "internal" && error instanceof Error) process.stderr.write(`${error.message}\n`);
    if (code === "config_invalid" && !values.demo) {
      process.stderr.write("To invite into the demonstration that npm start runs, add --demo.\n");
    }
    process.exitCode = 1;
  }
}
