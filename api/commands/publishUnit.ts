/** Publishes what a unit's ceremony has written and the database does not have yet. */
import { listChain } from "../../prisma/repositories/directory.ts";
import { type DirectoryLink, equalBytes, recipientsOf, verifySignedStatement } from "../../security/index.ts";
import type { Grant, VerifiedRoster } from "../../security/index.ts";
import { verifyRoster } from "../../security/index.ts";
import { ApiError } from "../errors.ts";
import { publishDirectory, type PublishDirectoryDeps, refusedDirectory } from "./publishDirectory.ts";

/** What `loadPublishedUnit` reads: every version, and the grants that each handed out. */
export interface UnitVersions {
  readonly directory: readonly DirectoryLink[];
  readonly grants: readonly (readonly Grant[])[];
}

/**
 * Publishes the versions that are missing, with their grants. Running it again changes nothing.
 * @returns the newest version
 * @throws ApiError `directory_of_other_unit`; `directory_conflict` when the database has a version that the files do not
 * have, which is how files that were not carried over look; `directory_refused`, `grant_refused`
 */
export async function publishUnit(deps: PublishDirectoryDeps, versions: UnitVersions): Promise<number> {
  const { directory } = versions;
  const stored = await listChain(deps.db);
  const isSame = ({ statement, roster }: DirectoryLink, at: number): boolean => {
    const ours = directory[at];
    return ours !== undefined && equalBytes(ours.statement, statement) && equalBytes(ours.roster, roster);
  };
  const [first] = stored;
  if (first !== undefined && !isSame(first, 0)) throw new ApiError("directory_of_other_unit");
  if (!stored.every(isSame)) throw new ApiError("directory_conflict");
  if (stored.length === directory.length) return stored.length;
  const roster = await newestRoster(deps, directory);
  const isThere = ({ deskId, officerId }: Grant): boolean =>
    recipientsOf(roster, deskId).some(({ id }) => equalBytes(id, officerId));
  // Several versions at once: an officer may have come with one and gone with the next.
  const grants = versions.grants.slice(stored.length).flat().filter(isThere);
  return publishDirectory(deps, { links: directory, grants, removal: false });
}

/** @throws ApiError `directory_of_other_unit`, `directory_refused` */
async function newestRoster(
  { primitives, unit }: PublishDirectoryDeps,
  directory: readonly DirectoryLink[],
): Promise<VerifiedRoster> {
  const newest = directory.at(-1) as DirectoryLink;
  try {
    const statement = await verifySignedStatement(primitives, newest.statement, unit);
    return await verifyRoster(primitives, newest.roster, statement, unit);
  } catch (cause) {
    throw refusedDirectory(cause);
  }
}
