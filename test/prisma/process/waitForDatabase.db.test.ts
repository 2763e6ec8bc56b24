import { createServer, connect, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ROLES } from "../../../prisma/migrate.ts";
import { createLog } from "../../../prisma/process/log.ts";
import { waitForDatabase } from "../../../prisma/process/waitForDatabase.ts";
import { freePort } from "../../tools/childProcess.ts";
import { freshDatabase, type FreshDatabase } from "../../tools/database.ts";

let migrated: FreshDatabase;
let empty: FreshDatabase;
beforeAll(async () => {
  migrated = await freshDatabase();
  empty = await freshDatabase({ empty: true });
});
afterAll(() => Promise.all([migrated.drop(), empty.drop()]));

/** A log whose lines are kept; `onLine` may act on one. */
function listening(onLine: (line: string) => void = () => undefined) {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
    onLine(line);
  };
  return { lines, log: createLog("test", { write }) };
}

/** A port of this machine that leads to a database's Unix socket. */
function leadTo(url: string, port: number): Server {
  const directory = new URL(url).searchParams.get("host") ?? "";
  const server = createServer((from) => {
    const to = connect(`${directory}/.s.PGSQL.5432`);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      one.on("error", () => other.destroy());
      one.pipe(other);
    }
  });
  return server.listen(port, "127.0.0.1");
}

describe("waitForDatabase()", () => {
  it("is content with a migrated database, as each process's role", async () => {
    for (const role of ROLES) {
      const { lines, log } = listening();
      await waitForDatabase(migrated.url(role), { log });
      expect(lines).toEqual([]);
    }
  });

  it("refuses at once a database without tables, and one that is not there", async () => {
    const { log, lines } = listening();
    await waitForDatabase(empty.url(), { log, empty: true });
    await expect(waitForDatabase(empty.url(), { log })).rejects.toMatchObject({
      code: "database_unusable",
      message: expect.stringContaining("migrations"),
    });
    const nowhere = migrated.url().replace(migrated.name, "colibri_turquoise");
    await expect(waitForDatabase(nowhere, { log })).rejects.toMatchObject({
      code: "database_unusable",
      message: expect.not.stringContaining("colibri"),
    });
    expect(lines).toEqual([]);
  });

  it("waits for one that comes up, and says that it does", async () => {
    const port = await freePort();
    let server: Server | undefined;
    const { log, lines } = listening(() => (server ??= leadTo(migrated.url(), port)));
    const { username, pathname } = new URL(migrated.url());
    await waitForDatabase(`postgresql://${username}@127.0.0.1:${port}${pathname}`, { log });
    expect(lines.join("")).toContain('"event":"database_awaited","code":"ECONNREFUSED"');
    server?.close();
  });

  it("gives up on one that does not", async () => {
    const url = `postgresql://colibri@127.0.0.1:${await freePort()}/x`;
    await expect(waitForDatabase(url, { log: listening().log, limitMs: 0 })).rejects.toMatchObject({
      code: "database_unreachable",
      message: expect.stringMatching(/^DATABASE_URL: (?!.*colibri).*ECONNREFUSED/),
    });
  });
});
