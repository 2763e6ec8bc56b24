/**
 * Invites an officer: `tsx api/invite.ts --role officer|lead`. Prints a one-time code, once; it is good for 72 hours. What the
 * officer may then do is decided by a roster that a lead signs, not here.
 */
import { parseArgs } from "node:util";
import { z } from "zod";
import { openDatabase } from "../prisma/client.ts";
import { hexKey, readEnv, urlWith } from "../prisma/process/env.ts";
import { codeOf, createLog } from "../prisma/process/log.ts";
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

async function invite(role: "officer" | "lead"): Promise<Invitation> {
  const env = readEnv(Environment);
  const db = openDatabase(env.DATABASE_URL, { poolSize: 1 });
  try {
    const passwords = new Passwords(new Gate({ atOnce: HASHES_AT_ONCE, waiting: 0, retryAfter: 1 }));
    const primitives = await loadSodium();
    return await inviteOfficer({ db, primitives, passwords, totpKey: env.TOTP_KEY, now: Date.now }, role);
  } finally {
    await db.$disconnect();
  }
}

const { values } = parseArgs({ options: { role: { type: "string" } } });
if (values.role !== "officer" && values.role !== "lead") {
  process.stderr.write("usage: invite.ts --role officer|lead\n");
  process.exitCode = 2;
} else {
  try {
    const { code, officerId } = await invite(values.role);
    process.stdout.write(
      `\n  One-time code, good for 72 hours: ${code}\n  The officer's id will be ${officerId}.\n\n` +
        "  Give the code to the officer in person. They open the console, choose 'I have an enrolment code', and enter it.\n" +
        "  Afterwards compare the fingerprint that their console shows, aloud, and admit them: npm run unit -- admit\n\n",
    );
  } catch (error) {
    createLog("invite").error("invite_failed", { code: codeOf(error) });
    if (codeOf(error) === "config_invalid" && error instanceof Error) process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
