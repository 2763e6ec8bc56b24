/** The deliberate breaks, as data: what to replace where, and the one test that has to notice. */

export interface Mutation {
  /** For people, and to run it alone. */
  name: string;
  /** The file to break, and a text that stands in it exactly once. */
  file: string;
  search: string;
  replace: string;
  /** The test that has to turn red: its file, and words that are in its full name. */
  test: { file: string; name: string };
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "skip-statement-signature",
    file: "security/statement.ts",
    search: "  checkSignature(p, LABELS.statement, signed, lead.key);\n",
    replace: "",
    test: { file: "test/security/statement.unit.test.ts", name: "refuses a signature by another key" },
  },
  {
    name: "skip-statement-expiry",
    file: "security/statement.ts",
    search: "if (today > statement.expiryDay)",
    replace: "if (false)",
    test: { file: "test/security/statement.unit.test.ts", name: "refuses a statement that has expired" },
  },
  {
    name: "skip-version-floor",
    file: "security/statement.ts",
    search: "Math.max(unit.floors.statementVersion, seen?.version ?? 0)",
    replace: "(seen?.version ?? 0)",
    test: { file: "test/security/statement.unit.test.ts", name: "refuses a statement rolled back below the floor" },
  },
  {
    name: "loose-ed25519",
    file: "security/primitives/noble.ts",
    search: "return valid && isPrimeOrder(publicKey) && isPrimeOrder(signature.slice(0, ED25519_PUBLIC_KEY_BYTES));",
    replace: "return ed25519.verify(signature, message, publicKey);",
    test: { file: "test/security/primitives/published.vector.test.ts", name: "Ed25519 refuses" },
  },
];

/**
 * The broken text.
 * @throws Error when the text to replace does not stand there exactly once: the mutation has to follow the code.
 */
export function applyMutation({ name, file, search, replace }: Mutation, text: string): string {
  const parts = text.split(search);
  if (parts.length !== 2) throw new Error(`${name}: its text stands ${parts.length - 1} times in ${file}`);
  return parts.join(replace);
}
