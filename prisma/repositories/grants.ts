/** Desk epoch secrets, each sealed to one officer and then under the epoch's shred key. */
import { dbBytes } from "../values.ts";
import type { Queryable } from "../client.ts";

export interface GrantRecord {
  desk: number;
  /** 0 is the desk's matching key */
  epoch: number;
  officerId: string;
  /** 1208 bytes */
  sealed: Uint8Array;
  /** 16 bytes, who granted it */
  signerId: Uint8Array;
  /** 64 bytes */
  signature: Uint8Array;
}

export interface NewGrant extends GrantRecord {
  /** whether it takes the place of one that is there for the same desk, epoch and officer */
  replaces: boolean;
}

/** Writes grants. One that is there already stays, unless the new one replaces it. */
export async function putGrants(tx: Queryable, grants: readonly NewGrant[]): Promise<void> {
  for (const { desk, epoch, officerId, replaces, ...grant } of grants) {
    const data = {
      sealed: dbBytes(grant.sealed),
      signerId: dbBytes(grant.signerId),
      signature: dbBytes(grant.signature),
    };
    if (!replaces) {
      await tx.deskGrant.createMany({ data: { desk, epoch, officerId, ...data }, skipDuplicates: true });
      continue;
    }
    await tx.deskGrant.upsert({
      where: { desk_epoch_officerId: { desk, epoch, officerId } },
      create: { desk, epoch, officerId, ...data },
      update: data,
    });
  }
}

/** All grants of an officer, by desk and epoch. */
export async function grantsOf(db: Queryable, officerId: string): Promise<GrantRecord[]> {
  return db.deskGrant.findMany({ where: { officerId }, orderBy: [{ desk: "asc" }, { epoch: "asc" }] });
}

/** All grants of an epoch, whoever they are for. */
export async function grantsOfEpoch(db: Queryable, desk: number, epoch: number): Promise<GrantRecord[]> {
  return db.deskGrant.findMany({ where: { desk, epoch }, orderBy: { officerId: "asc" } });
}

/** Who has which grant, signed by whom: without what is in it. By desk, epoch and officer. */
export async function listGrantsOfDesks(
  db: Queryable,
  desks: readonly number[],
): Promise<Pick<GrantRecord, "desk" | "epoch" | "officerId" | "signerId">[]> {
  return db.deskGrant.findMany({
    where: { desk: { in: [...desks] } },
    orderBy: [{ desk: "asc" }, { epoch: "asc" }, { officerId: "asc" }],
    select: { desk: true, epoch: true, officerId: true, signerId: true },
  });
}
