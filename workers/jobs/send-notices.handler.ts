import { lockUntilEnd } from "../../prisma/locks.ts";
import { codeOf } from "../../prisma/process/log.ts";
import {
  giveDigestDayBack,
  isDigestDayTaken,
  listUnnoticed,
  markNoticed,
  takeDigestDay,
} from "../../prisma/repositories/notices.ts";
import { DAY_MS, SecurityError, dayOf } from "../../security/index.ts";
import type { WorkerDeps } from "../deps.ts";
import { DirectoryEmptyError } from "../directory.ts";
import { digestLetter, urgentLetter } from "../mail/letters.ts";
import type { Letter } from "../mail/letters.ts";
import type { Notices } from "../mail/notices.ts";
import type { JobHandler } from "./handler.ts";
import type { sendNotices } from "./send-notices.ts";

/**
 * At most one notice of a P0 and, once a day, the digest. That notices of a P0 are as far apart as ticks are is what
 * keeps them rare, and keeps the mail server from learning when a report came any closer than that.
 */
export const handleSendNotices: JobHandler<typeof sendNotices.schema> = async (deps) => {
  const { notices } = deps;
  if (notices === null) return; // a scheduler that was left from when there was a mail server
  const outcomes = await Promise.allSettled([sendUrgent(deps, notices), sendDigest(deps, notices)]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
};

/** Marked only once the server has taken it: for somebody in danger a second notice is better than none. */
async function sendUrgent(deps: WorkerDeps, { mailer }: Notices): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    await lockUntilEnd(tx, "notices"); // a second worker with the same tick finds nothing left to tell
    const ids = await listUnnoticed(tx);
    if (ids.length > 0 && (await sent(deps, () => post(deps, mailer, urgentLetter())))) await markNoticed(tx, ids);
  });
}

/**
 * The day is taken before the letter goes out, so that no second one does whatever happens to this process. It is taken
 * only when the server answers, and given back when it refuses: a day is lost only by an end in that very moment.
 */
async function sendDigest(deps: WorkerDeps, { mailer, digestAtMs }: Notices): Promise<void> {
  const now = deps.now();
  const today = dayOf(now);
  if (now - today * DAY_MS < digestAtMs || (await isDigestDayTaken(deps.db, today))) return;
  const letter = digestLetter(await expiriesOf(deps));
  if (!(await sent(deps, () => mailer.reach()))) return;
  if (!(await takeDigestDay(deps.db, today))) return;
  if (!(await sent(deps, () => post(deps, mailer, letter)))) await giveDigestDayBack(deps.db, today);
}

async function expiriesOf({ directory }: WorkerDeps): Promise<Parameters<typeof digestLetter>[0]> {
  try {
    return (await directory.outlook()).ending;
  } catch (cause) {
    if (cause instanceof SecurityError || cause instanceof DirectoryEmptyError) return "unusable";
    throw cause;
  }
}

async function post(deps: WorkerDeps, mailer: Notices["mailer"], letter: Letter): Promise<void> {
  const { refused } = await mailer.send(letter);
  if (refused > 0) deps.alarm("mail_recipient_refused");
}

/** Whether the mail server did it; when not, the log says a code and nothing of what the server said. */
async function sent({ alarm }: WorkerDeps, doIt: () => Promise<void>): Promise<boolean> {
  try {
    await doIt();
    return true;
  } catch (error) {
    alarm("mail_unavailable", codeOf(error));
    return false;
  }
}
