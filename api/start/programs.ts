/** The three programs of a demonstration, each with exactly the environment that production gives it. */
import type { StartDatabase } from "./database.ts";
import type { ProcessSpec } from "./processes.ts";
import type { SecretName } from "./secrets.ts";
import type { StartSettings } from "./settings.ts";

export interface ProgramInputs {
  readonly settings: StartSettings;
  readonly database: Pick<StartDatabase, "url">;
  readonly secrets: Record<SecretName, string>;
  readonly keyStoreDir: string;
  readonly unitPublicFile: string;
  readonly triageSecretFile: string;
  readonly webDir: string;
}

export function processSpecs(inputs: ProgramInputs): readonly ProcessSpec[] {
  const { settings, database, secrets, webDir } = inputs;
  const common = { NODE_ENV: "development", HOST: settings.host, UNIT_PUBLIC: inputs.unitPublicFile };
  const ticks = { TICK_SHORT_S: String(settings.tickShortS), TICK_LONG_S: String(settings.tickLongS) };
  const queue: Record<string, string> = settings.queueUrl === undefined ? {} : { QUEUE_URL: settings.queueUrl };
  const events: Record<string, string> = settings.queueUrl?.startsWith("redis")
    ? { EVENTS_URL: settings.queueUrl }
    : {};
  return [
    {
      name: "worker",
      command: ["workers/main.ts"],
      env: {
        ...common,
        ...queue,
        ...events,
        DATABASE_URL: database.url("abri_worker"),
        TRIAGE_SECRET_FILE: inputs.triageSecretFile,
        ...ticks,
      },
    },
    {
      name: "officer",
      command: ["api/main.ts", "officer"],
      env: {
        ...common,
        ...events,
        ...ticks,
        DATABASE_URL: database.url("abri_officer"),
        OFFICER_PORT: String(settings.officerPort),
        WEB_DIR: webDir,
        KEY_STORE_DIR: inputs.keyStoreDir,
        MAILBOX_ROW_SECRET_FILE: secrets["mailbox-row-secret"],
        TOTP_KEY_FILE: secrets["totp-key"],
        FAKE_SALT_KEY_FILE: secrets["fake-salt-key"],
      },
    },
    {
      name: "reporter",
      command: ["api/main.ts", "reporter"],
      env: {
        ...common,
        DATABASE_URL: database.url("abri_reporter"),
        PORT: String(settings.port),
        WEB_DIR: webDir,
        INTAKE_KEY_FILE: secrets["intake-key"],
        MAILBOX_ROW_SECRET_FILE: secrets["mailbox-row-secret"],
        MAILBOX_PRF_KEY_FILE: secrets["mailbox-prf-key"],
      },
    },
  ];
}
