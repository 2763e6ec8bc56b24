import { describe, expect, it } from "@jest/globals";
import { importsOf } from "./imports.ts";
import { circles, crossings } from "./rules.ts";
import type { Graph } from "./rules.ts";
import { projectFiles } from "./tree.ts";

const CODE = /^(api|web|workers|prisma|security|test)\/.*\.(tsx?|mjs)$/;

function graphOf(files: readonly { path: string; text: string }[]): Graph {
  return new Map(files.map(({ path, text }) => [path, importsOf(path, text)]));
}

const graph = graphOf(projectFiles(CODE));

describe("importsOf()", () => {
  const source = `
    import { a } from "../security/index.ts";
    import type { B } from "./b.ts";
    import { type C, type D } from "./c.ts";
    import { type E, f } from "./e.ts";
    import {
      g,
    } from "./g.ts";
    import "./h.ts";
    export * from "./i.ts";
    const j = await import("./j.ts");
    // import { k } from "./k.ts";
    const l = new URL("./l.ts", import.meta.url); const text = "http://x"; /* from "./m.ts" */
    import { readFile } from "node:fs";
    type N = typeof import("./n.ts");
  `;

  it("tells values from types, follows every way to name a module, and passes over comments", () => {
    const found = importsOf("api/x.ts", source).map(({ target, typeOnly }) => `${target}${typeOnly ? " (type)" : ""}`);
    expect(found.sort()).toEqual(
      [
        "security/index.ts",
        "api/b.ts (type)",
        "api/c.ts (type)",
        "api/e.ts",
        "api/g.ts",
        "api/h.ts",
        "api/i.ts",
        "api/j.ts",
        "api/l.ts",
        "node:fs",
        "api/n.ts (type)",
      ].sort(),
    );
  });

  it("counts a module as a value when one of two imports of it is", () => {
    const both = 'import type { A } from "./a.ts";\nimport { b } from "./a.ts";';
    expect(importsOf("api/x.ts", both)).toEqual([{ target: "api/a.ts", typeOnly: false }]);
  });
});

describe("crossings()", () => {
  it.each([
    ["security imports the database", "security/x.ts", 'import { a } from "../prisma/client.ts";'],
    ["security imports the database for a type", "security/x.ts", 'import type { A } from "../prisma/client.ts";'],
    ["the database imports more of security than limits", "prisma/x.ts", 'import { a } from "../security/index.ts";'],
    ["an API imports a worker", "api/x.ts", 'import { a } from "../workers/queue/queues.ts";'],
    ["an API imports an inner file of security", "api/x.ts", 'import { a } from "../security/hpke.ts";'],
    ["a worker imports an API", "workers/x.ts", 'import type { A } from "../api/errors.ts";'],
    ["a page imports an API's values", "web/x.ts", 'import { a } from "../api/routes/queue/schema.ts";'],
    ["a page imports what needs Node", "web/x.ts", 'import { a } from "../security/node.ts";'],
    ["a page imports the database", "web/x.ts", 'import { a } from "../prisma/client.ts";'],
    ["anything imports a test", "api/x.ts", 'import { a } from "../test/tools/unit.ts";'],
  ])("turns red when %s", (_what, path, text) => {
    const clean = { path: "api/y.ts", text: 'import { a } from "../security/index.ts"; import "./x.ts";' };
    expect(crossings(graphOf([clean]))).toEqual([]);
    expect(crossings(graphOf([clean, { path, text }]))).toHaveLength(1);
  });

  it("finds none in this project", () => {
    expect(graph.size).toBeGreaterThan(20);
    expect(crossings(graph)).toEqual([]);
  });
});

describe("circles()", () => {
  it("finds a planted circle, and none in this project", () => {
    const planted = graphOf([
      { path: "api/a.ts", text: 'import { b } from "./b.ts";' },
      { path: "api/b.ts", text: 'import { c } from "./c.ts";\nimport type { A } from "./a.ts";' },
      { path: "api/c.ts", text: 'import { a } from "./a.ts";' },
    ]);
    expect(circles(planted)).toEqual(["api/a.ts → api/b.ts → api/c.ts → api/a.ts"]);
    expect(circles(graph)).toEqual([]);
  });
});
