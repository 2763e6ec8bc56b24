import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishDirectory } from "../../../api/commands/publishDirectory.ts";
import { DAY_MS } from "../../../security/index.ts";
import { KeyStore } from "../../../security/node.ts";
import type { FreshDatabase } from "../../tools/database.ts";
import type { TestUnit } from "../../tools/unit.ts";

export const freshKeyStore = async (): Promise<KeyStore> => new KeyStore(await mkdtemp(join(tmpdir(), "abri-keys-")));

/** Publishes every version of a unit's directory, with its officer's grants. */
export async function publishUnit(database: FreshDatabase, unit: TestUnit, keyStore?: KeyStore): Promise<void> {
  await publishDirectory(
    {
      db: database.client(),
      primitives: unit.p,
      unit: unit.unit,
      keyStore: keyStore ?? (await freshKeyStore()),
      now: () => unit.today * DAY_MS,
    },
    { links: unit.directory, grants: unit.grants, removal: false },
  );
}
