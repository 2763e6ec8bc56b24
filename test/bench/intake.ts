/**
 * `npm run bench`: reports that the reporters' process takes in per second, beside what the same database stores when
 * nothing stands before it: one row of the same size per transaction, on as many connections as the process has.
 *
 * Both run in turns, on the embedded server with its ordinary settings: what is accepted is on disk. The senders share the
 * machine with what they measure. A report that is not accepted, or that is not there afterwards, ends it with code 1.
 */
import { Agent, request as httpRequest } from "node:http";
import { cpus } from "node:os";
import pg from "pg";
import { DESCRIPTOR_BYTES, ENVELOPE_BYTES, sealFirstReport, SLIP_BYTES } from "../../security/index.ts";
import { answersWith } from "../tools/answers.ts";
import type { TestUnit } from "../tools/unit.ts";
import { median, say, table } from "./bench.ts";
import { openStage, type Stage } from "./stage.ts";

const CLIENTS = [1, 16, 64];
const ROUNDS = 3;
const WARM_UP = 100;
/** Reports per round and number of clients: some seconds on a small machine. */
const REPORTS: Readonly<Record<number, number>> = { 1: 150, 16: 500, 64: 500 };
/** As many as the process has, see prisma/client.ts. */
const CONNECTIONS = 10;

interface Round {
  readonly perSecond: number;
  readonly failures: number;
}

/** `work` on each item by `clients` at once. */
async function race<T>(items: readonly T[], clients: number, work: (item: T) => Promise<boolean>): Promise<Round> {
  const waiting = [...items];
  let failures = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
        if (!(await work(item).catch(() => false))) failures++;
      }
    }),
  );
  return { perSecond: items.length / ((performance.now() - began) / 1000), failures };
}

/** Sealed beforehand: sealing is the reporters' work, not the server's. */
async function sealed(unit: TestUnit, count: number): Promise<Uint8Array[]> {
  const bodies: Uint8Array[] = [];
  const keys = { descriptor: new Uint8Array(DESCRIPTOR_BYTES) };
  while (bodies.length < count) bodies.push((await sealFirstReport(unit.p, unit.statement, answersWith(), keys)).body);
  return bodies;
}

function post(url: string, agent: Agent, body: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "application/octet-stream", "Content-Length": body.length };
    httpRequest(`${url}/v1/envelopes`, { method: "POST", agent, headers }, (answer) => {
      answer
        .resume()
        .on("error", reject)
        .on("end", () => resolve(answer.statusCode === 200));
    })
      .on("error", reject)
      .end(body);
  });
}

interface Intake {
  /** Whether the reporters' process accepts a report. */
  readonly send: (body: Uint8Array) => Promise<boolean>;
  /** Whether the database takes the same bytes as a bare row. */
  readonly insert: (body: Uint8Array) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

async function openIntake({ url, database, unit }: Stage): Promise<Intake> {
  const agent = new Agent({ keepAlive: true, maxSockets: Math.max(...CLIENTS) });
  const raw = new pg.Pool({ connectionString: database, max: CONNECTIONS });
  await raw.query("CREATE TABLE bench_row (id bytea PRIMARY KEY, envelope bytea NOT NULL, slip bytea NOT NULL)");
  return {
    send: (body) => post(url, agent, body),
    insert: async (body) => {
      const [envelope, slip] = [body.subarray(0, ENVELOPE_BYTES[0]), body.subarray(ENVELOPE_BYTES[0])];
      const values = [unit.p.randomBytes(16), envelope, slip].map((bytes) => Buffer.from(bytes));
      return (await raw.query("INSERT INTO bench_row VALUES ($1, $2, $3)", values)).rowCount === 1;
    },
    stop: async () => {
      agent.destroy();
      await raw.end();
    },
  };
}

/** One number of clients: medians of rounds in turns. */
async function compare(intake: Intake, unit: TestUnit, clients: number) {
  const [taken, bare]: [Round[], Round[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const bodies = await sealed(unit, REPORTS[clients] ?? 0);
    bare.push(await race(bodies, clients, intake.insert));
    taken.push(await race(bodies, clients, intake.send));
  }
  const perSecond = (rounds: readonly Round[]): number => median(rounds.map((round) => round.perSecond));
  const failures = [...taken, ...bare].reduce((sum, round) => sum + round.failures, 0);
  return { clients, accepted: perSecond(taken), limit: perSecond(bare), failures };
}

async function main(): Promise<number> {
  const stage = await openStage();
  const intake = await openIntake(stage);
  try {
    say(`reports of ${ENVELOPE_BYTES[0] + SLIP_BYTES} bytes, ${cpus().length} cores, median of ${ROUNDS} rounds`);
    const warmUp = await sealed(stage.unit, WARM_UP);
    await race(warmUp, 4, intake.insert);
    const { failures: cold } = await race(warmUp, 4, intake.send);
    const results = [];
    for (const clients of CLIENTS) results.push(await compare(intake, stage.unit, clients));
    say(
      table(
        ["clients", "reports/s", "bare inserts/s", "ratio", "failures"],
        results.map(({ clients, accepted, limit, failures }) => {
          return [clients, Math.round(accepted), Math.round(limit), (accepted / limit).toFixed(2), failures];
        }),
      ),
    );
    const sent = CLIENTS.reduce((sum, clients) => sum + ROUNDS * (REPORTS[clients] ?? 0), WARM_UP);
    const stored = await stage.stored();
    say(`sent ${sent}, stored ${stored}`);
    return cold + results.reduce((sum, { failures }) => sum + failures, 0) === 0 && stored === sent ? 0 : 1;
  } finally {
    await intake.stop();
    await stage.stop();
  }
}

process.exitCode = await main();
