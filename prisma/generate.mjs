/**
 * Writes the typed Prisma client to prisma/generated, after every `npm install` and `npm ci`.
 *
 * Prisma's command line downloads a native engine before each command unless told where one is; `generate` never
 * runs it, so any existing program stands in for it and no network is needed. An installation without
 * development dependencies has no command line: there the client comes built, with `dist/`.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

function commandLine() {
  try {
    return createRequire(import.meta.url).resolve("prisma/build/index.js");
  } catch {
    return null;
  }
}

const cli = commandLine();
if (cli === null) {
  const built = ["prisma/generated/client.ts", "dist/prisma/generated/client.js"];
  if (!built.some((file) => existsSync(path.join(root, file)))) {
    process.stderr.write(
      "abri: no Prisma command line and no generated client; install with development dependencies\n",
    );
  }
  process.exit(0);
}

const run = spawnSync(process.execPath, [cli, "generate", "--schema", path.join(root, "prisma", "schema.prisma")], {
  cwd: root,
  encoding: "utf8",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  },
});
if (run.status !== 0) {
  process.stderr.write(`${run.stdout ?? ""}${run.stderr ?? ""}`);
  process.exit(run.status ?? 1);
}
