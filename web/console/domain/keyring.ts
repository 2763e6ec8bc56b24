/** The desk keys an officer holds, from the grants that the server handed out: each one checked before it is believed. */
import {
  deskSecret,
  equalBytes,
  fromBase64Url,
  MATCHING_KEY_EPOCH,
  openGranted,
  SecurityError,
  wipe,
  type DeskSecret,
  type GrantSubject,
  type HeldSecret,
  type KeyPair,
  type Primitives,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { Grant, ListGrantsAnswer } from "../../../api/routes/grants/schema.ts";

/** A grant that was not believed, and why; `not_over` for an epoch that cannot have been destroyed, though the host says so. */
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
  /** Those of which it says so and which cannot be: they are not over, or never were. */
  readonly notOver: readonly GrantSubject[];
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
      const secret = await openGranted(p, context.chain, readGrant(grant, context.officerId), context.sealing);
      if (epoch === MATCHING_KEY_EPOCH) matching.set(deskId, secret);
      else desks.push(await deskSecret(p, { deskId, epoch, seed: secret }));
      held.push({ deskId, epoch, secret });
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      refused.push({ deskId, epoch, code: error.code });
    }
  }
  desks.sort((a, b) => a.deskId - b.deskId || b.epoch - a.epoch);
  const told = (context.destroyed ?? []).map(({ desk, epoch }) => ({ deskId: desk, epoch }));
  const destroyed = told.filter((each) => isOver(context.chain, each));
  const notOver = told.filter((each) => !isOver(context.chain, each));
  const early = notOver.map((each) => ({ ...each, code: "not_over" }));
  return { desks, matching, held, refused: [...refused, ...early], destroyed, notOver };
}

/** Only an epoch that another one has followed can be destroyed: the current one is sealed to, and what never was has no keys. */
function isOver({ newest }: VerifiedChain, { deskId, epoch }: GrantSubject): boolean {
  const current = newest.statement.desks.find(({ id }) => id === deskId)?.epoch ?? 0;
  return epoch >= 1 && epoch < current;
}

/** A grant as the server gives it, in the terms of `security/`. @param officerId the recipient, 16 bytes */
export function readGrant(grant: Grant, officerId: Uint8Array) {
  return {
    deskId: grant.desk,
    epoch: grant.epoch,
    officerId,
    inner: fromBase64Url(grant.inner),
    signerId: fromBase64Url(grant.signerId),
    signature: fromBase64Url(grant.signature),
  };
}

export function keyFor(keyring: Keyring, deskId: number, epoch: number): DeskSecret | null {
  return keyring.desks.find((key) => key.deskId === deskId && key.epoch === epoch) ?? null;
}

/**
 * Whether an epoch's keys are gone for good, rather than not held; `not_over` where the host says so and it cannot be. What is held is not
 * gone, whatever the host says.
 */
export function goneOf(keyring: Keyring, deskId: number, epoch: number): "destroyed" | "not_over" | null {
  const names = (each: GrantSubject): boolean => each.deskId === deskId && each.epoch === epoch;
  if (keyFor(keyring, deskId, epoch) !== null) return null;
  if (keyring.destroyed.some(names)) return "destroyed";
  return keyring.notOver.some(names) ? "not_over" : null;
}

/** The key that the newest statement names for a desk, when it is held: what replies are signed with. */
export function currentKey(keyring: Keyring, chain: VerifiedChain, deskId: number): DeskSecret | null {
  const desk = chain.newest.statement.desks.find(({ id }) => id === deskId);
  return desk ? keyFor(keyring, deskId, desk.epoch) : null;
}

/** Whether two were made of the same grants: what the one opens, the other opens. */
export function sameKeyring(a: Keyring, b: Keyring): boolean {
  const parts = ({ refused, destroyed, held }: Keyring): string =>
    JSON.stringify([refused, destroyed, held.map(({ deskId, epoch }) => [deskId, epoch])]);
  return parts(a) === parts(b) && a.held.every(({ secret }, i) => equalBytes(secret, b.held[i]?.secret ?? NONE));
}
const NONE = new Uint8Array();

/** Overwrites every secret of a keyring. */
export function wipeKeyring({ desks, matching, held }: Keyring): void {
  for (const { sealing, signing } of desks) wipe(sealing.secretKey, signing.secretKey);
  wipe(...matching.values(), ...held.map(({ secret }) => secret));
}
