/** Publishes versions of the key directory: all that can be wrong with them is found before anything is stored. */
import {
  dayOf,
  type DirectoryLink,
  equalBytes,
  type Grant,
  officerOf,
  type Primitives,
  SecurityError,
  type SecurityErrorCode,
  type UnitPublic,
  uuidOf,
  type VerifiedChain,
  verifyChain,
  verifySignedStatement,
} from "../../security/index.ts";
import type { KeyStore } from "../../security/node.ts";
import type { Database, Queryable } from "../../prisma/client.ts";
import { dropSettledAdmissions } from "../../prisma/repositories/admissions.ts";
import { currentStatement, listChain, publishStatement } from "../../prisma/repositories/directory.ts";
import { type NewGrant, putGrants } from "../../prisma/repositories/grants.ts";
import { dropPreparedUpTo, listPrepared, lockDirectory, replacePrepared } from "../../prisma/repositories/prepared.ts";
import { applyRoster } from "../../prisma/repositories/officers.ts";
import { ApiError, type ErrorCode } from "../errors.ts";
import { checkGrants } from "./checkGrants.ts";

export interface PublishDirectoryDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  readonly keyStore: KeyStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Publication {
  /** The next versions, oldest first; versions that are published already, with the same bytes, are passed over. */
  readonly links: readonly DirectoryLink[];
  readonly grants: readonly Grant[];
  /** An officer or key was taken out: reports sealed to earlier versions are no longer taken in. */
  readonly removal: boolean;
}

const REFUSALS: Partial<Record<SecurityErrorCode, ErrorCode>> = {
  wrong_unit: "directory_of_other_unit",
  // Someone else published this version first: their bytes stand, and ours have to be made again on top of them.
  chain_gap: "directory_conflict",
  statement_fork: "directory_conflict",
};

/** What to throw for a directory that does not verify; anything but a refusal is passed on. */
export function refusedDirectory(cause: unknown): unknown {
  if (!(cause instanceof SecurityError)) return cause;
  return new ApiError(REFUSALS[cause.code] ?? "directory_refused", { cause });
}

/** The chain as it would be, with the number of versions that are stored already. */
async function chainWith(deps: PublishDirectoryDeps, links: readonly DirectoryLink[]) {
  const stored: DirectoryLink[] = await listChain(deps.db);
  const fresh = links.filter(
    ({ statement, roster }) =>
      !stored.some((known) => equalBytes(known.statement, statement) && equalBytes(known.roster, roster)),
  );
  let chain: VerifiedChain;
  try {
    chain = await verifyChain(deps.primitives, [...stored, ...fresh], deps.unit, dayOf(deps.now()));
  } catch (cause) {
    throw refusedDirectory(cause);
  }
  return { chain, stored: stored.length };
}

/** Whether the newest roster leaves out an officer, or a desk of an officer, that one of these versions had. */
function takesOut(chain: VerifiedChain, from: number): boolean {
  return chain.links.slice(Math.max(0, from)).some(({ roster }) =>
    roster.officers.some((was) => {
      const is = officerOf(chain.newest.roster, was.id);
      return is === null || was.desks.some((desk) => !is.desks.includes(desk));
    }),
  );
}

/**
 * Verifies the whole chain from the root on, checks and seals the grants, and stores all of it in one transaction. States
 * of officers follow the roster, and whoever left it is signed out. What was prepared on top of another version is void.
 * @returns the newest version @throws ApiError `directory_refused`, `directory_of_other_unit`, `directory_conflict`,
 * `grant_refused`
 */
export async function publishDirectory(deps: PublishDirectoryDeps, publication: Publication): Promise<number> {
  const { chain, stored } = await chainWith(deps, publication.links);
  const grants = await checkGrants(deps, chain, publication.grants);
  return store(deps, { chain, stored, grants, removal: publication.removal });
}

/** As `publishDirectory`, with grants that were checked and sealed when they came. @throws as that */
export async function publishChecked(
  deps: PublishDirectoryDeps,
  publication: { readonly links: readonly DirectoryLink[]; readonly grants: readonly NewGrant[] },
): Promise<number> {
  const { chain, stored } = await chainWith(deps, publication.links);
  return store(deps, { chain, stored, grants: publication.grants, removal: false });
}

interface Checked {
  readonly chain: VerifiedChain;
  /** How many versions of it are stored. */
  readonly stored: number;
  readonly grants: readonly NewGrant[];
  readonly removal: boolean;
}

async function store(deps: PublishDirectoryDeps, { chain, stored, grants, ...rest }: Checked): Promise<number> {
  const removal = rest.removal || takesOut(chain, stored - 1);
  const today = dayOf(deps.now());
  await deps.db.$transaction(async (tx) => {
    await lockDirectory(tx);
    for (const { statement, roster } of chain.links.slice(stored)) {
      const { version, hash, bytes, issueDay, expiryDay } = statement;
      const next = { version, hash, statement: bytes, roster: roster.bytes, issueDay, expiryDay };
      const done = await publishStatement(tx, next, { today, removal });
      if (done === "not_next") throw new ApiError("directory_conflict");
    }
    await putGrants(tx, grants);
    await applyRoster(
      tx,
      chain.newest.roster.officers.map(({ id, role }) => ({ id: uuidOf(id), role })),
    );
    await dropSettledAdmissions(tx);
    await settlePrepared(deps, tx);
  });
  return chain.newest.statement.version;
}

/** Prepared versions go once they are published, and all of them when they no longer follow the newest version. */
export async function settlePrepared(
  { primitives, unit }: Pick<PublishDirectoryDeps, "primitives" | "unit">,
  tx: Queryable,
): Promise<void> {
  const newest = await currentStatement(tx);
  if (newest === null) return;
  await dropPreparedUpTo(tx, newest.version);
  const [first] = await listPrepared(tx);
  if (first === undefined) return;
  const { version, previousHash } = await verifySignedStatement(primitives, first.statement, unit);
  if (version !== newest.version + 1 || !equalBytes(previousHash, newest.hash)) await replacePrepared(tx, []);
}
