/** Publishes what a unit's ceremony has written and the database does not have yet. */
import { currentStatement } from "../../prisma/repositories/directory.ts";
import { type DirectoryLink, officerOf, verifySignedStatement } from "../../security/index.ts";
import type { Grant, VerifiedRoster } from "../../security/index.ts";
import { verifyRoster } from "../../security/index.ts";
import { publishDirectory, type PublishDirectoryDeps } from "./publishDirectory.ts";

/** What `loadPublishedUnit` reads: every version, and the grants that each handed out. */
export interface UnitVersions {
  readonly directory: readonly DirectoryLink[];
  readonly grants: readonly (readonly Grant[])[];
}

/**
 * Publishes the versions that are missing, with their grants. Running it again changes nothing.
 * @returns the newest version @throws ApiError `directory_refused`, `directory_conflict`, `grant_refused`
 */
export async function publishUnit(deps: PublishDirectoryDeps, versions: UnitVersions): Promise<number> {
  const stored = (await currentStatement(deps.db))?.version ?? 0;
  if (stored >= versions.directory.length) return stored;
  const roster = await newestRoster(deps, versions.directory);
  const isThere = ({ deskId, officerId }: Grant): boolean =>
    officerOf(roster, officerId)?.desks.includes(deskId) === true;
  // Several versions at once: an officer may have come with one and gone with the next.
  const grants = versions.grants.slice(stored).flat().filter(isThere);
  return publishDirectory(deps, { links: versions.directory, grants, removal: false });
}

async function newestRoster(
  { primitives, unit }: PublishDirectoryDeps,
  directory: readonly DirectoryLink[],
): Promise<VerifiedRoster> {
  const newest = directory.at(-1) as DirectoryLink;
  const statement = await verifySignedStatement(primitives, newest.statement, unit);
  return verifyRoster(primitives, newest.roster, statement, unit);
}
