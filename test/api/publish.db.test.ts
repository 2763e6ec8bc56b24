/** `publish` as an operator runs it: what the ceremony wrote, into a database that may know better. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { renew } from "../../security/index.ts";
import { createUnitFiles } from "../../security/node.ts";
import { runProgram } from "../tools/childProcess.ts";
import { flipBit } from "../tools/forge.ts";
import { freshDatabase, type FreshDatabase } from "../tools/database.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";

let root: string;
let database: FreshDatabase;
let made: TestUnit;
/** The unit with a version 3. */
let renewed: TestUnit["state"];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "abri-publish-"));
  database = await freshDatabase();
  made = await makeUnit();
  renewed = (await renew(made.p, made.state, made.today)).state;
});
afterAll(async () => {
  await database.drop();
  await rm(root, { recursive: true });
});

const published = (): Promise<number> => database.client().keyStatement.count();

/** Writes a state as a unit's directory of its own, and runs `publish` on it. */
async function publish(name: string, state: TestUnit["state"]): Promise<{ code: number | null; said: string }> {
  const dir = join(root, name);
  await createUnitFiles(dir, state);
  return runProgram({
    name: "publish",
    args: ["--import", "tsx", "api/publish.ts", "--unit", dir],
    env: { DATABASE_URL: database.url("abri_officer"), KEY_STORE_DIR: join(root, "keys") },
  });
}

describe("api/publish.ts", () => {
  it("publishes what is missing, and the same again changes nothing", async () => {
    for (const name of ["first", "again"]) {
      const { code, said } = await publish(name, made.state);
      expect([code, said]).toEqual([0, expect.stringContaining('"event":"published","version":2')]);
      expect(await published()).toBe(2);
    }
  });

  it("says that a directory is another unit's, with a code, and what to look at", async () => {
    const { code, said } = await publish("stranger", (await makeUnit()).state);
    expect(code).toBe(1);
    expect(said).toContain('"code":"directory_of_other_unit"');
    expect(said).toMatch(/directory_of_other_unit: .*another unit[^]*--unit and DATABASE_URL/);
    expect(await published()).toBe(2);
  });

  it("says so too when the newest of several versions is the stranger", async () => {
    const directory = [...made.directory, ...(await makeUnit()).directory.slice(1)];
    const { code, said } = await publish("mixed", { ...made.state, directory });
    expect([code, said]).toEqual([1, expect.stringContaining("directory_of_other_unit")]);
    expect(await published()).toBe(2);
  });

  it("refuses files that were not carried over: the database has a newer version", async () => {
    expect((await publish("renewed", renewed)).code).toBe(0);
    expect(await published()).toBe(3);
    const { code, said } = await publish("stale", made.state);
    expect(code).toBe(1);
    expect(said).toMatch(/directory_conflict: [^]*newest unit\/server/);
    // And so it does for another version 3.
    const other = (await renew(made.p, made.state, made.today + 1)).state;
    expect((await publish("other", other)).said).toContain("directory_conflict");
    expect(await published()).toBe(3);
  });

  it("says why a directory does not verify", async () => {
    const next = (await renew(made.p, renewed, made.today)).state;
    const directory = next.directory.map((link, at) =>
      at === 3 ? { ...link, roster: flipBit(link.roster, 900) } : link,
    );
    const { code, said } = await publish("damaged", { ...next, directory });
    expect(code).toBe(1);
    expect(said).toMatch(/directory_refused: .*\(roster_mismatch: [^]*npm run unit -- verify/);
    expect(await published()).toBe(3);
  });
});
