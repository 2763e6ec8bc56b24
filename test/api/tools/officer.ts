/** The officers' app on a fresh database, under its own database role, with an officer who can sign in. */
import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { inviteOfficer } from "../../../api/commands/inviteOfficer.ts";
import { enrolOfficer, startEnrolment } from "../../../api/commands/enrolOfficer.ts";
import { publishDirectory } from "../../../api/commands/publishDirectory.ts";
import type { Contract } from "../../../api/contract.ts";
import { Gate } from "../../../api/gate.ts";
import { createOfficerApp } from "../../../api/officerApp.ts";
import type { OfficerOptions } from "../../../api/officerDeps.ts";
import { Passwords } from "../../../api/officers/passwords.ts";
import { newTotpSecret, sealTotp } from "../../../api/officers/totp.ts";
import { signIn } from "../../../api/routes/signIn/schema.ts";
import type { Changes } from "../../../prisma/changes.ts";
import { createOfficer } from "../../../prisma/repositories/officers.ts";
import {
  admitOfficer,
  DAY_MS,
  fromBase64Url,
  type RosterOfficer,
  toBase64Url,
  type UnitState,
  uuidOf,
} from "../../../security/index.ts";
import type { KeyStore } from "../../../security/node.ts";
import { freshDatabase, type FreshDatabase } from "../../tools/database.ts";
import { admissionOf, makeOfficer, makeUnit, type TestOfficer, type TestUnit } from "../../tools/unit.ts";
import { captureLog } from "./log.ts";
import { freshKeyStore, publishUnit } from "./publish.ts";
import { serve, type Served } from "./serve.ts";
import { testSite } from "./site.ts";

/** Where consoles are open, as browsers say it. */
export const ORIGIN = "https://officers.test";
export const TOTP_KEY = new Uint8Array(32).fill(4);
export const FAKE_SALT_KEY = new Uint8Array(32).fill(5);
export const ROW_SECRET = new Uint8Array(32).fill(2);

/** An officer as a console knows itself. */
export interface Account extends TestOfficer {
  readonly uuid: string;
  readonly authKey: Uint8Array;
  readonly salt: Uint8Array;
  readonly totpSecret: Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/** "Something changed", told at once within this process. */
export function localChanges(): Changes & { count: number } {
  const listeners = new Set<() => void>();
  const changes = {
    count: 0,
    publish: () => {
      changes.count += 1;
      for (const listener of listeners) listener();
      return Promise.resolve();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => Promise.resolve(),
  };
  return changes;
}

export interface OfficerStage extends Served {
  readonly unit: TestUnit;
  state: UnitState;
  readonly database: FreshDatabase;
  readonly keyStore: KeyStore;
  readonly lines: string[];
  readonly clock: { now: number };
  readonly changes: ReturnType<typeof localChanges>;
  /** The unit's first officer: lead, on both desks. */
  readonly lead: Account;
  /** A request as the console makes it; the answer is checked against the contract. */
  call(of: Contract, input?: CallInput): Promise<Answer>;
  /** Another process of the same host, on the same database. */
  twin(): Promise<Pick<OfficerStage, "call" | "stop">>;
  /** Signs in; the cookie. Each call moves the clock one TOTP step on. */
  signIn(account: Account): Promise<string>;
  /** The digits that are shown now. */
  digits(account: Account): string;
  /** An account that no roster names. */
  enrol(name?: string): Promise<Account>;
  /** Puts an enrolled account on desks. */
  admit(account: Account, desks: readonly number[], role?: RosterOfficer["role"]): Promise<void>;
}

export interface CallInput {
  readonly cookie?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function callTo(url: string, of: Contract, input: CallInput = {}): Promise<Answer> {
  const path = of.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => input.params?.[name] ?? "");
  const query = input.query === undefined ? "" : `?${new URLSearchParams(input.query).toString()}`;
  const response = await fetch(url + path + query, {
    method: of.method.toUpperCase(),
    headers: {
      ...(of.method === "get" ? {} : { Origin: url }),
      ...(input.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(input.cookie === undefined ? {} : { Cookie: input.cookie }),
      ...input.headers,
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  });
  const json: unknown = await response.json();
  if (response.status === 200) of.answer.parse(json);
  return { status: response.status, headers: response.headers, json };
}

export async function startOfficer(options: Partial<OfficerOptions> = {}): Promise<OfficerStage> {
  const unit = await makeUnit();
  const { p } = unit;
  const database = await freshDatabase();
  const db = database.client();
  const keyStore = options.keyStore ?? (await freshKeyStore());
  await publishUnit(database, unit, keyStore);
  const { log, lines } = captureLog();
  const clock = { now: unit.today * DAY_MS + 43_200_000 };
  const changes = localChanges();
  const passwords = new Passwords(new Gate({ atOnce: 2, waiting: 8, retryAfter: 1 }));
  const appOptions = (): OfficerOptions => ({
    db: database.client("abri_officer"),
    primitives: p,
    site: testSite("wasm"),
    unit: unit.unit,
    log,
    keyStore,
    changes,
    rowSecret: ROW_SECRET,
    totpKey: TOTP_KEY,
    fakeSaltKey: FAKE_SALT_KEY,
    now: () => clock.now,
    behindTls: false,
    origin: ORIGIN,
    ticks: { shortS: 60, longS: 900 },
    signInQuantumMs: 1,
    ...options,
  });
  const { app, close } = createOfficerApp(appOptions());
  const served = await serve(app);

  const accountOf = (officer: TestOfficer): Account => ({
    ...officer,
    uuid: uuidOf(officer.id),
    authKey: p.randomBytes(32),
    salt: p.randomBytes(16),
    totpSecret: newTotpSecret(p),
  });
  const digits = ({ totpSecret }: Account): string =>
    new TOTP({ secret: new Secret({ buffer: new Uint8Array(totpSecret).buffer }) }).generate({ timestamp: clock.now });

  /** The unit's officer is on the roster already, so the account is written as enrolment would have. */
  const lead = accountOf(unit.officer);
  await createOfficer(db, {
    id: lead.uuid,
    name: lead.name,
    role: "lead",
    authHash: await passwords.hash(lead.authKey),
    salt: lead.salt,
    vault: new Uint8Array(150).fill(9),
    vaultCounter: 1,
    totpSealed: sealTotp(p, TOTP_KEY, lead.uuid, lead.totpSecret),
    totpLastStep: null,
    sealingKey: lead.sealing.publicKey,
    signingKey: lead.signing.publicKey,
  });

  const call: OfficerStage["call"] = (of, input) => callTo(served.url, of, input);

  const stage: OfficerStage = {
    ...served,
    unit,
    state: unit.state,
    database,
    keyStore,
    lines,
    clock,
    changes,
    lead,
    call,
    digits,
    twin: async () => {
      const other = createOfficerApp(appOptions());
      const process = await serve(other.app);
      return {
        call: (of, input) => callTo(process.url, of, input),
        stop: async () => {
          other.close();
          await process.stop();
        },
      };
    },
    signIn: async (account) => {
      clock.now += 30_000;
      const answer = await call(signIn, {
        body: { name: account.name, authKey: toBase64Url(account.authKey), totp: digits(account) },
      });
      if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`);
      return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    },
    enrol: async (name = `Agent ${randomUUID().slice(0, 8)}`) => {
      const deps = { db, primitives: p, passwords, totpKey: TOTP_KEY, now: () => clock.now };
      const code = fromBase64Url((await inviteOfficer(deps, "officer")).code);
      const { officerId, totpSecret } = await startEnrolment(deps, code);
      const id = new Uint8Array(Buffer.from(officerId.replaceAll("-", ""), "hex"));
      const account: Account = { ...accountOf({ ...makeOfficer(p, name), id }), totpSecret };
      await enrolOfficer(deps, {
        code,
        name,
        salt: account.salt,
        authKey: account.authKey,
        vault: new Uint8Array(150).fill(8),
        vaultCounter: 1,
        sealingKey: account.sealing.publicKey,
        signingKey: account.signing.publicKey,
        totp: digits(account),
      });
      return account;
    },
    admit: async (account, desks, role = "officer") => {
      const change = await admitOfficer(
        p,
        stage.state,
        admissionOf(p, account, unit.unit),
        [...desks],
        role,
        unit.today,
      );
      await publishDirectory(
        { db, primitives: p, unit: unit.unit, keyStore, now: () => clock.now },
        { links: change.state.directory, grants: change.grants, removal: false },
      );
      stage.state = change.state;
    },
    stop: async () => {
      close();
      await served.stop();
      await database.drop();
    },
  };
  return stage;
}

/** The code of a refusal. */
export const refusal = (answer: Answer): [number, string | undefined] => [
  answer.status,
  (answer.json as { error?: { code: string } }).error?.code,
];
