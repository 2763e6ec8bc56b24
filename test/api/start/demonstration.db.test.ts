/** A demonstration that starts again, after its officer's console has signed what its files do not hold. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { publishUnit } from "../../../api/commands/publishUnit.ts";
import { ensureDemonstration } from "../../../api/start/demonstration.ts";
import { ensureSecrets } from "../../../api/start/secrets.ts";
import { admitOfficer, dayOf } from "../../../security/index.ts";
import { KeyStore, loadPublishedUnit, loadSodium, loadUnitFiles, saveUnitChange } from "../../../security/node.ts";
import { freshDatabase, type FreshDatabase } from "../../tools/database.ts";
import { admissionOf, makeOfficer } from "../../tools/unit.ts";

let dataDir: string;
let database: FreshDatabase;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "abri-demonstration-"));
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

describe("the demonstration", () => {
  it("starts again where somebody was admitted in its files after another version was published", async () => {
    const primitives = await loadSodium();
    const db = database.client();
    const secrets = await ensureSecrets(dataDir);
    const shared = { db, primitives, keyStore: new KeyStore(join(dataDir, "keys")), now: Date.now };
    const deps = { ...shared, dataDir, totpKeyFile: secrets["totp-key"] };
    await ensureDemonstration(deps);
    await ensureDemonstration(deps);
    expect(await db.keyStatement.count()).toBe(2);

    const admit = async (unitDir: string, name: string): Promise<void> => {
      const state = await loadUnitFiles(unitDir);
      const admission = admissionOf(primitives, makeOfficer(primitives, name), state.publicJson);
      await saveUnitChange(
        unitDir,
        await admitOfficer(primitives, state, admission, [1], "officer", dayOf(Date.now())),
      );
    };
    const [files, elsewhere] = [join(dataDir, "unit"), join(dataDir, "elsewhere")];
    await cp(files, elsewhere, { recursive: true });
    await admit(elsewhere, "Amélie Roy");
    const published = await loadPublishedUnit(elsewhere);
    await publishUnit({ ...shared, unit: published.publicJson }, published);
    // As many versions in the files as in the database, and the newest is another one.
    await admit(files, "Bruno Haddad");
    await ensureDemonstration(deps);
    expect(await db.keyStatement.count()).toBe(3);
  });
});
