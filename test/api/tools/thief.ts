/**
 * Whoever has a backup of the database, every officer's vault and passphrase, and the key store as it is now: tries every key
 * on everything, and keeps no rule that is not forced on them.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import {
  type DeskSecret,
  deskSecret,
  type KeyPair,
  officerKeys,
  openGrant,
  openReport,
  openSummary,
  openVault,
  type Primitives,
  SecurityError,
  shredOpen,
  uuidBytes,
  vaultKeys,
} from "../../../security/index.ts";
import { hpkeOpen } from "../../../security/hpke.ts";
import { LABELS } from "../../../security/labels.ts";
import { concat, u16, u32, utf8 } from "../../../security/bytes.ts";
import { loadSumo } from "../../../security/node.ts";

/** Rows as PostgreSQL gives them. */
type Row = Readonly<Record<string, unknown>>;

/** Every row of every table. */
export type Backup = ReadonlyMap<string, readonly Row[]>;

/** @param url of a role that may read all */
export async function backUp(url: string): Promise<Backup> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const backup = new Map<string, readonly Row[]>();
    for (const { name } of tables) {
      backup.set(name, (await client.query<Row>(`SELECT * FROM ${client.escapeIdentifier(name)}`)).rows);
    }
    return backup;
  } finally {
    await client.end();
  }
}

export interface Loot {
  readonly backup: Backup;
  /** Opens each officer's vault, by the officer's id; of nobody, or of everybody. */
  readonly passphrases: ReadonlyMap<string, string>;
  /** Secret keys from elsewhere that grants may be sealed to: the recovery key, put together from its shares. */
  readonly more?: readonly KeyPair[];
  readonly keyStoreDir: string;
}

/** What opened: `desk/epoch what` for each seed, summary, report and entry. */
export async function openAll(p: Primitives, loot: Loot): Promise<ReadonlySet<string>> {
  const opened = new Set<string>();
  const people = [...(await vaultsOf(p, loot)), ...(loot.more ?? [])];
  const shredKeys = await keysIn(loot.keyStoreDir);
  const desks: DeskSecret[] = [];
  for (const row of [...rowsOf(loot.backup, "desk_grant"), ...rowsOf(loot.backup, "prepared_grant")]) {
    const [deskId, epoch] = [Number(row["desk"]), Number(row["epoch"])];
    const sealed = bytes(row["sealed"]);
    const place = { deskId, epoch, officerId: uuidBytes(String(row["officer_id"])) };
    // As they lie there, too: perhaps the layer is none.
    const inners: Uint8Array[] = [sealed.slice(24, -16), sealed.slice(0, 1168), sealed.slice(-1168)];
    for (const key of [...shredKeys, new Uint8Array(32)]) {
      const inner = await attempt(() => shredOpen(p, key, sealed, place));
      if (inner) inners.push(inner);
    }
    for (const inner of inners) {
      for (const recipient of people) {
        const seed = await attempt(() => openGrant(p, inner, { deskId, epoch, recipient }));
        if (!seed) continue;
        if (!opened.has(`${deskId}/${epoch} seed`) && epoch > 0)
          desks.push(await deskSecret(p, { deskId, epoch, seed }));
        opened.add(`${deskId}/${epoch} seed`);
      }
    }
  }
  for (const row of rowsOf(loot.backup, "queue_item")) {
    const [deskId, epoch] = [Number(row["desk"]), Number(row["epoch"])];
    const itemId = uuidBytes(String(row["id"]));
    const report = await attempt(() => openReport(p, bytes(row["envelope"]), desks));
    if (report?.state === "opened" && report.content.type === "first") {
      opened.add(`${deskId}/${epoch} report ${report.content.answers.narrative}`);
    }
    for (const { sealing } of desks) {
      const place = { deskId, epoch, itemId, secretKey: sealing.secretKey };
      if (await attempt(() => openSummary(p, bytes(row["summary"]), place))) opened.add(`${deskId}/${epoch} summary`);
    }
  }
  for (const row of rowsOf(loot.backup, "case_entry")) {
    const [deskId, epoch] = [Number(row["desk"]), Number(row["epoch"])];
    const info = concat(utf8(LABELS.note), u16(deskId), u32(epoch), uuidBytes(String(row["id"])));
    for (const { sealing } of desks) {
      const words = await attempt(() => hpkeOpen(p, sealing.secretKey, info, bytes(row["sealed"])));
      const [note] = /Note : [\w ]+/.exec(new TextDecoder().decode(words ?? new Uint8Array())) ?? [];
      if (note !== undefined) opened.add(`${deskId}/${epoch} entry ${note}`);
    }
  }
  return opened;
}

const rowsOf = (backup: Backup, table: string): readonly Row[] => {
  const rows = backup.get(table);
  if (rows === undefined) throw new Error(`the backup has no ${table}`);
  return rows;
};
const bytes = (value: unknown): Uint8Array => {
  if (!(value instanceof Uint8Array)) throw new Error("not bytes");
  return new Uint8Array(value);
};

async function vaultsOf(p: Primitives, { backup, passphrases }: Loot): Promise<KeyPair[]> {
  if (passphrases.size === 0) return [];
  const sumo = await loadSumo();
  const pairs: KeyPair[] = [];
  for (const row of rowsOf(backup, "officer")) {
    const id = String(row["id"]);
    const passphrase = passphrases.get(id);
    if (passphrase === undefined) throw new Error("an officer whose passphrase nobody has");
    const { vaultKey } = await vaultKeys(sumo, passphrase, bytes(row["salt"]));
    const place = { officerId: uuidBytes(id), counter: Number(row["vault_counter"]) };
    pairs.push(officerKeys(p, openVault(p, vaultKey, bytes(row["vault"]), place)).sealing);
  }
  return pairs;
}

/** Whatever lies in the key store and has a key's length. */
async function keysIn(dir: string): Promise<Uint8Array[]> {
  const files = await Promise.all((await readdir(dir)).map((name) => readFile(join(dir, name))));
  return files.filter(({ length }) => length === 32).map((file) => new Uint8Array(file));
}

async function attempt<T>(open: () => T | Promise<T>): Promise<T | null> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}
