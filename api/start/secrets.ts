/** The server-side secrets of a demonstration: made once, kept in the data directory, passed to processes as files. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { readOrMake } from "./files.ts";

const NAMES = ["intake-key", "mailbox-row-secret", "mailbox-prf-key", "totp-key", "fake-salt-key"] as const;

export type SecretName = (typeof NAMES)[number];

/** Returns the path of each secret's file: 32 random bytes in hexadecimal, mode 0600. */
export function ensureSecrets(dataDir: string): Record<SecretName, string> {
  const entries = NAMES.map((name) => {
    const file = path.join(dataDir, "secrets", name);
    readOrMake(file, () => randomBytes(32).toString("hex"));
    return [name, file] as const;
  });
  return Object.fromEntries(entries) as Record<SecretName, string>;
}
