/**
 * Prisma's schema engine as WebAssembly, over the same driver as the client: migrations without a native program, so
 * without a download. The package is internal to Prisma and pinned exactly; test/prisma/migrate.db.test.ts holds it to
 * what is used here.
 */
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { projectRoot } from "./root.ts";
import type * as EngineModule from "@prisma/schema-engine-wasm";

type SchemaEngine = EngineModule.SchemaEngine;
type MigrationList = EngineModule.MigrationList;

/** Nothing of ours lives outside the schema; nothing has to be left out of comparisons. */
const FILTERS = { externalTables: [], externalEnums: [] };

/** Everything in prisma/migrations, in the order of names. */
export function migrationList(folder = path.join(projectRoot(), "prisma", "migrations")): MigrationList {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: readFileSync(path.join(folder, "migration_lock.toml"), "utf8") },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(path.join(folder, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

/** Applies what is not applied yet. @returns the names of the migrations applied now */
export async function applyPending(url: string, migrationsList = migrationList()): Promise<readonly string[]> {
  return withEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: FILTERS });
    return appliedMigrationNames;
  });
}

const datamodel = (content: string): EngineModule.DiffTarget => ({
  tag: "schemaDatamodel",
  files: [{ path: "schema.prisma", content }],
});

/**
 * The SQL that leads from one schema.prisma text to another, without checks, roles and grants, which Prisma does not
 * know: a new migration begins with it. @param from null for an empty database
 */
export async function sqlBetween(url: string, from: string | null, to = schemaText()): Promise<string> {
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: from === null ? { tag: "empty" } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      filters: FILTERS,
    });
    return stdout ?? "";
  });
}

async function withEngine<Result>(url: string, use: (engine: SchemaEngine) => Promise<Result>): Promise<Result> {
  const { SchemaEngine: Engine } = await loadModule();
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => undefined);
  try {
    const engine = await Engine.new(
      { datamodels: [["schema.prisma", schemaText()]] },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(wholeScripts(pool)),
    );
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/**
 * Prisma's driver splits a script at every semicolon, also inside comments and function bodies, and runs the pieces one
 * by one, so that a script that fails leaves the pieces before. Sent whole, Postgres runs it in one transaction.
 */
function wholeScripts(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool, { disposeExternalPool: false });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => void (await pool.query(script));
    return adapter;
  };
  return factory;
}

function schemaText(): string {
  return readFileSync(path.join(projectRoot(), "prisma", "schema.prisma"), "utf8");
}

type BackgroundModule = typeof EngineModule & Record<"__wbg_set_wasm", (exports: WebAssembly.Exports) => void>;

let loaded: Promise<BackgroundModule> | undefined;

/** The package's own entry imports the .wasm file as a module, which Node does not do without a flag. */
function loadModule(): Promise<BackgroundModule> {
  loaded ??= (async () => {
    const folder = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
    const glue = (await import(pathToFileURL(path.join(folder, "schema_engine_bg.js")).href)) as BackgroundModule;
    const bytes = readFileSync(path.join(folder, "schema_engine_bg.wasm"));
    const imports = { "./schema_engine_bg.js": withIdleTimers(glue) };
    const { instance } = await WebAssembly.instantiate(bytes, imports);
    glue["__wbg_set_wasm"](instance.exports);
    const start = instance.exports["__wbindgen_start"];
    if (typeof start === "function") (start as () => void)();
    return glue;
  })();
  return loaded;
}

/** Its timers (a ten-second limit on a lock that it has long got) would keep a process from ending. */
function withIdleTimers(glue: object): WebAssembly.ModuleImports {
  const functions = Object.entries(glue) as [string, WebAssembly.ImportValue][];
  return Object.fromEntries(
    functions.map(([name, value]) => {
      if (!name.startsWith("__wbg_setTimeout_")) return [name, value];
      const start = value as (...args: unknown[]) => NodeJS.Timeout;
      return [name, (...args: unknown[]) => start(...args).unref()];
    }),
  );
}
