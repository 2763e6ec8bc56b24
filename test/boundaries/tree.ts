/** The project's own files, found without git: a clean checkout and a copied tree look the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../tools/cache.ts";

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  path: string;
  text: string;
}

/** What .gitignore leaves out. */
const LEFT_OUT = new Set(["node_modules", ".git", ".data", "dist", "prisma/generated", ".DS_Store"]);

/** Reads the files whose path from the root matches `pattern`. */
export function projectFiles(pattern: RegExp): SourceFile[] {
  return paths("")
    .filter((path) => pattern.test(path) && !path.endsWith(".log"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectDir, path), "utf8") }));
}

function paths(under: string): string[] {
  return readdirSync(join(projectDir, under), { withFileTypes: true }).flatMap((entry) => {
    const path = under === "" ? entry.name : `${under}/${entry.name}`;
    if (LEFT_OUT.has(path) || LEFT_OUT.has(entry.name)) return [];
    return entry.isDirectory() ? paths(path) : entry.isFile() ? [path] : [];
  });
}
