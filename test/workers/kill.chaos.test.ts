/** Worker processes killed as a power cut kills them, at each moment that matters and at any: then we count. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { toHex } from "../../security/index.ts";
import { runProgram, startProgram } from "../tools/childProcess.ts";
import { ticksOf } from "../../workers/ticks.ts";
import { startRedisServer } from "../tools/redisServer.ts";
import type { RedisServer } from "../tools/redisServer.ts";
import { LONG, depth } from "../tools/depth.ts";
import type { MadeEnvelope } from "./tools/envelopes.ts";
import { dumpQueue } from "./tools/queueDump.ts";
import { mortalWorker } from "./tools/mortality.ts";
import type { Death, Moment } from "./tools/mortality.ts";
import { openWorld, until } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

const DEATHS: readonly Death[] = [
  { job: "tick-short", moment: "job taken", nth: 1 },
  { job: "tick-short", moment: "before enqueueing", nth: 1 },
  { job: "tick-short", moment: "half enqueued", nth: 1 },
  { job: "tick-short", moment: "after enqueueing", nth: 1 },
  { job: "triage-envelope", moment: "job taken", nth: 2 },
  { job: "triage-envelope", moment: "before commit", nth: 3 },
  { job: "triage-envelope", moment: "after commit", nth: 3 },
  { job: "triage-envelope", moment: "job done", nth: 2 },
  { job: "release-held", moment: "before commit", nth: 2 },
  { job: "release-held", moment: "after commit", nth: 2 },
  { job: "release-held", moment: "job done", nth: 2 },
  { job: "escalate-cases", moment: "job done", nth: 1 },
];
/** The first time that a job comes to each of the moments, the second … the last. */
function upTo(last: number, job: string, ...moments: readonly Moment[]): Death[] {
  return moments.flatMap((moment) => Array.from({ length: last }, (_, i) => ({ job, moment, nth: i + 1 })));
}
/** The long version dies wherever a job can, and not the first time only. */
const EVERYWHERE: readonly Death[] = [
  ...upTo(3, "tick-short", "job taken", "job done"),
  ...upTo(1, "tick-short", "before enqueueing", "half enqueued", "after enqueueing"),
  ...upTo(5, "triage-envelope", "job taken", "before commit", "after commit", "job done"),
  ...upTo(3, "release-held", "job taken", "before commit", "after commit", "job done"),
  ...upTo(3, "escalate-cases", "job taken", "job done"),
];
const ON_POSTGRES = LONG ? [...EVERYWHERE, ...EVERYWHERE] : DEATHS;
/** On Redis the modest version dies where job and effect could come apart; PostgreSQL gets all of them, the long one both. */
const ON_REDIS = LONG ? ON_POSTGRES : DEATHS.filter(({ moment }) => /half|after|done/.test(moment));
const RANDOM_KILLS = depth(4, 60);
const TICK_MS = 300;

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis.stop());

/** Of every kind that triage tells apart. */
async function mixed(world: World): Promise<MadeEnvelope[]> {
  return Promise.all([
    world.make.report({ danger: "now" }),
    world.make.report({ danger: "now", accused: ["city_service"] }),
    world.make.report(),
    world.make.later("withdrawal"),
    world.make.later("rekey"),
    world.make.garbageSlip(),
  ]);
}

/** Every envelope is where it belongs exactly once, and nowhere else. */
async function countOnce(world: World, made: readonly MadeEnvelope[], unreadable: number): Promise<void> {
  const counts = await world.counts();
  const read = made.length - unreadable;
  expect(counts).toEqual({ intake: 0, held: 0, items: read, cases: read, quarantine: unreadable });
  const kept = [...(await world.db.queueItem.findMany()), ...(await world.db.quarantine.findMany())];
  expect(kept.map(({ envelope }) => toHex(envelope)).sort()).toEqual(
    made.map(({ envelope }) => toHex(envelope)).sort(),
  );
}

const settled = (world: World) =>
  until("everything to arrive", async () => {
    const { intake, held } = await world.counts();
    return intake === 0 && held === 0;
  });

describe.each([
  ["PostgreSQL", ON_POSTGRES, (): undefined => undefined],
  ["Redis", ON_REDIS, (): string => redis.url],
] as const)("a worker killed on %s", (_on, deaths, queueUrl) => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(queueUrl());
  });
  afterEach(() => world.close());

  it.each(deaths)("in $job, $moment ($nth), loses and doubles nothing", async (death) => {
    const made = await mixed(world);
    await world.intake(...made);
    const dead = await runProgram(await mortalWorker(world, death));
    expect(dead).toMatchObject({ code: null }); // killed: it did get there
    await world.start({}, ticksOf(TICK_MS, TICK_MS));
    await settled(world);
    // What the dead left in the queue is taken up again as well, and must find nothing to do.
    const handles = made.map(({ id }) => world.deps.handles.handleOf(id));
    await until("an empty queue", async () => {
      const dump = JSON.stringify(await dumpQueue(world.queueUrl));
      return !handles.some((handle) => dump.includes(handle));
    });
    await countOnce(world, made, 1);
  });

  it("at any moment, again and again while envelopes come in, loses and doubles nothing", async () => {
    const made: MadeEnvelope[] = [];
    const worker = await startProgram(await mortalWorker(world, null));
    try {
      for (let round = 0; round < RANDOM_KILLS; round++) {
        const more = await mixed(world);
        await world.intake(...more);
        made.push(...more);
        await wait(randomInt(400));
        await worker.kill();
        await worker.restart();
      }
      await settled(world);
      await countOnce(world, made, RANDOM_KILLS);
    } finally {
      await worker.kill();
    }
  });
});
