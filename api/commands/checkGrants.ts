/** Grants on their way into the database: who may make them, to whom, and the shred layer around them. */
import {
  checkGrantSignature,
  equalBytes,
  type Grant,
  type GrantSubject,
  leadSignerId,
  type Primitives,
  recipientsOf,
  SecurityError,
  shredSeal,
  signersOf,
  uuidOf,
  type VerifiedChain,
} from "../../security/index.ts";
import type { KeyStore } from "../../security/node.ts";
import type { NewGrant } from "../../prisma/repositories/grants.ts";
import { ApiError } from "../errors.ts";

/** A grant goes to an officer of that desk or to the recovery key, for an epoch that the desk has or had, signed by one who may. */
async function checkGrant(p: Primitives, chain: VerifiedChain, grant: Grant): Promise<void> {
  const { deskId, epoch } = grant;
  const desk = chain.newest.statement.desks.find(({ id }) => id === deskId);
  const isRecipient = recipientsOf(chain.newest.roster, deskId).some(({ id }) => equalBytes(id, grant.officerId));
  if (desk === undefined || epoch > desk.epoch || !isRecipient) {
    throw new ApiError("grant_refused");
  }
  checkGrantSignature(p, grant, await signersOf(p, chain, { deskId, epoch }));
}

/** The epoch's shred key, made when the epoch is new; `null` when it was destroyed. */
async function shredKeyOf(keyStore: KeyStore, subject: GrantSubject): Promise<Uint8Array | null> {
  try {
    return await keyStore.create(subject);
  } catch (error) {
    if (error instanceof SecurityError && error.code === "key_destroyed") return null;
    throw error;
  }
}

/**
 * Checks grants against a verified chain and seals each under its epoch's shred key, which is made when the epoch is new.
 * What a grant holds only its recipient can tell. So one that an officer signed fills a gap, and only the lead's takes the
 * place of one that is there: else any officer could put nonsense in the place of everybody's keys. Grants of an epoch that
 * was destroyed are left out: whoever still holds it must not be kept from granting the others.
 * @throws ApiError `grant_refused`
 */
export async function checkGrants(
  { primitives, keyStore }: { readonly primitives: Primitives; readonly keyStore: KeyStore },
  chain: VerifiedChain,
  grants: readonly Grant[],
): Promise<NewGrant[]> {
  const records: NewGrant[] = [];
  const leadId = await leadSignerId(primitives, chain.newest.statement.lead.key);
  try {
    for (const grant of grants) await checkGrant(primitives, chain, grant);
    for (const grant of grants) {
      const { deskId, epoch, officerId, signerId, signature } = grant;
      const shredKey = await shredKeyOf(keyStore, { deskId, epoch });
      if (shredKey === null) continue;
      const sealed = shredSeal(primitives, shredKey, grant.inner, grant);
      const replaces = equalBytes(signerId, leadId);
      records.push({ desk: deskId, epoch, officerId: uuidOf(officerId), sealed, signerId, signature, replaces });
    }
  } catch (cause) {
    if (cause instanceof SecurityError) throw new ApiError("grant_refused", { cause });
    throw cause;
  }
  return records;
}
