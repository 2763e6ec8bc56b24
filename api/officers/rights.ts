/**
 * Which desks an officer may work on, and who leads: read from the signed roster, never from a column, so that whoever can
 * write to the database cannot give themselves a desk.
 */
import {
  equalBytes,
  officerOf,
  type Primitives,
  type RosterOfficer,
  SecurityError,
  type UnitPublic,
  uuidBytes,
  type VerifiedRoster,
  type VerifiedStatement,
  verifyRoster,
  verifySignedStatement,
} from "../../security/index.ts";
import type { Database, Queryable } from "../../prisma/client.ts";
import { currentDirectory, currentStatement } from "../../prisma/repositories/directory.ts";

export interface Directory {
  readonly statement: VerifiedStatement;
  readonly roster: VerifiedRoster;
}

/** The keys that an officer enrolled with. */
export interface EnrolledKeys {
  readonly id: string;
  readonly sealingKey: Uint8Array;
  readonly signingKey: Uint8Array;
}

export class Rights {
  readonly #db: Database;
  readonly #primitives: Primitives;
  readonly #unit: UnitPublic;
  #verified: Directory | null = null;

  constructor(db: Database, primitives: Primitives, unit: UnitPublic) {
    this.#db = db;
    this.#primitives = primitives;
    this.#unit = unit;
  }

  /**
   * The newest directory, verified once per version; `null` before the first. It may have expired: officers must still be
   * able to read what was sealed before, and a lead to publish the next one. It never goes back: whoever takes the newest
   * version out of the database gives no removed officer their desks again.
   * @param db an open transaction, for one that has to go on from it
   * @throws SecurityError when what is stored does not verify, or is below the unit's floor
   */
  async directory(db: Queryable = this.#db): Promise<Directory | null> {
    const newest = await currentStatement(db);
    const known = this.#verified;
    if (newest === null || (known !== null && equalBytes(known.statement.hash, newest.hash))) return known;
    const read = await this.#verifyNewest(db);
    if (read !== null && (known === null || read.statement.version > known.statement.version)) this.#verified = read;
    return this.#verified;
  }

  async #verifyNewest(db: Queryable): Promise<Directory | null> {
    const row = await currentDirectory(db);
    if (row === null) return null;
    const statement = await verifySignedStatement(this.#primitives, row.statement, this.#unit);
    if (statement.version < this.#unit.floors.statementVersion) {
      throw new SecurityError("statement_rolled_back", "the newest statement stored is below the floor");
    }
    return { statement, roster: await verifyRoster(this.#primitives, row.roster, statement, this.#unit) };
  }

  /** What the roster says of an officer with these very keys; `null` when it does not name them. */
  async of(officer: EnrolledKeys): Promise<RosterOfficer | null> {
    const directory = await this.directory();
    const named = directory === null ? null : officerOf(directory.roster, uuidBytes(officer.id));
    if (named === null) return null;
    const same = equalBytes(named.sealingKey, officer.sealingKey) && equalBytes(named.signingKey, officer.signingKey);
    return same ? named : null;
  }
}
