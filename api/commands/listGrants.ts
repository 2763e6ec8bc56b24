import {
  type Grant,
  type GrantSubject,
  type Primitives,
  SecurityError,
  shredOpen,
  uuidBytes,
} from "../../security/index.ts";
import type { KeyStore } from "../../security/node.ts";
import type { Database } from "../../prisma/client.ts";
import { type GrantRecord, grantsOf } from "../../prisma/repositories/grants.ts";
import type { SignedIn } from "../officers/sessions.ts";

export interface ListGrantsDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly keyStore: KeyStore;
}

/** Takes the shred layer off; `null` when the epoch was destroyed. */
async function openStored({ primitives, keyStore }: ListGrantsDeps, row: GrantRecord): Promise<Grant | null> {
  const subject = { deskId: row.desk, epoch: row.epoch, officerId: uuidBytes(row.officerId) };
  try {
    const inner = shredOpen(primitives, await keyStore.get(subject), row.sealed, subject);
    return { ...subject, inner, signerId: row.signerId, signature: row.signature };
  } catch (error) {
    if (error instanceof SecurityError && error.code === "key_destroyed") return null;
    throw error;
  }
}

export interface OwnGrants {
  readonly grants: readonly Grant[];
  /** The epochs of the officer's desks that were destroyed. */
  readonly destroyed: readonly GrantSubject[];
}

/** An officer's own grants, of desks that the roster gives them; those of destroyed epochs are left out, and named. */
export async function listGrants(deps: ListGrantsDeps, caller: SignedIn): Promise<OwnGrants> {
  const rows = (await grantsOf(deps.db, caller.officer.id)).filter((row) => caller.desks.includes(row.desk));
  const grants = await Promise.all(rows.map((row) => openStored(deps, row)));
  return {
    grants: grants.filter((grant) => grant !== null),
    destroyed: (await deps.keyStore.destroyed()).filter(({ deskId }) => caller.desks.includes(deskId)),
  };
}
