/** What a browser leaves on a disk: a profile directory of its own, and a search through every byte of it. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { BrowserContext } from "playwright-core";
import { launchProfile } from "../../../tools/browser.ts";

export interface Profile {
  readonly directory: string;
  readonly context: BrowserContext;
  /** Ends the browser; what it keeps is then on the disk. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** @param prepare puts something into the profile before the browser first sees it */
export async function openProfile(prepare: (directory: string) => Promise<void> = async () => {}): Promise<Profile> {
  const directory = await mkdtemp(join(tmpdir(), "abri-profile-"));
  await prepare(directory);
  const context = await launchProfile(directory, { viewport: { width: 360, height: 740 } });
  return {
    directory,
    context,
    close: () => context.close(),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** `file: text` for each text that is in a file, as UTF-8 or as UTF-16, whatever its case; file paths from the profile's root. */
export async function findOnDisk(directory: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const plain = bytes.toString("utf8").toLowerCase();
    for (const text of texts) {
      const wide = bytes.includes(Buffer.from(text, "utf16le"));
      if (wide || plain.includes(text.toLowerCase())) found.push(`${relative(directory, path)}: ${text}`);
    }
  }
  return found.sort();
}
