/** Writes the protocol vectors beside this file, one file per engine: `npx tsx test/vectors/generate.ts`. */
import { writeFileSync } from "node:fs";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { noble } from "../../security/primitives/noble.ts";
import { makeVectors } from "./make.ts";

for (const engine of [noble, await loadSodium()]) {
  const vectors = await makeVectors(engine, `abri vectors by ${engine.engine}`);
  writeFileSync(new URL(`${engine.engine}.json`, import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
}
