/** The demonstration that runs on this machine, for commands that act on it: `npm run invite -- --demo` and its like. */
import { realpathSync } from "node:fs";
import path from "node:path";
import { startDatabaseUrl } from "./database.ts";
import { StartError } from "./errors.ts";
import { isRunningOn } from "./lock.ts";
import { readSettings, type StartSettings } from "./settings.ts";

export interface RunningDemonstration {
  /** What the officer host of the demonstration has, for `readEnv`. */
  readonly environment: Readonly<Record<string, string>>;
  /** The unit's directory, both halves of it: what the ceremony command takes as --dir. */
  readonly unitDir: string;
}

/** @throws StartError `demonstration_not_running`; DataError `config_invalid` */
export async function runningDemonstration(
  settings: Pick<StartSettings, "dataDir" | "databaseUrl"> = readSettings(),
): Promise<RunningDemonstration> {
  const dataDir = existing(settings.dataDir);
  if (dataDir === null || !(await isRunningOn(dataDir))) {
    throw new StartError("demonstration_not_running", `nothing runs on ${settings.dataDir}: run npm start first`);
  }
  return {
    environment: {
      DATABASE_URL: await startDatabaseUrl(dataDir, settings.databaseUrl, "abri_officer"),
      TOTP_KEY_FILE: path.join(dataDir, "secrets", "totp-key"),
      KEY_STORE_DIR: path.join(dataDir, "keys"),
      UNIT_PUBLIC: path.join(dataDir, "unit", "server", "unit.public.json"),
    },
    unitDir: path.join(dataDir, "unit"),
  };
}

function existing(dataDir: string): string | null {
  try {
    return realpathSync(dataDir);
  } catch {
    return null;
  }
}
