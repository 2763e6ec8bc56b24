/**
 * Somebody with an officer's vault and passphrase, a copy of the whole database and the machine's key store: which sealed
 * things of the copy open for them.
 */
import { join } from "node:path";
import { officerByName } from "../../../prisma/repositories/officers.ts";
import { listChain } from "../../../prisma/repositories/directory.ts";
import {
  dayOf,
  deskSecret,
  MATCHING_KEY_EPOCH,
  officerKeys,
  openEntry,
  openGrant,
  openReport,
  openSummary,
  openVault,
  SecurityError,
  shredOpen,
  signersOf,
  toHex,
  uuidBytes,
  vaultKeys,
  verifyChain,
} from "../../../security/index.ts";
import type { DeskSecret, Entry, Primitives, VerifiedChain } from "../../../security/index.ts";
import { KeyStore, loadSumo } from "../../../security/node.ts";
import type { Stack } from "../../tools/stack.ts";

export interface Loot {
  readonly name: string;
  readonly passphrase: string;
}

export interface Opened {
  /** `desk/epoch` of every grant, sorted; epoch 0 is a matching key. */
  readonly grants: readonly string[];
  /** Ids of items whose envelope or summary opens. */
  readonly items: readonly string[];
  /** Ids of entries. */
  readonly entries: readonly string[];
}

interface StoredEntry {
  readonly id: string;
  readonly caseId: string;
  readonly sealed: Uint8Array;
}

export async function whatOpens(stack: Stack, loot: Loot): Promise<Opened> {
  const p = await loadSumo();
  const db = stack.database.client();
  const chain = await verifyChain(p, await listChain(db), stack.unit, dayOf(Date.now()));
  const { grants, desks } = await openGrantsOf(p, stack, loot);
  const items: string[] = [];
  for (const item of await db.queueItem.findMany()) {
    if (await opensItem(p, item, desks)) items.push(item.id);
  }
  const entries: string[] = [];
  for (const entry of await db.caseEntry.findMany()) {
    if ((await openStored(p, entry, desks, chain)) !== null) entries.push(entry.id);
  }
  return { grants, items: items.sort(), entries: entries.sort() };
}

/** The keys that somebody's vault holds. */
export async function identityOf(stack: Stack, { name, passphrase }: Loot) {
  const sumo = await loadSumo();
  const row = await officerByName(stack.database.client(), name);
  if (row === null) throw new Error(`nobody is called ${name}`);
  const { vaultKey } = await vaultKeys(sumo, passphrase, row.salt);
  const place = { officerId: uuidBytes(row.id), counter: row.vaultCounter };
  return { id: row.id, ...officerKeys(sumo, openVault(sumo, vaultKey, row.vault, place)) };
}

/** Every epoch and matching key that somebody's vault opens of the whole database and key store. */
export async function openGrantsOf(
  p: Primitives,
  stack: Stack,
  loot: Loot,
): Promise<{ grants: string[]; desks: DeskSecret[] }> {
  const { sealing } = await identityOf(stack, loot);
  const store = new KeyStore(join(stack.dataDir, "keys"));
  const grants: string[] = [];
  const desks: DeskSecret[] = [];
  // Those that were made for others are tried too.
  for (const { desk: deskId, epoch, officerId, sealed } of await stack.database.client().deskGrant.findMany()) {
    const subject = { deskId, epoch, officerId: uuidBytes(officerId) };
    const inner = shredOpen(p, await store.get(subject), sealed, subject);
    const seed = await openGrant(p, inner, { ...subject, recipient: sealing }).catch(onlyRefusals);
    if (seed === null) continue;
    grants.push(`${deskId}/${epoch}`);
    if (epoch !== MATCHING_KEY_EPOCH) desks.push(await deskSecret(p, { deskId, epoch, seed }));
  }
  return { grants: grants.sort(), desks };
}

async function opensItem(
  p: Primitives,
  item: { id: string; envelope: Uint8Array; summary: Uint8Array },
  desks: readonly DeskSecret[],
): Promise<boolean> {
  const report = await openReport(p, item.envelope, desks);
  if (report.state === "opened") return true;
  for (const { deskId, epoch, sealing } of desks) {
    const place = { deskId, epoch, itemId: uuidBytes(item.id), secretKey: sealing.secretKey };
    if ((await openSummary(p, item.summary, place)) !== null) return true;
  }
  return false;
}

/** An entry as one of the desks' keys opens it, its signature checked; `null` for none that does. */
async function openStored(
  p: Primitives,
  entry: StoredEntry,
  desks: readonly DeskSecret[],
  chain: VerifiedChain,
): Promise<Entry | null> {
  for (const { deskId, epoch, sealing } of desks) {
    const place = { deskId, epoch, objectId: uuidBytes(entry.id), caseId: uuidBytes(entry.caseId) };
    const signerKeyOf = await signersOf(p, chain, place);
    const opened = openEntry(p, entry.sealed, { ...place, secretKey: sealing.secretKey, signerKeyOf });
    const entryOrNull = await opened.catch(onlyRefusals);
    if (entryOrNull !== null) return entryOrNull;
  }
  return null;
}

/** The id of an entry of a case that a later one of the same case names. @throws when there is none */
export async function namedEntry(stack: Stack, loot: Loot, caseId: string): Promise<string> {
  const p = await loadSumo();
  const db = stack.database.client();
  const chain = await verifyChain(p, await listChain(db), stack.unit, dayOf(Date.now()));
  const { desks } = await openGrantsOf(p, stack, loot);
  const stored = await db.caseEntry.findMany({ where: { caseId } });
  const opened = await Promise.all(stored.map((entry) => openStored(p, entry, desks, chain)));
  const named = new Set(opened.flatMap((entry) => (entry?.after ?? []).map(toHex)));
  for (const { id, sealed } of stored) if (named.has(toHex(await p.sha256(sealed)))) return id;
  throw new Error("no entry builds on another");
}

function onlyRefusals(error: unknown): null {
  if (error instanceof SecurityError) return null;
  throw error;
}
