import {
  type Grant,
  type GrantSubject,
  type Primitives,
  SecurityError,
  shredOpen,
  uuidBytes,
  uuidOf,
} from "../../security/index.ts";
import type { KeyStore } from "../../security/node.ts";
import type { Database } from "../../prisma/client.ts";
import { type GrantRecord, grantsOf } from "../../prisma/repositories/grants.ts";
import type { Rights } from "../officers/rights.ts";
import type { SignedIn } from "../officers/sessions.ts";

export interface ListGrantsDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly keyStore: KeyStore;
}

/** Takes the shred layer off what is stored; `null` when the epoch was destroyed. */
export async function openStored(
  { primitives, keyStore }: Omit<ListGrantsDeps, "db">,
  row: GrantRecord,
): Promise<Grant | null> {
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

/**
 * The grants to the newest roster's recovery key, of the caller's desks. They are sealed to it: the caller can tell whether they
 * are right, holding what is in them, and nothing more.
 */
export async function listRecoveryGrants(
  deps: ListGrantsDeps & { readonly rights: Rights },
  caller: SignedIn,
): Promise<Grant[]> {
  const recovery = (await deps.rights.directory())?.roster.recovery ?? null;
  if (recovery === null) return [];
  const rows = (await grantsOf(deps.db, uuidOf(recovery.id))).filter((row) => caller.desks.includes(row.desk));
  const grants = await Promise.all(rows.map((row) => openStored(deps, row)));
  return grants.filter((grant) => grant !== null);
}
