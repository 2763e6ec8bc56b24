import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { officerDocument, reporterDocument } from "../../api/openapi.ts";
import { exceptions, neverAsked, wordsOf } from "./neverAsked.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Every property and parameter of an OpenAPI document. */
function fieldsOfDocument(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== "object" || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "properties" && typeof inner === "object" && inner !== null) {
      for (const name of Object.keys(inner)) found.add(name);
    }
    if (key === "parameters" && Array.isArray(inner)) {
      for (const { name } of inner as { name: string }[]) found.add(name);
    }
    fieldsOfDocument(inner, found);
  }
  return found;
}

/** The fields of each Prisma model, links to other models left out. */
function modelsOf(schema: string): [model: string, fields: string[]][] {
  return [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, model = "", body = ""]) => [
    model,
    [
      ...body.matchAll(
        /^ {2}(\w+)\s+(?:String|Bytes|Int|BigInt|Boolean|DateTime|CaseState|OfficerRole|OfficerState)\b/gm,
      ),
    ].map(([, field = ""]) => field),
  ]);
}

/** The fields of an interface in a source file. */
function fieldsOfInterface(source: string, name: string): string[] {
  const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, "m").exec(source)?.[1] ?? "";
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field = ""]) => field);
}

async function jobFields(): Promise<[job: string, fields: string[]][]> {
  const files = readdirSync(join(ROOT, "workers/jobs")).filter((file) => /^[a-z]+-[a-z]+\.ts$/.test(file));
  const jobs: [string, string[]][] = [];
  for (const file of files) {
    const module = (await import(join(ROOT, "workers/jobs", file))) as Record<string, unknown>;
    for (const value of Object.values(module)) {
      const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
      if (schema instanceof z.ZodObject) jobs.push([file, Object.keys(schema.shape)]);
    }
  }
  return jobs;
}

describe("nothing asks who somebody is", () => {
  it("in the contract of either API", () => {
    const fields = new Set([...fieldsOfDocument(reporterDocument()), ...fieldsOfDocument(officerDocument())]);
    expect(fields.size).toBeGreaterThan(40);
    expect(neverAsked("openapi", fields)).toEqual([]);
  });

  it("in any column", () => {
    const models = modelsOf(read("prisma/schema.prisma"));
    expect(models.length).toBeGreaterThan(12);
    for (const [model, fields] of models) {
      expect([model, fields.length > 0]).toEqual([model, true]);
      expect(neverAsked(`database.${model}`, fields)).toEqual([]);
    }
  });

  it("in what reporters' side of the database knows by name", () => {
    const named = modelsOf(read("prisma/schema.prisma")).filter(([, fields]) => fields.includes("name"));
    expect(named.map(([model]) => model)).toEqual(["Officer"]);
  });

  it("in a report or a routing slip", () => {
    const source = read("security/vocabulary.ts");
    const [answers, slip] = [fieldsOfInterface(source, "Answers"), fieldsOfInterface(source, "Slip")];
    expect(answers.length).toBeGreaterThan(13);
    expect(slip.length).toBeGreaterThan(9);
    expect(neverAsked("report", answers)).toEqual([]);
    expect(neverAsked("slip", slip)).toEqual([]);
  });

  it("in any job", async () => {
    const jobs = await jobFields();
    expect(jobs.length).toBeGreaterThan(2);
    for (const [job, fields] of jobs) expect(neverAsked(`job.${job}`, fields)).toEqual([]);
  });

  it("and the list finds what is planted", () => {
    for (const field of [
      "email",
      "firstName",
      "reporterPhone",
      "client_ip",
      "userAgent",
      "immigrationStatus",
      "createdAt",
    ]) {
      expect(neverAsked("planted", [field])).not.toEqual([]);
    }
    expect(wordsOf("lastSeenMinute")).toEqual(["last", "seen", "minute"]);
    expect(neverAsked("planted", ["envelope", "slot", "releasedDay"])).toEqual([]);
  });

  it("and keeps no exception without a use", () => {
    const fields = new Set([
      ...[...fieldsOfDocument(reporterDocument()), ...fieldsOfDocument(officerDocument())].map((f) => `openapi.${f}`),
      ...fieldsOfInterface(read("security/vocabulary.ts"), "Answers").map((field) => `report.${field}`),
      ...modelsOf(read("prisma/schema.prisma")).flatMap(([model, all]) => all.map((f) => `database.${model}.${f}`)),
    ]);
    expect(exceptions().filter((place) => !fields.has(place))).toEqual([]);
  });
});
