/**
 * The key store: shred keys in a directory of small files on the officer host, left out of every backup. Destroying one makes
 * all grants of its epoch worthless, in old backups too. Node only.
 *
 *     desk-<id>-epoch-<n>.key         32 bytes, mode 0600
 *     desk-<id>-epoch-<n>.destroyed   the day of its end, `YYYY-MM-DD`: this key existed and must not be made again
 */
import { randomBytes } from "node:crypto";
import { open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isoDay, parseIsoDay } from "./days.ts";
import { SecurityError } from "./errors.ts";
import { isNotFound, listOrEmpty, syncDirectory, writeOnce } from "./files.ts";
import type { GrantSubject } from "./grants.ts";
import { SHRED_KEY_BYTES } from "./limits.ts";

const DESTROYED = /^desk-(\d+)-epoch-(\d+)\.destroyed$/;

/** An epoch that is gone for good. */
export interface DestroyedEpoch extends GrantSubject {
  /** Days since 1970; `null` where the file that says so does not say when. */
  readonly day: number | null;
}

export class KeyStore {
  readonly #directory: string;

  /** `directory` is made on first use. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** An epoch's shred key, 32 bytes. @throws SecurityError `key_destroyed` when there is none, or no longer */
  async get(subject: GrantSubject): Promise<Uint8Array> {
    const key = await this.#read(subject);
    if (!key) throw new SecurityError("key_destroyed", "the shred key of this epoch is gone");
    return key;
  }

  /**
   * The shred key of an epoch, made if it never existed. Safe when several processes ask at once: all get the same one.
   * @throws SecurityError `key_destroyed` when it was destroyed: an epoch does not come back
   */
  async create(subject: GrantSubject): Promise<Uint8Array> {
    if (await exists(this.#path(subject, "destroyed"))) {
      throw new SecurityError("key_destroyed", "the shred key of this epoch was destroyed");
    }
    const found = await this.#read(subject);
    if (found) return found;
    await writeOnce(this.#path(subject, "key"), randomBytes(SHRED_KEY_BYTES), true);
    return this.get(subject);
  }

  /**
   * Destroys an epoch's shred key for good: overwritten, then deleted. Doing it twice is no error, and keeps the first day.
   * @param day days since 1970
   * @throws SecurityError `key_missing` when there never was one: nothing is destroyed by saying so
   */
  async destroy(subject: GrantSubject, day: number): Promise<void> {
    const path = this.#path(subject, "key");
    const marker = this.#path(subject, "destroyed");
    if (!(await exists(path)) && !(await exists(marker))) {
      throw new SecurityError("key_missing", "no shred key of this epoch is in the key store");
    }
    // From here on nobody gets it any more; a run that was cut short is finished by the next one.
    await writeOnce(marker, `${isoDay(day)}\n`, true);
    // Best effort on journaling and flash storage, where old blocks may outlive this: disks are to be encrypted besides.
    for (const fill of [randomBytes(SHRED_KEY_BYTES), new Uint8Array(SHRED_KEY_BYTES)]) await overwrite(path, fill);
    await rm(path, { force: true });
    await syncDirectory(this.#directory);
  }

  /** Every epoch that was destroyed, by desk and epoch. */
  async destroyed(): Promise<DestroyedEpoch[]> {
    const found: DestroyedEpoch[] = [];
    for (const name of await listOrEmpty(this.#directory)) {
      const [, deskId, epoch] = DESTROYED.exec(name) ?? [];
      if (deskId === undefined || epoch === undefined) continue;
      const day = dayIn(await readFile(join(this.#directory, name), "utf8"));
      found.push({ deskId: Number(deskId), epoch: Number(epoch), day });
    }
    return found.sort((a, b) => a.deskId - b.deskId || a.epoch - b.epoch);
  }

  async #read(subject: GrantSubject): Promise<Uint8Array | null> {
    if (await exists(this.#path(subject, "destroyed"))) return null;
    try {
      const key = await readFile(this.#path(subject, "key"));
      if (key.length !== SHRED_KEY_BYTES) throw new SecurityError("malformed", "a shred key of another length");
      return new Uint8Array(key);
    } catch (cause) {
      if (isNotFound(cause)) return null;
      throw cause;
    }
  }

  #path({ deskId, epoch }: GrantSubject, ending: "key" | "destroyed"): string {
    if (![deskId, epoch].every((n) => Number.isSafeInteger(n) && n >= 0)) {
      throw new SecurityError("out_of_range", "desk and epoch are unsigned integers");
    }
    return join(this.#directory, `desk-${deskId}-epoch-${epoch}.${ending}`);
  }
}

/** A file that was damaged still says that the key is gone. */
function dayIn(written: string): number | null {
  try {
    return parseIsoDay(written.trim());
  } catch {
    return null;
  }
}

/** Overwrites a file in place, and waits until that is on the disk. One that is not there is let be. */
async function overwrite(path: string, bytes: Uint8Array): Promise<void> {
  let file;
  try {
    file = await open(path, "r+");
  } catch (cause) {
    if (isNotFound(cause)) return;
    throw cause;
  }
  try {
    await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (isNotFound(cause)) return false;
    throw cause;
  }
}
