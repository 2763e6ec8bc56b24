/**
 * The key store: shred keys in a directory of small files on the officer host, left out of every backup. Destroying one makes
 * all grants of its epoch worthless, in old backups too. Node only.
 *
 *     desk-<id>-epoch-<n>.key         32 bytes, mode 0600
 *     desk-<id>-epoch-<n>.destroyed   empty: this key existed and must not be made again
 */
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { SecurityError } from "./errors.ts";
import { isNotFound, syncDirectory, writeOnce } from "./files.ts";
import type { GrantSubject } from "./grants.ts";
import { SHRED_KEY_BYTES } from "./limits.ts";

const OWNER_ONLY = 0o600;
const OWNER_ONLY_DIRECTORY = 0o700;

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

  /** Destroys an epoch's shred key for good. Doing it twice, or before the key was made, is no error. */
  async destroy(subject: GrantSubject): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: OWNER_ONLY_DIRECTORY });
    await writeDurably(this.#path(subject, "destroyed"), "a", new Uint8Array(0));
    const path = this.#path(subject, "key");
    // Best effort on journaling and flash storage, where old blocks may outlive this: disks are to be encrypted besides.
    if (await exists(path)) await writeDurably(path, "r+", new Uint8Array(SHRED_KEY_BYTES));
    await rm(path, { force: true });
    await syncDirectory(this.#directory);
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

/** Writes and waits until it is on the disk. `r+` overwrites a file in place, `a` makes or keeps one. */
async function writeDurably(path: string, flags: "r+" | "a", bytes: Uint8Array): Promise<void> {
  const file = await open(path, flags, OWNER_ONLY);
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
