/** What a browser leaves on a disk: a profile directory of its own, and a search through every byte of it. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { BrowserContext } from "playwright-core";
import { findChromium, isWhole, launchProfile } from "../../../tools/browser.ts";

export interface Profile {
  readonly directory: string;
  readonly context: BrowserContext;
  /** Ends the browser; what it keeps is then on the disk. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** Whether the browser of the profiles here remembers where one was, as a person's does. */
export const keepsHistory = async (): Promise<boolean> => isWhole(await findChromium("profile"));

/**
 * @param prepare puts something into the profile before the browser first sees it
 * @param args of the browser, beside those that every test runs with
 */
export async function openProfile(
  prepare: (directory: string) => Promise<void> = async () => {},
  args: readonly string[] = [],
): Promise<Profile> {
  const directory = await mkdtemp(join(tmpdir(), "abri-profile-"));
  await prepare(directory);
  const context = await launchProfile(directory, { viewport: { width: 360, height: 740 } }, args);
  return {
    directory,
    context,
    close: () => context.close(),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Every file of the profile, its path from the profile's root. */
async function* filesIn(directory: string): AsyncGenerator<{ path: string; bytes: Buffer }> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield { path: relative(directory, path), bytes: await readFile(path) };
  }
}

/** `file: text` for each text that is in a file, as UTF-8 or as UTF-16, whatever its case. */
export async function findOnDisk(directory: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { path, bytes } of filesIn(directory)) {
    const plain = bytes.toString("utf8").toLowerCase();
    for (const text of texts) {
      const wide = bytes.includes(Buffer.from(text, "utf16le"));
      if (wide || plain.includes(text.toLowerCase())) found.push(`${path}: ${text}`);
    }
  }
  return found.sort();
}

/** `file: name` for each piece that is in a file to the byte. */
export async function findBytesOnDisk(
  directory: string,
  pieces: Readonly<Record<string, Uint8Array>>,
): Promise<string[]> {
  const found: string[] = [];
  for await (const { path, bytes } of filesIn(directory)) {
    for (const [name, piece] of Object.entries(pieces))
      if (bytes.includes(Buffer.from(piece))) found.push(`${path}: ${name}`);
  }
  return found.sort();
}
