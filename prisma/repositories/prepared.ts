/** Versions of the key directory that wait for their day, and the grants that go with them. */
import { dateOfDay, dayOfDate, dbBytes } from "../values.ts";
import { lockUntilEnd, shareUntilEnd } from "../locks.ts";
import type { Queryable } from "../client.ts";
import type { NewGrant } from "./grants.ts";

export interface PreparedRecord {
  version: number;
  statement: Uint8Array;
  roster: Uint8Array;
  issueDay: number;
  expiryDay: number;
}

/** Waits for whoever changes directory or prepared versions now; until the transaction ends nobody else does. */
export const lockDirectory = (tx: Queryable): Promise<void> => lockUntilEnd(tx, "directory");

/** Waits until nobody changes the directory; until the transaction ends nobody does. Several may. */
export const holdDirectory = (tx: Queryable): Promise<void> => shareUntilEnd(tx, "directory");

/** Takes the place of all that was prepared before; nothing, and nothing is prepared. Has to run in a transaction. */
export async function replacePrepared(
  tx: Queryable,
  versions: readonly (PreparedRecord & { grants: readonly NewGrant[] })[],
): Promise<void> {
  await tx.preparedVersion.deleteMany({});
  for (const { version, statement, roster, issueDay, expiryDay, grants } of versions) {
    await tx.preparedVersion.createMany({
      data: {
        version,
        statement: dbBytes(statement),
        roster: dbBytes(roster),
        issueDay: dateOfDay(issueDay),
        expiryDay: dateOfDay(expiryDay),
      },
    });
    await tx.preparedGrant.createMany({
      data: grants.map((grant) => ({
        ...grant,
        version,
        sealed: dbBytes(grant.sealed),
        signerId: dbBytes(grant.signerId),
        signature: dbBytes(grant.signature),
      })),
    });
  }
}

/** In the order in which they will be published. */
export async function listPrepared(db: Queryable): Promise<PreparedRecord[]> {
  const rows = await db.preparedVersion.findMany({ orderBy: { version: "asc" } });
  return rows.map(({ issueDay, expiryDay, ...row }) => ({
    ...row,
    issueDay: dayOfDate(issueDay),
    expiryDay: dayOfDate(expiryDay),
  }));
}

/** Their statements alone, wire bytes, in that order: what a worker may read of them. */
export async function preparedStatements(db: Queryable): Promise<Uint8Array[]> {
  const rows = await db.preparedVersion.findMany({
    orderBy: { version: "asc" },
    select: { version: true, statement: true },
  });
  return rows.map(({ statement }) => statement);
}

/** The grants of prepared versions up to `version`. */
export async function preparedGrants(db: Queryable, version: number): Promise<NewGrant[]> {
  return db.preparedGrant.findMany({
    where: { version: { lte: version } },
    orderBy: [{ version: "asc" }, { desk: "asc" }, { epoch: "asc" }],
    omit: { version: true },
  });
}

/** Takes out what was published, up to `version`. */
export async function dropPreparedUpTo(tx: Queryable, version: number): Promise<void> {
  await tx.preparedVersion.deleteMany({ where: { version: { lte: version } } });
}
