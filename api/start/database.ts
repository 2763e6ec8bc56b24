/** The database of a start: the embedded server, or the one that DATABASE_URL names. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { startEmbeddedPostgres } from "../../prisma/embedded.ts";
import { applyMigrations, type Role, ROLES } from "../../prisma/migrate.ts";
import { readOrMake } from "./files.ts";

export interface StartDatabase {
  /** As the owner, when no role is given. */
  url(role?: Role): string;
  stop(): Promise<void>;
}

/** Brings the database up to date and gives one URL per role. */
export async function openStartDatabase(dataDir: string, ownUrl: string | undefined): Promise<StartDatabase> {
  if (ownUrl === undefined) {
    const embedded = await startEmbeddedPostgres({ dataDir: path.join(dataDir, "postgres") });
    try {
      await applyMigrations(embedded.url());
    } catch (error) {
      await embedded.stop();
      throw error;
    }
    return { url: (role) => embedded.url(role), stop: () => embedded.stop() };
  }
  const passwords = await rolePasswords(dataDir);
  await applyMigrations(ownUrl, { passwords });
  return {
    url: (role) => (role === undefined ? ownUrl : asRole(ownUrl, role, passwords[role])),
    stop: () => Promise.resolve(),
  };
}

async function rolePasswords(dataDir: string): Promise<Record<Role, string>> {
  const entries = ROLES.map(async (role) => {
    const file = path.join(dataDir, "secrets", `${role}-password`);
    return [role, await readOrMake(file, () => randomBytes(24).toString("hex"))] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<Role, string>;
}

function asRole(ownerUrl: string, role: Role, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.toString();
}
