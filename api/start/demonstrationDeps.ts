/** What the parts of a demonstration need to make one and to renew it. */
import type { Database } from "../../prisma/client.ts";
import type { Primitives } from "../../security/index.ts";
import type { KeyStore } from "../../security/node.ts";

export interface DemonstrationDeps {
  /** Absolute. */
  readonly dataDir: string;
  readonly db: Database;
  readonly primitives: Primitives;
  readonly keyStore: KeyStore;
  /** Path of a file with 32 bytes in hexadecimal. */
  readonly totpKeyFile: string;
  readonly now: () => number;
}
