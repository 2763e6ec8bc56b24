/** The embedded server against kills, other users and small paths. Each test has a directory and servers of its own. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import pg from "pg";
import { startEmbeddedPostgres } from "../../prisma/embedded.ts";
import { findBinaries } from "../../prisma/embedded/binaries.ts";
import { lockedBy, serversOn } from "../../prisma/embedded/processes.ts";
import { QUIET_SETTINGS } from "../../prisma/embedded/settings.ts";
import { projectRoot } from "../../prisma/migrate/root.ts";
import type { EmbeddedOptions, EmbeddedPostgres } from "../../prisma/embedded.ts";

jest.setTimeout(180_000);

const isRoot = process.getuid?.() === 0;
const directories: string[] = [];
const servers: EmbeddedPostgres[] = [];

function newDirectory(): string {
  const directory = realpathSync(mkdtempSync(path.join(os.tmpdir(), "abri-chaos-")));
  directories.push(directory);
  return directory;
}

async function start(dataDir: string, more: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...more });
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

async function query<Row extends pg.QueryResultRow>(server: EmbeddedPostgres, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.url() });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const clusterOf = (dataDir: string): string => path.join(dataDir, "cluster");
const postmasterOf = (dataDir: string): number => lockedBy(clusterOf(dataDir)) ?? -1;

/** A process of its own that starts the server, says so, and stays. */
async function startInProcess(dataDir: string): Promise<ReturnType<typeof spawn>> {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(path.join(projectRoot(), "prisma", "embedded.ts"))};
    startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} }).then(() => {
      process.stdout.write("up\\n");
      setInterval(() => undefined, 1000);
    });`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: projectRoot(),
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", () => reject(new Error("the process ended")));
  });
  return child;
}

describe("startEmbeddedPostgres()", () => {
  it("starts on an empty directory, keeps data over a stop, and stops within a moment", async () => {
    const dataDir = newDirectory();
    const first = await start(dataDir);
    await query(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    expect(serversOn(clusterOf(dataDir))).toEqual([]);
    const second = await start(dataDir);
    expect(await query(second, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("listens on a socket in a directory for its owner alone, and on no port", async () => {
    const dataDir = newDirectory();
    const server = await start(dataDir);
    const [row] = await query<{ addresses: string; sockets: string }>(
      server,
      "SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets",
    );
    expect(row?.addresses).toBe("");
    const socketDir = (row?.sockets ?? "").replaceAll('"', "");
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(socketDir, ".s.PGSQL.5432")).mode & 0o077).toBe(0);
  });

  it("writes nothing about statements or checkpoints into its log", async () => {
    const server = await start(newDirectory());
    for (const [name, value] of Object.entries(QUIET_SETTINGS)) {
      const [row] = await query<{ value: string }>(server, `SELECT current_setting('${name}') AS value`);
      expect([name, row?.value]).toEqual([name, value]);
    }
    await query(server, "CREATE TABLE t (a int PRIMARY KEY)");
    await expect(query(server, "INSERT INTO t VALUES (777001), (777001)")).rejects.toThrow();
    await query(server, "CHECKPOINT");
    const log = readFileSync(path.join(directories.at(-1) ?? "", "server.log"), "utf8");
    expect(log).not.toContain("777001");
    expect(log).not.toContain("checkpoint");
  });

  it("finds a server that runs already", async () => {
    const dataDir = newDirectory();
    await start(dataDir);
    const pid = postmasterOf(dataDir);
    await start(dataDir);
    expect(postmasterOf(dataDir)).toBe(pid);
  });

  it("loses nothing that was committed when the server is killed, again and again", async () => {
    const dataDir = newDirectory();
    let server = await start(dataDir);
    await query(server, "CREATE TABLE kept (n int PRIMARY KEY)");
    let committed = 0;
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 50; i++) await query(server, `INSERT INTO kept VALUES (${++committed})`);
      process.kill(postmasterOf(dataDir), "SIGKILL");
      server = await start(dataDir);
      expect(await query(server, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: committed }]);
    }
  });

  it("goes on with the server of a process that was killed", async () => {
    const dataDir = newDirectory();
    const parent = await startInProcess(dataDir);
    const pid = postmasterOf(dataDir);
    parent.kill("SIGKILL");
    await new Promise((resolve) => parent.once("exit", resolve));
    const server = await start(dataDir);
    expect(postmasterOf(dataDir)).toBe(pid);
    expect(await query(server, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("is not reached by a terminal's Ctrl-C, which goes to a whole process group", async () => {
    const dataDir = newDirectory();
    const parent = await startInProcess(dataDir);
    process.kill(-(parent.pid ?? 0), "SIGINT");
    await new Promise((resolve) => parent.once("exit", resolve));
    await pause(300);
    expect(serversOn(clusterOf(dataDir))?.length).toBeGreaterThan(0);
    await start(dataDir);
  });

  it("is not kept off by a lock file whose process id belongs to another program", async () => {
    const dataDir = newDirectory();
    const server = await start(dataDir);
    const lock = path.join(clusterOf(dataDir), "postmaster.pid");
    const text = readFileSync(lock, "utf8");
    await server.stop();
    expect(existsSync(lock)).toBe(false);
    writeFileSync(lock, text.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
    expect(await query(await start(dataDir), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("works where the path is too long for a socket", async () => {
    const dataDir = path.join(newDirectory(), "a".repeat(60), "b".repeat(60));
    mkdirSync(dataDir, { recursive: true });
    const server = await start(dataDir);
    expect(await query(server, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    const socketDir = new URL(server.url()).searchParams.get("host") ?? "";
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
    await server.stop();
    expect(existsSync(socketDir)).toBe(false);
  });

  it("works where the path has spaces and quotes", async () => {
    const dataDir = path.join(newDirectory(), `it's a "path", $HOME`);
    expect(await query(await start(dataDir), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("leaves nothing half made when the first start is interrupted", async () => {
    const dataDir = newDirectory();
    mkdirSync(path.join(dataDir, "new-interrupted"), { mode: 0o700 });
    await start(dataDir);
    expect(readdirSync(dataDir).sort()).toEqual(expect.arrayContaining(["cluster", "run", "server.log"]));
  });

  it("says what to do when it may not run", async () => {
    const dataDir = newDirectory();
    await (await start(dataDir)).stop();
    const platform = Object.getOwnPropertyDescriptor(process, "platform") as PropertyDescriptor;
    try {
      for (const value of ["win32", "freebsd"]) {
        Object.defineProperty(process, "platform", { ...platform, value });
        await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
          code: "embedded_postgres_unavailable",
          message: expect.stringContaining("Set DATABASE_URL"),
        });
      }
    } finally {
      Object.defineProperty(process, "platform", platform);
    }
  });

  it("says what to do on a system without glibc", () => {
    const report = jest.spyOn(process.report, "getReport").mockReturnValue({ header: {} });
    try {
      expect(() => findBinaries(newDirectory())).toThrow(/musl.*Set DATABASE_URL/);
    } finally {
      report.mockRestore();
    }
    expect(findBinaries(newDirectory()).postgres).toMatch(/postgres$/);
  });
});

/** Root can try all three ways to run; an ordinary user has one, which every test above has tried then. */
describe("the user that Postgres runs as", () => {
  it("is never root", async () => {
    const dataDir = newDirectory();
    await start(dataDir);
    const status = readFileSync(`/proc/${postmasterOf(dataDir)}/status`, "utf8");
    const inNamespace = /^NSpid:/m.test(status) && readNamespace(postmasterOf(dataDir)) !== readNamespace(process.pid);
    const uid = Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]);
    expect(uid !== 0 || inNamespace).toBe(true);
  });

  const onlyRoot = isRoot ? it : nothing;
  onlyRoot("is nobody where namespaces are not allowed, and stays nobody where they are again", async () => {
    const dataDir = newDirectory();
    const first = await start(dataDir, { namespaces: false });
    await query(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    expect(statSync(clusterOf(dataDir)).uid).toBe(65_534);
    await first.stop();
    const second = await start(dataDir);
    expect(await query(second, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  onlyRoot("reaches data below a directory that only root may enter, as a checkout in root's home is", async () => {
    const closed = newDirectory();
    chmodSync(closed, 0o700);
    const dataDir = path.join(closed, "checkout", "data");
    const server = await start(dataDir, { namespaces: false });
    expect(await query(server, "SELECT 42 AS answer")).toEqual([{ answer: 42 }]);
    expect(statSync(clusterOf(dataDir)).uid).toBe(65_534);
    expect(statSync(closed).uid).toBe(0);
  });

  onlyRoot("becomes nobody for data that was made in a namespace", async () => {
    const dataDir = newDirectory();
    const first = await start(dataDir);
    await query(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    const second = await start(dataDir, { namespaces: false });
    expect(await query(second, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  onlyRoot("may be an ordinary user of the machine", () => {
    const dataDir = newDirectory();
    chmodSync(dataDir, 0o777);
    const script = `
      import { startEmbeddedPostgres } from ${JSON.stringify(path.join(projectRoot(), "prisma", "embedded.ts"))};
      const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(path.join(dataDir, "data"))} });
      await server.stop();
      process.stdout.write("user " + process.getuid());`;
    const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      cwd: projectRoot(),
      uid: 65_534,
      gid: 65_534,
      env: { PATH: process.env["PATH"] ?? "", HOME: dataDir, TMPDIR: dataDir },
      encoding: "utf8",
    });
    expect(run.stdout + run.stderr).toBe("user 65534");
  });
});

/** Stands in for `it` where a case does not exist on this machine: there is no other user to become. */
function nothing(): void {}

function readNamespace(pid: number): string {
  return readFileSync(`/proc/${pid}/uid_map`, "utf8");
}
