/**
 * Destroys the keys of a desk's past epoch: `tsx api/shred.ts --desk 1 --epoch 3`, with the officer API's variables, or with
 * `--demo` in the demonstration that runs here. Says first what nobody will be able to open any more, and asks. Whatever a backup
 * of the database, the officers' vaults and passphrases would give, this is gone afterwards; nothing brings it back.
 */
import { createInterface } from "node:readline/promises";
import { z } from "zod";
import { openChanges } from "../prisma/changes.ts";
import { openDatabase } from "../prisma/client.ts";
import { readArgs } from "../prisma/process/args.ts";
import { readEnv, urlWith } from "../prisma/process/env.ts";
import { codeOf, createLog } from "../prisma/process/log.ts";
import { waitForDatabase } from "../prisma/process/waitForDatabase.ts";
import type { GrantSubject } from "../security/index.ts";
import { KeyStore, loadSodium } from "../security/node.ts";
import {
  type EpochToShred,
  inspectEpoch,
  shredEpoch,
  type ShredDeps,
  type ShredErrorCode,
} from "./commands/shredEpoch.ts";
import { readUnit } from "./config.ts";

const Environment = z.object({
  NODE_ENV: z.string().default("development"),
  /** Postgres, as the officer API's role. */
  DATABASE_URL: urlWith("postgresql", "postgres"),
  /** Where the officer API keeps its shred keys. */
  KEY_STORE_DIR: z.string(),
  /** Path of `unit.public.json`. */
  UNIT_PUBLIC: z.string(),
  /** How officers' consoles are told; DATABASE_URL when left out. */
  EVENTS_URL: urlWith("postgresql", "postgres", "redis", "rediss").optional(),
});

const USAGE = "shred.ts --desk N --epoch N [--with-open-cases] [--yes] [--demo]";

const HINTS: Partial<Record<string, string>> & Record<ShredErrorCode, string> = {
  directory_unavailable: "Look at DATABASE_URL and UNIT_PUBLIC: do they belong to the same unit?",
  unknown_epoch: "`npm run unit -- verify` and the console, under People, name each desk's epoch.",
  epoch_current: "Wait until a new month, or the removal of an officer, has opened the next epoch.",
  epoch_accepted:
    "Intake takes a month's keys for a week more, and a day goes by until all of that is released. Try again after that.",
  key_missing: "KEY_STORE_DIR has to be the officer host's. Nothing was destroyed.",
  key_wrong: "KEY_STORE_DIR has to be the officer host's. Nothing was destroyed.",
  cases_open: "Close those cases first. If they may lose what was sealed to this epoch, add --with-open-cases.",
  epoch_destroyed: "There is nothing left to do here.",
  grants_open: "Do not take this epoch for destroyed. Look who else writes into KEY_STORE_DIR, and run this again.",
};

const log = createLog("shred");
const say = (...lines: string[]): void => void process.stdout.write(`${lines.map((line) => `  ${line}`).join("\n")}\n`);
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

interface Wish extends GrantSubject {
  readonly openCases: boolean;
  readonly sure: boolean;
}

function tell(
  { deskId, epoch }: GrantSubject,
  { cases, items, entries, sealedAgain, grants, quarantined }: EpochToShred,
): void {
  say(
    "",
    `Desk ${deskId}, epoch ${epoch}. Once its keys are destroyed, nobody can open any more:`,
    "",
    `- ${count(items, "report or later message", "reports and later messages")}, with their files`,
    `- ${count(entries, "entry", "entries")} that officers wrote (notes, replies, log)`,
    `- which lie in ${count(cases.open, "case", "cases")} that ${cases.open === 1 ? "waits" : "wait"} for an answer, ` +
      `${cases.answered} answered, ${cases.closed} closed`,
  );
  if (quarantined > 0) {
    say(`- of ${count(quarantined, "envelope", "envelopes")} in quarantine, those that are sealed to it`);
  }
  if (sealedAgain > 0) {
    say(
      "",
      `Of its time, ${count(sealedAgain, "more part of a case was", "more parts of cases were")} sealed again to later keys by officers' consoles.`,
      "This command cannot see whether that opens: somebody who means harm can have sealed nonsense, and after this nothing else",
      "opens them. While the keys live, a console says so of each case that it shows. Let officers look at those cases first.",
    );
  }
  say(
    "",
    `${count(grants, "key that was granted becomes", "keys that were granted become")} worthless, in every ` +
      "backup of the database too.",
    "Rows stay as they are: level, desk, days. Replies that people can still read stay theirs.",
    "Officers of the desk are signed out, so that their consoles let go of the keys.",
    "",
  );
}

function tellAfter({ deskId, epoch }: GrantSubject): void {
  say(
    "",
    `Destroyed: desk ${deskId}, epoch ${epoch}. No stored grant opens any more; the key store keeps the day, and nothing else.`,
    "",
    "What this command cannot do:",
    "- A solid-state disk, a journal or a snapshot may keep the 32 bytes that were overwritten, until it needs the room. Only an",
    "  encrypted disk guards against that, and copies of the key store that somebody made have to be found and destroyed.",
    "- A file of export-recovery that was made before opens with two shares: destroy it.",
    "- The ceremony's files hold keys of epochs that were opened or granted there. Wherever the unit's directory lies, offline and",
    "  on this server, and in its copies:",
    `    npm run unit -- forget --desk ${deskId} --epoch ${epoch}`,
    "",
  );
}

async function isMeant(wish: Wish): Promise<boolean> {
  if (wish.sure) return true;
  const word = `destroy ${wish.deskId}/${wish.epoch}`;
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  try {
    process.stdout.write(`  Type "${word}" to go on: `);
    for await (const line of lines) return line.trim() === word;
    return false;
  } finally {
    lines.close();
  }
}

/** @returns whether it was destroyed @throws ShredError, DataError */
async function shred(wish: Wish, source: Readonly<Record<string, string>> | undefined): Promise<boolean> {
  const env = readEnv(Environment, source);
  const unit = await readUnit(env);
  await waitForDatabase(env.DATABASE_URL, { log });
  const db = openDatabase(env.DATABASE_URL, { poolSize: 2 });
  try {
    const keyStore = new KeyStore(env.KEY_STORE_DIR);
    const deps: ShredDeps = { db, primitives: await loadSodium(), unit, keyStore, now: Date.now };
    const subject = { deskId: wish.deskId, epoch: wish.epoch };
    tell(subject, await inspectEpoch(deps, subject));
    if (!(await isMeant(wish))) return false;
    await shredEpoch(deps, subject, wish);
    tellAfter(subject);
    const changes = await openChanges(env.EVENTS_URL ?? env.DATABASE_URL);
    await changes.publish();
    await changes.close();
    return true;
  } finally {
    await db.$disconnect();
  }
}

/** A whole number from 1 on; `null` for any other text. */
const numberOf = (text: string | undefined): number | null => (/^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : null);

function readWish(): (Wish & { readonly demo: boolean }) | null {
  const values = readArgs(
    USAGE,
    {
      desk: { type: "string" },
      epoch: { type: "string" },
      "with-open-cases": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      demo: { type: "boolean", default: false },
    },
    (given) => numberOf(given.desk) !== null && numberOf(given.epoch) !== null,
  );
  const [deskId, epoch] = [numberOf(values?.desk), numberOf(values?.epoch)];
  if (values === null || deskId === null || epoch === null) return null;
  return { deskId, epoch, openCases: values["with-open-cases"], sure: values.yes, demo: values.demo };
}

const wish = readWish();
if (wish !== null) {
  try {
    const demonstration = wish.demo ? await (await import("./start/running.ts")).runningDemonstration() : undefined;
    if (await shred(wish, demonstration?.environment))
      log.info("epoch_destroyed", { desk: wish.deskId, epoch: wish.epoch });
    else {
      process.stderr.write("Nothing was destroyed.\n");
      process.exitCode = 1;
    }
  } catch (error) {
    const code = codeOf(error);
    log.error("shred_failed", { code });
    if (code !== "internal" && error instanceof Error) {
      const hint = HINTS[code];
      process.stderr.write(`${code}: ${error.message}\n${hint === undefined ? "" : `  ${hint}\n`}`);
    }
    process.exitCode = 1;
  }
}
