/** A copy of the project in which things may be broken: its files, with the installed modules linked in. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectFiles } from "../boundaries/tree.ts";
import { projectDir } from "../tools/cache.ts";

export interface Copy {
  dir: string;
  remove(): void;
}

export function copyProject(): Copy {
  const dir = mkdtempSync(join(tmpdir(), "abri-mutate-"));
  for (const { path } of projectFiles(/./)) {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    cpSync(join(projectDir, path), join(dir, path));
  }
  symlinkSync(join(projectDir, "node_modules"), join(dir, "node_modules"), "dir");
  const generated = join(projectDir, "prisma", "generated");
  if (existsSync(generated)) cpSync(generated, join(dir, "prisma", "generated"), { recursive: true });
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
