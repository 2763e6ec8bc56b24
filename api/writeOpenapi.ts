/** Writes the OpenAPI documents beside this file: `tsx api/writeOpenapi.ts`. A test keeps them current. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { officerDocument, reporterDocument } from "./openapi.ts";

for (const [name, make] of [
  ["openapi.json", officerDocument],
  ["openapi.reporter.json", reporterDocument],
] as const) {
  const path = join(import.meta.dirname, name);
  writeFileSync(path, await format(JSON.stringify(make()), { parser: "json", printWidth: 120 }));
  process.stdout.write(`${path}\n`);
}
