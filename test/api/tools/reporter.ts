/** The reporters' app on a fresh database with a published directory, under its own database role. */
import { createReporterApp, REPORTER_LIMITS } from "../../../api/reporterApp.ts";
import type { ReporterOptions } from "../../../api/reporterDeps.ts";
import type { ServerLimits } from "../../../api/server.ts";
import {
  codeKeys,
  DAY_MS,
  newFollowUpCode,
  parseCode,
  PART_BYTES,
  sealFirstReport,
  type Answers,
  type CodeKeys,
  type Sealed,
} from "../../../security/index.ts";
import { freshDatabase, type FreshDatabase } from "../../tools/database.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { captureLog } from "./log.ts";
import { publishUnit } from "./publish.ts";
import { serve, type Served } from "./serve.ts";
import { answersWith } from "../../tools/answers.ts";
import { formatCode } from "../../tools/codes.ts";
import { testSite } from "./site.ts";

export const INTAKE_KEY = new Uint8Array(32).fill(1);
export const ROW_SECRET = new Uint8Array(32).fill(2);
export const PRF_KEY = new Uint8Array(32).fill(3);

export const ANSWERS = answersWith({
  phoneChecked: "yes",
  narrative: "perroquet-indigo",
  when: "month",
  still: "yes",
  accusedName: "Serre Untel",
  place: "Quai 9",
  help: ["rights"],
});

export interface ReporterStage extends Served {
  readonly unit: TestUnit;
  readonly database: FreshDatabase;
  readonly lines: string[];
  /** Milliseconds since 1970; tests move it. */
  readonly clock: { now: number };
  keys(): Promise<CodeKeys>;
  seal(answers?: Partial<Answers>): Promise<Sealed>;
  send(body: Uint8Array | string, headers?: Record<string, string>): Promise<Response>;
  sendPart(body: Uint8Array, headers?: Record<string, string>): Promise<Response>;
  /** Rows of a table, as its owner sees them. */
  count(table: string): Promise<number>;
}

export async function startReporter(
  options: Partial<ReporterOptions> = {},
  server: Partial<ServerLimits> = {},
): Promise<ReporterStage> {
  const unit = await makeUnit();
  const database = await freshDatabase();
  await publishUnit(database, unit);
  const owner = database.client();
  const { log, lines } = captureLog();
  const clock = { now: unit.today * DAY_MS + 43_200_000 };
  const app = createReporterApp({
    db: database.client("abri_reporter"),
    primitives: unit.p,
    site: testSite(),
    log,
    intakeKey: INTAKE_KEY,
    rowSecret: ROW_SECRET,
    prfKey: PRF_KEY,
    now: () => clock.now,
    checkDisk: () => Promise.resolve(),
    uploadsMaxBytes: 1000 * PART_BYTES,
    behindTls: false,
    exitUrl: unit.unit.exitUrl,
    limits: REPORTER_LIMITS,
    ...options,
  });
  const served = await serve(app, server);
  const keys = (): Promise<CodeKeys> => keysOf(unit);
  const post = (path: string, body: Uint8Array | string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(served.url + path, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", ...headers },
      body: body as BodyInit,
    });
  return {
    ...served,
    unit,
    database,
    lines,
    clock,
    keys,
    seal: async (answers = {}) => sealFirstReport(unit.p, unit.statement, { ...ANSWERS, ...answers }, await keys()),
    send: (body, headers) => post("/v1/envelopes", body, headers),
    sendPart: (body, headers) => post("/v1/parts", body, headers),
    count: async (table) => {
      const rows = await owner.$queryRawUnsafe<{ n: bigint }[]>(`SELECT count(*) AS n FROM ${table}`);
      return Number(rows[0]?.n);
    },
    stop: async () => {
      await served.stop();
      await database.drop();
    },
  };
}

/** One set of keys per run: stretching a code takes a quarter of a second. */
let stretched: { unit: string; keys: Promise<CodeKeys> } | undefined;

export async function keysOf(unit: TestUnit): Promise<CodeKeys> {
  if (stretched?.unit !== unit.unit.unitId) {
    const code = parseCode(formatCode(newFollowUpCode(unit.p)));
    stretched = {
      unit: unit.unit.unitId,
      keys: codeKeys(unit.p, code, new Uint8Array(Buffer.from(unit.unit.unitId, "hex"))),
    };
  }
  return stretched.keys;
}
