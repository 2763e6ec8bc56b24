/**
 * `npm run make-secrets -- --dir secrets`: the files that docker-compose.yml mounts. Each is made once and never written
 * over, so it is safe to run again. Nothing is printed but names.
 */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readArgs } from "../prisma/process/args.ts";

const DATABASE = "postgres:5432/abri";
const QUEUE = "valkey:6379";

/** Random bytes in hexadecimal: safe in a URL, a settings file and a shell alike. */
const random = (bytes: number): string => randomBytes(bytes).toString("hex");

/** Content of every file by name; passwords appear in the file of whoever sets them and of whoever uses them. */
function makeContents(): Record<string, string> {
  const passwords = { owner: random(24), reporter: random(24), officer: random(24), worker: random(24) };
  const queue = random(24);
  return {
    postgres_password: passwords.owner,
    migrate_database_url: `postgresql://abri:${passwords.owner}@${DATABASE}`,
    reporter_database_password: passwords.reporter,
    reporter_database_url: `postgresql://abri_reporter:${passwords.reporter}@${DATABASE}`,
    officer_database_password: passwords.officer,
    officer_database_url: `postgresql://abri_officer:${passwords.officer}@${DATABASE}`,
    worker_database_password: passwords.worker,
    worker_database_url: `postgresql://abri_worker:${passwords.worker}@${DATABASE}`,
    queue_url: `redis://:${queue}@${QUEUE}`,
    valkey_conf: `requirepass ${queue}`,
    intake_key: random(32),
    mailbox_row_secret: random(32),
    mailbox_prf_key: random(32),
    totp_key: random(32),
    fake_salt_key: random(32),
  };
}

function main(directory: string): void {
  const contents = makeContents();
  const names = Object.keys(contents);
  const there = names.filter((name) => existsSync(join(directory, name)));
  if (there.length === names.length) {
    process.stdout.write(`all ${names.length} secrets are in ${directory} already; nothing was changed\n`);
    return;
  }
  if (there.length > 0) {
    // Passwords come in pairs: half a set made anew would not fit the other half.
    process.stderr.write(
      `secrets_incomplete: ${directory} holds ${there.length} of ${names.length} files; move them away\n`,
    );
    process.exitCode = 1;
    return;
  }
  // The directory keeps others out. The files are readable inside it: containers read them as users of their own.
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  for (const [name, content] of Object.entries(contents)) {
    writeFileSync(join(directory, name), `${content}\n`, { mode: 0o444, flag: "wx" });
  }
  process.stdout.write(`${names.length} secrets are in ${directory}: ${names.join(", ")}\n`);
}

const values = readArgs(
  "npm run make-secrets -- --dir secrets",
  { dir: { type: "string" } },
  ({ dir }) => dir !== undefined,
);
if (values?.dir !== undefined) main(values.dir);
