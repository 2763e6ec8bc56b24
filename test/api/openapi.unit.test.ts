import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ERROR_CODES, statusOf } from "../../api/errors.ts";
import { OFFICER_CONTRACTS, officerDocument, REPORTER_CONTRACTS, reporterDocument } from "../../api/openapi.ts";

const API = join(import.meta.dirname, "../../api");
const written = (name: string): unknown => JSON.parse(readFileSync(join(API, name), "utf8"));
/** What JSON makes of it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the OpenAPI documents", () => {
  it.each([
    ["openapi.json", officerDocument],
    ["openapi.reporter.json", reporterDocument],
  ] as const)("%s is current: `tsx api/writeOpenapi.ts` would write the same", (name, make) => {
    expect(written(name)).toEqual(plain(make()));
  });

  it("are of version 3.1, and every operation names its answers and refusals", () => {
    const document = plain(officerDocument()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: Record<string, unknown>; security?: unknown }>>;
    };
    expect(document.openapi).toBe("3.1.0");
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations).toHaveLength(OFFICER_CONTRACTS.length);
    for (const { responses } of operations) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["200", "500"]));
    }
    expect(document.paths["/v1/queue"]?.["get"]?.security).toEqual([{ session: [] }]);
    expect(document.paths["/v1/sign-in"]?.["post"]?.security).toBeUndefined();
  });

  it("leave no contract out", async () => {
    const known = new Set<unknown>([...OFFICER_CONTRACTS, ...REPORTER_CONTRACTS].map(({ contract }) => contract));
    const files = readdirSync(join(API, "routes"), { recursive: true, encoding: "utf8" }).filter((file) =>
      /[sS]chema\.ts$/.test(file),
    );
    expect(files.length).toBeGreaterThan(12);
    for (const file of files) {
      const module = (await import(join(API, "routes", file))) as Record<string, unknown>;
      for (const [name, value] of Object.entries(module)) {
        const isContract = typeof value === "object" && value !== null && "method" in value && "answer" in value;
        if (isContract) expect([file, name, known.has(value)]).toEqual([file, name, true]);
      }
    }
  });
});

describe("the table of errors", () => {
  it("has a status of 4xx or 5xx for every code", () => {
    for (const code of ERROR_CODES) {
      expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
      expect(statusOf(code)).toBeGreaterThanOrEqual(400);
    }
  });
});
