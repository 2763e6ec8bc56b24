/** Writes the protocol vectors beside this file, two files per engine: `npx tsx test/vectors/generate.ts`. */
import { writeFileSync } from "node:fs";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { noble } from "../../security/primitives/noble.ts";
import { makeVectors } from "./make.ts";
import { makeOfficerVectors } from "./makeOfficers.ts";

const write = (name: string, vectors: unknown): void =>
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);

for (const engine of [noble, await loadSodium()]) {
  write(`${engine.engine}.json`, await makeVectors(engine, `abri vectors by ${engine.engine}`));
  const officers = await makeOfficerVectors(engine, `abri officers' vectors by ${engine.engine}`);
  write(`${engine.engine}Officers.json`, officers);
}
