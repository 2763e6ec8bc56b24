/** The key directory as workers use it: verified from the unit's root, never taken from the database on trust. */
import { currentStatement, statementByHash } from "../prisma/repositories/directory.ts";
import { preparedStatements } from "../prisma/repositories/prepared.ts";
import type { Database, Queryable } from "../prisma/client.ts";
import { dayOf, equalBytes, readOutlook, verifyStatement } from "../security/index.ts";
import type { Outlook, Primitives, SeenStatement, UnitPublic, VerifiedStatement } from "../security/index.ts";

export interface WorkerDirectory {
  /**
   * The newest statement. Never older than one this process has seen.
   * @throws SecurityError as `verifyStatement`; Error `directory_empty`
   */
  current(): Promise<VerifiedStatement>;
  /** Until when it goes on by itself, with what is prepared behind it. @throws as `current` */
  outlook(): Promise<Outlook>;
  /**
   * The epoch of a desk in the statement that an envelope names, or null when none of the unit's has that hash or desk.
   * @param db the transaction in which the envelope is triaged
   * @param newest what `current` gave
   */
  epochNamed(
    db: Queryable,
    newest: VerifiedStatement,
    statementHash: Uint8Array,
    deskId: number,
  ): Promise<number | null>;
}

interface Parts {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  readonly now: () => number;
}

export class DirectoryEmptyError extends Error {
  readonly code = "directory_empty";
}

export function openDirectory({ db, primitives, unit, now }: Parts): WorkerDirectory {
  let seen: SeenStatement | undefined;
  let verified: { readonly day: number; readonly statement: VerifiedStatement } | undefined;

  const current = async (): Promise<VerifiedStatement> => {
    const row = await currentStatement(db);
    if (row === null) throw new DirectoryEmptyError("directory_empty");
    const day = dayOf(now());
    if (verified?.day === day && equalBytes(verified.statement.bytes, row.statement)) return verified.statement;
    const statement = await verifyStatement(primitives, row.statement, unit, day, seen);
    seen = { version: statement.version, hash: statement.hash };
    verified = { day, statement };
    return statement;
  };

  return {
    current,
    outlook: async () => readOutlook(primitives, unit, await current(), await preparedStatements(db), dayOf(now())),
    epochNamed: async (tx, newest, statementHash, deskId) => {
      const statement = equalBytes(newest.hash, statementHash) ? newest : await earlier(tx, statementHash);
      return statement?.desks.find((desk) => desk.id === deskId)?.epoch ?? null;
    },
  };

  /** An earlier statement may have expired since it was sealed to: it is verified as of the day it was issued. */
  async function earlier(tx: Queryable, statementHash: Uint8Array): Promise<VerifiedStatement | null> {
    const row = await statementByHash(tx, statementHash);
    if (row === null) return null;
    try {
      return await verifyStatement(primitives, row.statement, unit, row.issueDay);
    } catch {
      return null;
    }
  }
}
