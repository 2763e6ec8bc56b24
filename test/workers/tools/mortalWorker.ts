/**
 * A worker process that kills itself, as `kill -9` does, at a named moment of a named job. Everything in it is what
 * `workers/main.ts` runs; the moments are at the seams through which a worker reaches the world.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { openChanges } from "../../../prisma/changes.ts";
import { openDatabase } from "../../../prisma/client.ts";
import type { Database } from "../../../prisma/client.ts";
import { fromHex, parseUnitPublic } from "../../../security/index.ts";
import { loadSodium } from "../../../security/node.ts";
import { openDirectory } from "../../../workers/directory.ts";
import { intakeHandles } from "../../../workers/intakeHandle.ts";
import { openQueues } from "../../../workers/queue/open.ts";
import type { Queues } from "../../../workers/queue/queues.ts";
import { ticksOf } from "../../../workers/ticks.ts";
import { openRules } from "../../../workers/rules.ts";
import { startWorker } from "../../../workers/worker.ts";
import type { MortalSettings, Moment } from "./mortality.ts";

const settings = JSON.parse(process.env["MORTAL_WORKER"] ?? "") as MortalSettings;
/** A moment that never comes is a broken test, which this exit code tells. */
const NOT_REACHED = 3;
const GIVE_UP_MS = 120_000;
if (settings.die !== null) setTimeout(() => process.exit(NOT_REACHED), GIVE_UP_MS).unref();

const job = new AsyncLocalStorage<string>();
let passed = 0;

/** Ends the process at the moment's `nth` time, counting from one. */
function at(moment: Moment): void {
  const { die } = settings;
  if (die?.moment !== moment || die.job !== job.getStore()) return;
  passed += 1;
  if (passed === die.nth) process.kill(process.pid, "SIGKILL");
}

/** The client with moments around its transactions. */
function mortalDatabase(db: Database): Database {
  return new Proxy(db, {
    get(target, name, receiver) {
      if (name !== "$transaction") return Reflect.get(target, name, receiver) as unknown;
      return async (work: (tx: unknown) => Promise<unknown>, options: object) => {
        const run = target.$transaction.bind(target) as (w: typeof work, o: object) => Promise<unknown>;
        const result = await run(async (tx) => {
          const out = await work(tx);
          at("before commit");
          return out;
        }, options);
        at("after commit");
        return result;
      };
    },
  });
}

/** The queues with moments around enqueueing and around a job as a whole. */
function mortalQueues(queues: Queues): Queues {
  return {
    ...queues,
    addAll: async (contract, jobs) => {
      at("before enqueueing");
      const half = Math.ceil(jobs.length / 2);
      await queues.addAll(contract, jobs.slice(0, half));
      at("half enqueued");
      await queues.addAll(contract, jobs.slice(half));
      at("after enqueueing");
    },
    work: (queue, process, workerSettings) =>
      queues.work(
        queue,
        (one) =>
          job.run(one.name, async () => {
            at("job taken");
            await process(one);
            at("job done");
          }),
        workerSettings,
      ),
  };
}

const primitives = await loadSodium();
const unit = parseUnitPublic(settings.unit);
const triageSecret = fromHex(settings.triageSecret);
const db = mortalDatabase(openDatabase(settings.databaseUrl, { poolSize: 6 }));
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const alarm = (event: string, code?: string): void => say({ event, code });
const queues = mortalQueues(await openQueues(settings.queueUrl, alarm));
await startWorker({
  deps: {
    db,
    primitives,
    triageSecrets: [triageSecret],
    directory: openDirectory({ db, primitives, unit, now: Date.now }),
    rules: openRules({ db, primitives, unit, alarm, now: Date.now }),
    handles: await intakeHandles(primitives, triageSecret),
    queues,
    changes: await openChanges(settings.queueUrl),
    alarm,
    now: Date.now,
    quarantineMaxBytes: 100 * 1024 * 1024,
    notices: null,
  },
  queues,
  ticks: ticksOf(settings.tickMs, settings.tickMs),
  timing: settings.timing,
});
say({ event: "listening" });
