/** The project's folder: prisma/ of the sources, or of what the compiler wrote to dist/. */
import { existsSync } from "node:fs";
import path from "node:path";

export function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "prisma", "schema.prisma"))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error("prisma/schema.prisma is not above this file");
    folder = above;
  }
  return folder;
}
