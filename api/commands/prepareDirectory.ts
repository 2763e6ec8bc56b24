/** Versions that a lead signs ahead: checked as they would be on their day, kept until then, published without a lead. */
import {
  checkCertificateCurrent,
  dayOf,
  type DirectoryLink,
  type Grant,
  type Primitives,
  type Outlook,
  readOutlook,
  SecurityError,
  type UnitPublic,
  type VerifiedLink,
  verifyChain,
  verifySignedStatement,
} from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { currentStatement, listChain } from "../../prisma/repositories/directory.ts";
import {
  listPrepared,
  lockDirectory,
  preparedGrants,
  preparedStatements,
  replacePrepared,
} from "../../prisma/repositories/prepared.ts";
import { ApiError } from "../errors.ts";
import { checkGrants } from "./checkGrants.ts";
import { publishChecked, type PublishDirectoryDeps, refusedDirectory, settlePrepared } from "./publishDirectory.ts";

/** One version ahead: its wire bytes, and grants of the epochs that it opens. */
export interface PreparedVersion extends DirectoryLink {
  readonly grants: readonly Grant[];
}

/**
 * Takes the place of what was prepared before. Each version has to verify on its own issue day, on top of the stored chain
 * and of those before it; none may be issued in the past.
 * @throws ApiError `directory_refused`, `directory_of_other_unit`, `directory_conflict`, `grant_refused`
 */
export async function prepareDirectory(
  deps: PublishDirectoryDeps,
  versions: readonly PreparedVersion[],
): Promise<void> {
  const { db, primitives, unit } = deps;
  const stored = await listChain(db);
  let ahead: readonly VerifiedLink[];
  let floor: number;
  try {
    const days = await issueDays(deps, versions);
    const chain = await verifyChain(primitives, [...stored, ...versions], unit, days.at(-1) ?? dayOf(deps.now()));
    ahead = chain.links;
    floor = chain.certificateFloor;
  } catch (cause) {
    throw refusedDirectory(cause);
  }
  const records: Parameters<typeof replacePrepared>[1][number][] = [];
  for (const [i, { grants }] of versions.entries()) {
    const links = ahead.slice(0, stored.length + i + 1);
    const newest = links.at(-1) as VerifiedLink;
    const { version, bytes, issueDay, expiryDay } = newest.statement;
    records.push({
      version,
      statement: bytes,
      roster: newest.roster.bytes,
      issueDay,
      expiryDay,
      grants: await checkGrants(deps, { links, newest, certificateFloor: floor }, grants),
    });
  }
  await db.$transaction(async (tx) => {
    await lockDirectory(tx);
    const newest = await currentStatement(tx);
    if (newest?.version !== stored.length) throw new ApiError("directory_conflict");
    await replacePrepared(tx, records);
  });
}

/** The days on which they are issued: from today on, in order. @throws SecurityError */
async function issueDays(
  { primitives, unit, now }: PublishDirectoryDeps,
  versions: readonly DirectoryLink[],
): Promise<number[]> {
  const days: number[] = [];
  for (const { statement } of versions) {
    const { issueDay, lead, version } = await verifySignedStatement(primitives, statement, unit);
    if (issueDay < (days.at(-1) ?? dayOf(now()))) {
      throw new SecurityError("statement_not_valid_yet", "a version is prepared for a day that is over");
    }
    // On its own issue day a signed statement counts, but for the floors.
    checkCertificateCurrent(lead, unit, issueDay);
    if (version < unit.floors.statementVersion) {
      throw new SecurityError("statement_rolled_back", "a version below the floor");
    }
    days.push(issueDay);
  }
  return days;
}

/**
 * Publishes what is due today. Doing it twice, or in two processes at once, does it once.
 * @returns the version that is the newest by this, or `null` when nothing was due
 * @throws ApiError `directory_refused` when what was prepared no longer verifies: its lead's certificate is below the floor
 */
export async function publishPrepared(deps: PublishDirectoryDeps): Promise<number | null> {
  const { db } = deps;
  await db.$transaction(async (tx) => {
    await lockDirectory(tx);
    await settlePrepared(deps, tx);
  });
  const today = dayOf(deps.now());
  const due = (await listPrepared(db)).filter(({ issueDay }) => issueDay <= today);
  const last = due.at(-1);
  if (last === undefined) return null;
  try {
    return await publishChecked(deps, { links: due, grants: await preparedGrants(db, last.version) });
  } catch (error) {
    // Another process was faster, with the very same bytes or with a version that makes these void.
    if (error instanceof ApiError && error.code === "directory_conflict") return null;
    throw error;
  }
}

/** How long the directory goes on by itself. @returns `null` before the first publication @throws SecurityError when what is stored does not verify */
export async function directoryOutlook(
  { db, primitives, unit }: { readonly db: Database; readonly primitives: Primitives; readonly unit: UnitPublic },
  today: number,
): Promise<Outlook | null> {
  const current = await currentStatement(db);
  if (current === null) return null;
  const newest = await verifySignedStatement(primitives, current.statement, unit);
  return readOutlook(primitives, unit, newest, await preparedStatements(db), today);
}
