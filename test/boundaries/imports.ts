/** Which file of ours imports which, and whether for its types alone. Read from the text: quick, and it misses nothing. */
import { posix } from "node:path";

export interface Import {
  /** Path from the project's root of the file imported, or the name of a package. */
  target: string;
  /** True when nothing of it is left once types are erased. */
  typeOnly: boolean;
}

/** Comments may quote an import; strings may hold what looks like a comment, so both are read in one go. */
const COMMENT_OR_STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const STATEMENT = /^[ \t]*(?:import|export)\b([^;"]*?)\bfrom\s*"([^"]+)"/gm;
const BARE_OR_DYNAMIC = /\bimport\s*(?:\(\s*)?"([^"]+)"/g;
/** A relative path to a module in any other string, `import.meta.resolve` or a worker's URL for instance: as an import. */
const RELATIVE_STRING = /"(\.{1,2}\/[^"\s]*\.(?:ts|tsx|mjs|js|json))"/g;

/** `typeof import("./x.ts")` names a type. */
const TYPE_QUERY = /\btypeof\s+import\s*\(\s*"([^"]+)"\s*\)/g;

/** The source with every comment gone and every string kept. */
export function withoutComments(source: string): string {
  return source.replace(COMMENT_OR_STRING, (text) => (text.startsWith("/") ? " " : text));
}

function isTypeOnly(clause: string): boolean {
  const words = clause.trim();
  if (words.startsWith("type ") || words.startsWith("type{")) return true;
  const names = /^\{([^}]*)\}$/.exec(words)?.[1];
  if (names === undefined) return false;
  const each = names.split(",").map((name) => name.trim());
  return each.filter(Boolean).length > 0 && each.every((name) => name === "" || name.startsWith("type "));
}

/**
 * The imports of one file.
 * @param file its path from the project's root, with forward slashes.
 */
export function importsOf(file: string, source: string): Import[] {
  const text = withoutComments(source);
  const found = new Map<string, Import>();
  const add = (specifier: string, typeOnly: boolean): void => {
    const target = specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier;
    const before = found.get(target);
    found.set(target, { target, typeOnly: typeOnly && (before?.typeOnly ?? true) });
  };
  const statements = [...text.matchAll(STATEMENT)];
  for (const [, clause = "", specifier = ""] of statements) add(specifier, isTypeOnly(clause));
  for (const [, specifier = ""] of text.matchAll(TYPE_QUERY)) add(specifier, true);
  const rest = text.replace(STATEMENT, "").replace(TYPE_QUERY, "");
  for (const [, specifier = ""] of rest.matchAll(BARE_OR_DYNAMIC)) add(specifier, false);
  for (const [, specifier = ""] of rest.matchAll(RELATIVE_STRING)) add(specifier, false);
  return [...found.values()];
}
