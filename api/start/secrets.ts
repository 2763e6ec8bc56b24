/** The server-side secrets of a demonstration: made once, kept in the data directory, passed to processes as files. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { readOrMake } from "./files.ts";

const NAMES = ["intake-key", "mailbox-row-secret", "mailbox-prf-key", "totp-key", "fake-salt-key"] as const;

export type SecretName = (typeof NAMES)[number];

/** Returns the path of each secret's file: 32 random bytes in hexadecimal, mode 0600. */
export async function ensureSecrets(dataDir: string): Promise<Record<SecretName, string>> {
  const entries = NAMES.map(async (name) => {
    const file = path.join(dataDir, "secrets", name);
    await readOrMake(file, () => randomBytes(32).toString("hex"));
    return [name, file] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<SecretName, string>;
}
