/** Files that are written whole or not at all. Node only. */
import { randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

export type UnitFilesErrorCode =
  | "unit_exists"
  | "unit_not_found"
  | "unit_unreadable" // it is there, and this user may not read it
  | "unit_damaged"
  | "unit_changed" // another run has written the same version
  | "unit_busy" // another run is at work
  | "secret_missing";

export class UnitFilesError extends Error {
  readonly code: UnitFilesErrorCode;

  constructor(code: UnitFilesErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "UnitFilesError";
    this.code = code;
  }
}

/** Replaces a file, through a temporary one beside it: a crash leaves the old content or the new. Secrets get mode 0600. */
export async function writeWhole(path: string, content: string | Uint8Array, secret: boolean): Promise<void> {
  await throughTemporary(path, content, secret, (temporary) => rename(temporary, path));
}

/** Makes a file where there is none: of several processes at once the first wins. @returns whether it was this one */
export async function writeOnce(path: string, content: string | Uint8Array, secret: boolean): Promise<boolean> {
  let made = true;
  await throughTemporary(path, content, secret, (temporary) =>
    // A link is made at once or not at all, and never over an existing file.
    link(temporary, path).catch((cause: unknown) => {
      if (!hasCode(cause, "EEXIST")) throw cause;
      made = false;
    }),
  );
  return made;
}

/** Makes a file that must not be there. @throws UnitFilesError `unit_changed` */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  if (await writeOnce(path, content, false)) return;
  throw new UnitFilesError("unit_changed", `${path} has been written by another run`);
}

/** Runs alone on a unit directory. @throws UnitFilesError `unit_busy`, `unit_not_found` */
export async function withUnitLock<T>(dir: string, run: () => Promise<T>): Promise<T> {
  const path = join(dir, ".lock");
  let file;
  try {
    file = await open(path, "wx", 0o600);
  } catch (cause) {
    if (isNotFound(cause)) throw new UnitFilesError("unit_not_found", `${dir} does not exist`);
    if (!hasCode(cause, "EEXIST")) throw cause;
    throw new UnitFilesError("unit_busy", `another run is at work on ${dir}; if none is, delete ${path}`);
  }
  try {
    await file.close();
    return await run();
  } finally {
    await rm(path, { force: true });
  }
}

/** @throws UnitFilesError `unit_unreadable` */
export async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (isNotFound(cause)) return null;
    throw unreadable(path, cause);
  }
}

/** @throws UnitFilesError `unit_unreadable` */
export async function listOrEmpty(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (cause) {
    if (isNotFound(cause)) return [];
    throw unreadable(path, cause);
  }
}

/** What to throw for a file of a unit that is there and cannot be read: who may not read it is said, its content is not. */
export function unreadable(path: string, cause: unknown): unknown {
  if (hasCode(cause, "EISDIR")) {
    // A container engine makes a directory where a file that it should mount is not there.
    return new UnitFilesError("unit_unreadable", `${path} is a directory where a file is expected`);
  }
  if (!hasCode(cause, "EACCES") && !hasCode(cause, "EPERM")) return cause;
  const user = process.getuid?.() ?? "of this process";
  return new UnitFilesError("unit_unreadable", `${path} may not be read by user ${user}`);
}

export const isNotFound = (cause: unknown): boolean => hasCode(cause, "ENOENT");

/** By its code: errors of Node's own modules are of another realm under some test runners. */
function hasCode(cause: unknown, code: string): boolean {
  return typeof cause === "object" && cause !== null && "code" in cause && cause.code === code;
}

async function throughTemporary(
  path: string,
  content: string | Uint8Array,
  secret: boolean,
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const temporary = join(directory, `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx", secret ? 0o600 : 0o644);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await place(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
  await syncDirectory(directory);
}

/** Waits until a directory's entries are on the disk. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
