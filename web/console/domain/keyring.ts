/** The desk keys an officer holds, from the grants that the server handed out: each one checked before it is believed. */
import {
  checkDeskSecret,
  checkGrantSignature,
  deskOf,
  deskSecret,
  equalBytes,
  fromBase64Url,
  MATCHING_KEY_EPOCH,
  openGrant,
  SecurityError,
  signersOf,
  wipe,
  type DeskPublic,
  type DeskSecret,
  type GrantSubject,
  type HeldSecret,
  type KeyPair,
  type Primitives,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { Grant, ListGrantsAnswer } from "../../../api/routes/grants/schema.ts";

/** A grant that was not believed, and why. */
export interface RefusedGrant {
  readonly deskId: number;
  readonly epoch: number;
  readonly code: string;
}

export interface Keyring {
  readonly desks: readonly DeskSecret[];
  /** Matching keys (32 bytes) by desk id. */
  readonly matching: ReadonlyMap<number, Uint8Array>;
  /** Every secret as it was granted, so that it can be granted on to a colleague who lacks it. As secret as the keys. */
  readonly held: readonly HeldSecret[];
  readonly refused: readonly RefusedGrant[];
  /** Epochs that the host says were destroyed: nobody opens what was sealed to them. */
  readonly destroyed: readonly GrantSubject[];
}

/** Whose grants: the officer's id (16 bytes) and sealing key pair, and the chain that signers and keys are held against. */
export interface GrantContext {
  readonly chain: VerifiedChain;
  readonly officerId: Uint8Array;
  readonly sealing: KeyPair;
  /** What the host says of epochs that were destroyed. */
  readonly destroyed?: ListGrantsAnswer["destroyed"];
}

/**
 * Opens grants one by one: the signer must be a lead or an officer of that desk, the grant must be made by the rule, and
 * what it gives must be the keys that the directory names. What fails is left out and listed.
 */
export async function openGrants(p: Primitives, grants: readonly Grant[], context: GrantContext): Promise<Keyring> {
  const desks: DeskSecret[] = [];
  const matching = new Map<number, Uint8Array>();
  const held: HeldSecret[] = [];
  const refused: RefusedGrant[] = [];
  for (const grant of grants) {
    const { desk: deskId, epoch } = grant;
    try {
      const secret = await openOne(p, grant, context);
      if (epoch === MATCHING_KEY_EPOCH) {
        await checkMatchingKey(p, context.chain, deskId, secret);
        matching.set(deskId, secret);
      } else {
        const keys = await deskSecret(p, { deskId, epoch, seed: secret });
        checkDeskSecret(keys, namedDesk(context.chain, deskId, epoch));
        desks.push(keys);
      }
      held.push({ deskId, epoch, secret });
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      refused.push({ deskId, epoch, code: error.code });
    }
  }
  desks.sort((a, b) => a.deskId - b.deskId || b.epoch - a.epoch);
  const destroyed = (context.destroyed ?? []).map(({ desk, epoch }) => ({ deskId: desk, epoch }));
  return { desks, matching, held, refused, destroyed };
}

async function openOne(p: Primitives, grant: Grant, { chain, officerId, sealing }: GrantContext): Promise<Uint8Array> {
  const { desk: deskId, epoch } = grant;
  const inner = fromBase64Url(grant.inner);
  const signed = {
    deskId,
    epoch,
    officerId,
    inner,
    signerId: fromBase64Url(grant.signerId),
    signature: fromBase64Url(grant.signature),
  };
  checkGrantSignature(p, signed, await signersOf(p, chain, { deskId, epoch }));
  return openGrant(p, inner, { deskId, epoch, recipient: sealing });
}

/** What the directory says of a desk in an epoch: the version that opened it where there is one, for both of its keys. */
function namedDesk(chain: VerifiedChain, deskId: number, epoch: number): DeskPublic {
  for (const { statement } of chain.links.toReversed()) {
    const desk = statement.desks.find((each) => each.id === deskId && each.epoch === epoch);
    if (desk) return desk;
  }
  return deskOf(chain.newest.statement, deskId);
}

async function checkMatchingKey(p: Primitives, chain: VerifiedChain, deskId: number, key: Uint8Array): Promise<void> {
  const named = chain.newest.roster.matchingKeyHashes.find(({ desk }) => desk === deskId);
  if (!named || !equalBytes(named.hash, await p.sha256(key))) {
    throw new SecurityError("key_mismatch", "the roster names another matching key");
  }
}

export function keyFor(keyring: Keyring, deskId: number, epoch: number): DeskSecret | null {
  return keyring.desks.find((key) => key.deskId === deskId && key.epoch === epoch) ?? null;
}

/** Whether an epoch's keys are gone for good, rather than not held. */
export function isDestroyed(keyring: Keyring, deskId: number, epoch: number): boolean {
  return keyring.destroyed.some((each) => each.deskId === deskId && each.epoch === epoch);
}

/** The key that the newest statement names for a desk, when it is held: what replies are signed with. */
export function currentKey(keyring: Keyring, chain: VerifiedChain, deskId: number): DeskSecret | null {
  const desk = chain.newest.statement.desks.find(({ id }) => id === deskId);
  return desk ? keyFor(keyring, deskId, desk.epoch) : null;
}

/** Overwrites every secret of a keyring. */
export function wipeKeyring({ desks, matching, held }: Keyring): void {
  for (const { sealing, signing } of desks) wipe(sealing.secretKey, signing.secretKey);
  wipe(...matching.values(), ...held.map(({ secret }) => secret));
}
