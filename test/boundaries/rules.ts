/** Who may import whom: the house rule "Boundaries" of CONTRIBUTING.md. */
import type { Import } from "./imports.ts";

/** Imports of every file, by its path from the project's root. */
export type Graph = ReadonlyMap<string, readonly Import[]>;

interface Rule {
  /** Paths outside the folder that may be imported. */
  values: readonly RegExp[];
  /** Paths outside the folder of which only types may be imported. */
  types: readonly RegExp[];
}

const PUBLIC_SECURITY = /^security\/(index|node)\.ts$/;

/** Folder → what it may import beside itself and packages. A folder that is not named here is free: test. */
const RULES: Readonly<Record<string, Rule>> = {
  security: { values: [], types: [] },
  prisma: { values: [/^security\/limits\.ts$/], types: [] },
  api: { values: [PUBLIC_SECURITY, /^prisma\//], types: [] },
  workers: { values: [PUBLIC_SECURITY, /^prisma\//], types: [] },
  web: {
    values: [/^security\/index\.ts$/, /^security\/primitives\/(noble|loadSumo|loadWorker)\.ts$/],
    types: [/^api\/routes\/\w+\/\w*[sS]chema\.ts$/, /^api\/errors\.ts$/],
  },
};

const folderOf = (path: string): string => path.split("/")[0] ?? "";

/** One line per import that crosses a boundary it must not. */
export function crossings(graph: Graph): string[] {
  const found: string[] = [];
  for (const [file, imports] of graph) {
    const rule = RULES[folderOf(file)];
    if (rule === undefined) continue;
    for (const { target, typeOnly } of imports) {
      const ours = RULES[folderOf(target)] !== undefined || target.startsWith("test/");
      if (!ours || folderOf(target) === folderOf(file)) continue;
      const allowed = typeOnly ? [...rule.values, ...rule.types] : rule.values;
      if (!allowed.some((pattern) => pattern.test(target))) {
        found.push(`${file} must not import ${typeOnly ? "even types of " : ""}${target}`);
      }
    }
  }
  return found;
}

/** One line per circle of imports: `a → b → a`. Types are left out: they are gone before anything runs. */
export function circles(graph: Graph): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      found.push([...trail.slice(at), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const { target } of (graph.get(file) ?? []).filter(({ typeOnly }) => !typeOnly))
      walk(target, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return found;
}
