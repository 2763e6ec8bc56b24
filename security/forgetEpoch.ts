/**
 * Takes a desk's epoch out of a unit's files: its seed out of the offline half, the grants that the ceremony made of it, which
 * have no shred layer, out of the server half. What comes after the officer host has destroyed its shred key. Node only.
 */
import { randomUUID } from "node:crypto";
import { link, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { listOrEmpty, readOrNull, syncDirectory, UnitFilesError, writeWhole } from "./files.ts";
import type { GrantSubject } from "./grants.ts";
import { listIn, numberIn, parseFormat, record } from "./unitJson.ts";

const DESKS = "offline/desks.secret.json";
const GRANTS = "server/grants";

export interface Forgotten {
  /** Seeds that the offline half held: 1, or 0 where there is none, or no offline half. */
  readonly seeds: number;
  /** Grants that the server half held. */
  readonly grants: number;
}

/**
 * Works on whichever half is there. Doing it twice is no error. The old content of a file that changes is overwritten, as far as
 * the disk does what it is told.
 * @throws UnitFilesError `unit_damaged`, `unit_unreadable`
 */
export async function forgetEpoch(dir: string, subject: GrantSubject): Promise<Forgotten> {
  const seeds = await rewrite(join(dir, DESKS), true, (text) => {
    const json = parseFormat(text, "abri-desks/1");
    const before = listIn(json, "desks").map(record);
    const desks = before.map((desk) =>
      numberIn(desk, "id") !== subject.deskId
        ? desk
        : {
            ...desk,
            epochs: listIn(desk, "epochs").filter((epoch) => numberIn(record(epoch), "epoch") !== subject.epoch),
          },
    );
    const count = (all: readonly Readonly<Record<string, unknown>>[]): number =>
      all.reduce((sum, desk) => sum + listIn(desk, "epochs").length, 0);
    return { json: { ...json, desks }, gone: count(before) - count(desks) };
  });
  let grants = 0;
  for (const name of (await listOrEmpty(join(dir, GRANTS))).filter((each) => each.endsWith(".json"))) {
    grants += await rewrite(join(dir, GRANTS, name), false, (text) => {
      const json = record(JSON.parse(text));
      const before = listIn(json, "grants").map(record);
      const kept = before.filter(
        (grant) => numberIn(grant, "desk") !== subject.deskId || numberIn(grant, "epoch") !== subject.epoch,
      );
      return { json: { ...json, grants: kept }, gone: before.length - kept.length };
    });
  }
  return { seeds, grants };
}

type Change = (text: string) => { readonly json: unknown; readonly gone: number };

/** Rewrites a file when something goes from it, and overwrites what it was. @returns how much is gone */
async function rewrite(path: string, secret: boolean, change: Change): Promise<number> {
  const bytes = await readOrNull(path);
  if (bytes === null) return 0;
  let changed;
  try {
    changed = change(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new UnitFilesError("unit_damaged", `${path} cannot be read as what it should be`, { cause });
  }
  if (changed.gone === 0) return 0;
  const old = join(dirname(path), `.${randomUUID()}.old.tmp`);
  await link(path, old);
  try {
    await writeWhole(path, `${JSON.stringify(changed.json, null, 2)}\n`, secret);
    const file = await open(old, "r+");
    try {
      await file.write(new Uint8Array(bytes.length));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(old, { force: true });
  }
  await syncDirectory(dirname(path));
  return changed.gone;
}
