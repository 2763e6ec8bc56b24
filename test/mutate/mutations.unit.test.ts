import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectDir } from "../tools/cache.ts";
import { applyMutation, MUTATIONS } from "./mutations.ts";

const read = (path: string): string => readFileSync(join(projectDir, path), "utf8");

/** `npm run mutate` takes minutes and is run by hand; this keeps its list true in between. */
describe("MUTATIONS", () => {
  it("are at least ten, each with a name of its own", () => {
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(10);
    expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
  });

  it.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    "%s: finds what it breaks, and the test that has to notice",
    (_name, mutation) => {
      expect(applyMutation(mutation, read(mutation.file))).not.toBe(read(mutation.file));
      expect(existsSync(join(projectDir, mutation.test.file))).toBe(true);
      // The name may be joined from describe() and it(): its last words stand in the file.
      expect(read(mutation.test.file)).toContain(mutation.test.name);
    },
  );
});

describe("applyMutation()", () => {
  const mutation = { name: "x", file: "f", search: "a", replace: "b", test: { file: "t", name: "n" } };

  it("replaces the one place, and refuses none and two", () => {
    expect(applyMutation(mutation, "-a-")).toBe("-b-");
    expect(() => applyMutation(mutation, "---")).toThrow("0 times");
    expect(() => applyMutation(mutation, "a-a")).toThrow("2 times");
  });
});
