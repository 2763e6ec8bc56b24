/** Published versions of the key directory. The current one is the highest version. */
import { STATEMENT_GRACE_DAYS } from "../../security/limits.ts";
import { dateOfDay, dayOfDate, dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

export interface StatementRecord {
  version: number;
  /** 32 bytes, SHA-256 of `statement` */
  hash: Uint8Array;
  statement: Uint8Array;
  issueDay: number;
  expiryDay: number;
  /** the last day on which envelopes that name this version are taken in */
  acceptUntilDay: number;
}

const PUBLIC_COLUMNS = {
  version: true,
  hash: true,
  statement: true,
  issueDay: true,
  expiryDay: true,
  acceptUntil: true,
} as const;

interface PublicRow {
  version: number;
  hash: Uint8Array;
  statement: Uint8Array;
  issueDay: Date;
  expiryDay: Date;
  acceptUntil: Date;
}

const toRecord = (row: PublicRow): StatementRecord => ({
  version: row.version,
  hash: row.hash,
  statement: row.statement,
  issueDay: dayOfDate(row.issueDay),
  expiryDay: dayOfDate(row.expiryDay),
  acceptUntilDay: dayOfDate(row.acceptUntil),
});

/** @returns the newest version, or null before the first publication */
export async function currentStatement(db: Queryable): Promise<StatementRecord | null> {
  const row = await db.keyStatement.findFirst({ orderBy: { version: "desc" }, select: PUBLIC_COLUMNS });
  return row === null ? null : toRecord(row);
}

/** @param hash 32 bytes @returns the version whose statement has this hash, accepted still or not; null for none */
export async function statementByHash(db: Queryable, hash: Uint8Array): Promise<StatementRecord | null> {
  const row = await db.keyStatement.findUnique({ where: { hash: dbBytes(hash) }, select: PUBLIC_COLUMNS });
  return row === null ? null : toRecord(row);
}

/** Every version that envelopes may name on `day` or later, the newest among them as long as it has not expired. */
export async function statementsAcceptedFrom(db: Queryable, day: number): Promise<StatementRecord[]> {
  const rows = await db.keyStatement.findMany({
    where: { acceptUntil: { gte: dateOfDay(day) } },
    orderBy: { version: "asc" },
    select: PUBLIC_COLUMNS,
  });
  return rows.map(toRecord);
}

/** The newest version with its roster: officer host only. */
export async function currentDirectory(db: Queryable): Promise<(StatementRecord & { roster: Uint8Array }) | null> {
  const row = await db.keyStatement.findFirst({
    orderBy: { version: "desc" },
    select: { ...PUBLIC_COLUMNS, roster: true },
  });
  return row === null ? null : { ...toRecord(row), roster: row.roster };
}

export interface ChainLink {
  version: number;
  statement: Uint8Array;
  roster: Uint8Array;
}

/** Every version, oldest first: what consoles verify. Officer host only. @param afterVersion leaves out up to here */
export async function listChain(db: Queryable, afterVersion = 0): Promise<ChainLink[]> {
  return db.keyStatement.findMany({
    where: { version: { gt: afterVersion } },
    orderBy: { version: "asc" },
    select: { version: true, statement: true, roster: true },
  });
}

export interface NewStatement {
  version: number;
  /** 32 bytes, SHA-256 of `statement` */
  hash: Uint8Array;
  statement: Uint8Array;
  roster: Uint8Array;
  issueDay: number;
  expiryDay: number;
}

/**
 * Publishes the next version; has to run in a transaction. The caller has verified signatures and chain.
 * Earlier versions are taken in for seven days more at most; not at all when somebody was removed.
 * @returns "not_next" when `version` does not follow the newest, or another publication was faster: nothing was changed
 */
export async function publishStatement(
  tx: Queryable,
  next: NewStatement,
  { today, removal }: { today: number; removal: boolean },
): Promise<"published" | "not_next"> {
  const newest = await tx.keyStatement.findFirst({ orderBy: { version: "desc" }, select: { version: true } });
  if (next.version !== (newest?.version ?? 0) + 1) return "not_next";
  const { count } = await tx.keyStatement.createMany({
    data: {
      version: next.version,
      hash: dbBytes(next.hash),
      statement: dbBytes(next.statement),
      roster: dbBytes(next.roster),
      issueDay: dateOfDay(next.issueDay),
      expiryDay: dateOfDay(next.expiryDay),
      acceptUntil: dateOfDay(next.expiryDay),
    },
    skipDuplicates: true,
  });
  if (count === 0) return "not_next";
  const earlierUntil = dateOfDay(removal ? today - 1 : today + STATEMENT_GRACE_DAYS);
  await tx.keyStatement.updateMany({
    where: { version: { lt: next.version }, acceptUntil: { gt: earlierUntil } },
    data: { acceptUntil: earlierUntil },
  });
  return "published";
}
