/** Officers' passkeys, and the challenges that were answered: what a second factor by WebAuthn leaves with the server. */
import { isUniqueViolation } from "../errors.ts";
import { lockUntilEnd } from "../locks.ts";
import { dateOfDay, dayOfDate, dbBytes, minuteAfter } from "../values.ts";
import type { Queryable } from "../client.ts";

/** How many an officer may have: one at hand, one put away, and room for a change of devices. */
const PASSKEYS_MAX = 8;

export interface PasskeyRecord {
  /** random uuid, for the address of the passkey in the API */
  id: string;
  officerId: string;
  /** 16 to 1023 bytes, from the authenticator */
  credentialId: Uint8Array;
  /** COSE key, RFC 9052 */
  publicKey: Uint8Array;
  /** as the authenticator said last; 0 for one that does not count */
  signCount: number;
  /** a bit for each way in which it can be reached, see api/officers/transports.ts */
  transports: number;
  /** 1, 2, 3 … within the officer's: what it is called by, since no name is kept */
  number: number;
  addedDay: number;
}

export type NewPasskey = Omit<PasskeyRecord, "number">;

type Row = Omit<PasskeyRecord, "signCount" | "addedDay"> & { signCount: bigint; addedDay: Date };

const recordOf = ({ signCount, addedDay, ...row }: Row): PasskeyRecord => ({
  ...row,
  signCount: Number(signCount),
  addedDay: dayOfDate(addedDay),
});

/** An officer's passkeys by number. */
export async function passkeysOf(db: Queryable, officerId: string): Promise<PasskeyRecord[]> {
  const rows = await db.passkey.findMany({ where: { officerId }, orderBy: { number: "asc" } });
  return rows.map(recordOf);
}

/** The passkey with this credential id, whosesoever it is; else null. */
export async function passkeyByCredential(db: Queryable, credentialId: Uint8Array): Promise<PasskeyRecord | null> {
  const row = await db.passkey.findUnique({ where: { credentialId: dbBytes(credentialId) } });
  return row && recordOf(row);
}

/** Changes to one officer's passkeys take turns, so that two at once neither take one number nor remove the last two. */
export const lockPasskeys = (tx: Queryable, officerId: string): Promise<void> =>
  lockUntilEnd(tx, `passkeys ${officerId}`);

/** Adds a passkey under the next number. The caller holds `lockPasskeys`. @returns "known" (a transaction is then lost), "full" */
export async function addPasskey(tx: Queryable, passkey: NewPasskey): Promise<"added" | "known" | "full"> {
  const numbers = (await passkeysOf(tx, passkey.officerId)).map(({ number }) => number);
  if (numbers.length >= PASSKEYS_MAX) return "full";
  try {
    await tx.passkey.createMany({
      data: {
        ...passkey,
        number: Math.max(0, ...numbers) + 1,
        credentialId: dbBytes(passkey.credentialId),
        publicKey: dbBytes(passkey.publicKey),
        addedDay: dateOfDay(passkey.addedDay),
      },
    });
    return "added";
  } catch (error) {
    if (isUniqueViolation(error)) return "known";
    throw error;
  }
}

/** Removes one of the officer's own, unless none would be left. The caller holds `lockPasskeys`. */
export async function removePasskey(
  tx: Queryable,
  officerId: string,
  id: string,
): Promise<"removed" | "last" | "none"> {
  const all = await passkeysOf(tx, officerId);
  if (!all.some((passkey) => passkey.id === id)) return "none";
  if (all.length === 1) return "last";
  await tx.passkey.deleteMany({ where: { id, officerId } });
  return "removed";
}

/**
 * Takes a counter that an authenticator has just shown, in one statement: of two assertions with one counter one is taken.
 * @returns false when it does not go up, unless it is 0 and always was: that authenticator does not count
 */
export async function takeSignCount(db: Queryable, id: string, signCount: number): Promise<boolean> {
  const before = signCount === 0 ? { signCount: 0 } : { signCount: { lt: signCount } };
  const { count } = await db.passkey.updateMany({ where: { id, ...before }, data: { signCount } });
  return count === 1;
}

/** Uses a challenge up. @param hash 32 bytes @returns whether this call did: of several at once exactly one does */
export async function useChallenge(db: Queryable, hash: Uint8Array, expires: Date): Promise<boolean> {
  const { count } = await db.usedChallenge.createMany({
    data: { hash: dbBytes(hash), expiresMinute: minuteAfter(expires) },
    skipDuplicates: true,
  });
  return count === 1;
}
