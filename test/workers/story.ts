/** The story of envelopes, told once and run on both queues: `story.db.test.ts`, `story.redis.test.ts`. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { DESK_RESTRICTED, dayOf, openReport, openSummary, toHex } from "../../security/index.ts";
import { escalateCases } from "../../workers/jobs/escalate-cases.ts";
import { releaseHeld } from "../../workers/jobs/release-held.ts";
import { tickShort } from "../../workers/jobs/tick-short.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";
import { QUEUE_TIMING } from "../../workers/queue/queues.ts";
import { ensureTicks, ticksOf } from "../../workers/ticks.ts";
import type { Tick } from "../../workers/ticks.ts";
import type { WorkerDeps } from "../../workers/deps.ts";
import { depth } from "../tools/depth.ts";
import { noise } from "./tools/envelopes.ts";
import { dumpQueue, filesOf } from "./tools/queueDump.ts";
import { openWorld, until } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

const DAY_MS = 86_400_000;
const LIMIT_MS = depth(60_000, 300_000);
const STOP_MS = 60_000;

export interface StoryServer {
  /** Undefined: the worker's own database. */
  readonly url: string | undefined;
  /** The queue's files on disk, where the test can read them. */
  readonly dataDir: string | undefined;
  /** Nothing of an earlier story is left in it. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

const uuidBytes = (uuid: string): Uint8Array => new Uint8Array(Buffer.from(uuid.replaceAll("-", ""), "hex"));

export function tellStory(on: string, startServer: () => Promise<StoryServer>): void {
  let server: StoryServer;
  let world: World;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.empty();
    world = await openWorld(server.url);
  });
  afterEach(() => world.close());

  // Production's patience: nobody dies here, and a busy machine is no reason to give a job to another worker.
  const start = (changes?: Partial<WorkerDeps>, ticks?: readonly Tick[]) => world.start(changes, ticks, QUEUE_TIMING);
  const intakeIsEmpty = () => until("an empty intake", async () => (await world.counts()).intake === 0);

  describe(`a worker on ${on}`, () => {
    it("brings a P0 to its desk at a short tick, the rest at the long one, and raises what nobody answers", async () => {
      const urgent = await world.make.report({ danger: "now", accused: ["police"], narrative: "Maintenant." });
      const calm = [await world.make.report(), await world.make.report()];
      await world.intake(urgent, ...calm);
      await start();
      await world.tick(tickShort);
      await intakeIsEmpty();

      expect(await world.counts()).toMatchObject({ held: 2, items: 1, cases: 1, quarantine: 0 });
      const { case: record, ...item } = await world.db.queueItem.findFirstOrThrow({ include: { case: true } });
      expect(record).toMatchObject({ level: 0, desk: DESK_RESTRICTED, state: "open" });
      expect(record.releasedDay.getTime()).toBe(dayOf(Date.now()) * DAY_MS);
      expect(record.dueHour?.getTime()).toBeGreaterThan(Date.now());

      // What a console does: the summary by the item's id, then the report itself.
      const keys = world.unit.desks.find(({ deskId }) => deskId === DESK_RESTRICTED);
      if (keys === undefined) throw new Error("no restricted desk");
      const place = { deskId: item.desk, epoch: item.epoch, itemId: uuidBytes(item.id) };
      const summary = await openSummary(world.unit.p, item.summary, {
        ...place,
        secretKey: keys.sealing.secretKey,
      });
      expect(summary?.slip).toMatchObject({ danger: "now", accused: ["police"] });
      const opened = await openReport(world.unit.p, item.envelope, [keys]);
      expect(opened).toMatchObject({ state: "opened", content: { answers: { narrative: "Maintenant." } } });

      await world.tick(releaseHeld);
      await until("a release", async () => (await world.counts()).held === 0);
      expect(await world.counts()).toMatchObject({ items: 3, cases: 3 });
      expect(await world.db.caseRecord.count({ where: { level: 3, dueHour: null } })).toBe(2);

      const told = world.published();
      await start({ now: () => Date.now() + 8 * DAY_MS }); // the same queue, another clock
      for (let tick = 0; tick < 12; tick++) await world.tick(escalateCases);
      await until("raised cases", async () => (await world.db.caseRecord.count({ where: { level: 2 } })) === 2);
      expect(await world.db.caseRecord.count({ where: { level: 0 } })).toBe(1);
      await until("word to the consoles", () => world.published() > told);
      expect(world.alarms).toEqual([]);
    });

    it("puts what it cannot read into quarantine, with the day only", async () => {
      await world.intake(await world.make.garbageSlip(), noise(world.unit.p), await world.make.report());
      await start();
      await world.tick(tickShort);
      await intakeIsEmpty();
      expect(await world.counts()).toMatchObject({ quarantine: 2, held: 1 });
      const days = (await world.db.quarantine.findMany()).map((row) => row.receivedDay.getTime() % DAY_MS);
      expect(days).toEqual([0, 0]);
    });

    it("keeps what does not fit into quarantine in intake, with an alarm, and still triages the others", async () => {
      await world.intake(await world.make.garbageSlip(), await world.make.garbageSlip(), await world.make.report());
      await start({ quarantineMaxBytes: 40_000 });
      await world.tick(tickShort);
      await until("triage", async () => (await world.counts()).held === 1);
      await until("an alarm", () => world.alarms.includes("quarantine_full"));
      expect(await world.counts()).toMatchObject({ quarantine: 1, intake: 1 });
      await start(); // room again
      await until("room", async () => {
        await world.tick(tickShort);
        return (await world.counts()).intake === 0;
      });
      expect(await world.counts()).toMatchObject({ quarantine: 2 });
    });

    it("tries a passing fault again, and leaves a lasting one to a later tick", async () => {
      await world.intake(await world.make.report());
      let failures = 2;
      const current = async () => {
        if (failures > 0) {
          failures -= 1;
          throw Object.assign(new Error("a report's words"), { code: "ECONNREFUSED" });
        }
        return world.deps.directory.current();
      };
      const worker = await start({ directory: { ...world.deps.directory, current } });
      await world.tick(tickShort);
      await intakeIsEmpty();
      expect(world.alarms).toEqual(["job_failed ECONNREFUSED", "job_failed ECONNREFUSED"]);

      failures = triageEnvelope.attempts; // as many as it has
      await world.intake(await world.make.report());
      await world.tick(tickShort);
      await until("the last attempt", () => failures === 0);
      await worker.stop(STOP_MS);
      expect(await world.counts()).toMatchObject({ intake: 1, held: 1 });
      expect(JSON.stringify(await dumpQueue(world.queueUrl))).not.toMatch(/ECONNREFUSED|words|[0-9a-f]{32}"/);

      await start();
      await world.tick(tickShort);
      await intakeIsEmpty();
      expect(await world.counts()).toMatchObject({ held: 2 });
    });

    it("gives a job that makes no sense one attempt, and forgets it", async () => {
      await start();
      await world.queues.addAll(triageEnvelope, [{ id: "nonsense", data: { intake: "nonsense" } }]);
      await until("its end", () => world.alarms.length > 0);
      await until("nothing left", async () => !JSON.stringify(await dumpQueue(world.queueUrl)).includes("nonsense"));
      expect(world.alarms).toEqual(["job_failed job_data_malformed"]);
    });

    it("lets several workers at once do everything once", async () => {
      const made = await Promise.all(Array.from({ length: depth(24, 1_000) }, () => world.make.report()));
      await world.intake(...made);
      await Promise.all(Array.from({ length: depth(2, 6) }, () => start()));
      await Promise.all(Array.from({ length: 4 }, () => world.tick(tickShort)));
      await until("an empty intake", async () => (await world.counts()).intake === 0, LIMIT_MS);
      await Promise.all(Array.from({ length: 4 }, () => world.tick(releaseHeld)));
      await until("a release", async () => (await world.counts()).items === made.length, LIMIT_MS);
      expect(await world.counts()).toMatchObject({ held: 0, cases: made.length, quarantine: 0 });
      const envelopes = (await world.db.queueItem.findMany({ select: { envelope: true } })).map((row) =>
        toHex(row.envelope),
      );
      expect(envelopes.sort()).toEqual(made.map(({ envelope }) => toHex(envelope)).sort());
      expect(world.alarms).toEqual([]);
    });

    it("keeps its schedulers over a restart, and replaces one whose interval changed", async () => {
      const schedulers = async () =>
        Promise.all(ticksOf(1, 1).map(async ({ contract }) => (await world.queues.scheduled(contract))?.every));
      const pending = async () =>
        JSON.stringify(await dumpQueue(world.queueUrl)).match(/repeat:tick-short:\d+/g)?.length ?? 0;
      const first = await start({}, ticksOf(3_600_000, 7_200_000));
      expect(await schedulers()).toEqual([3_600_000, 7_200_000, 7_200_000]);
      await first.stop(STOP_MS);
      const mentioned = await pending();
      await (await start({}, ticksOf(3_600_000, 7_200_000))).stop(STOP_MS);
      expect(await pending()).toBe(mentioned);
      await (await start({}, ticksOf(1_800_000, 7_200_000))).stop(STOP_MS);
      expect(await schedulers()).toEqual([1_800_000, 7_200_000, 7_200_000]);
      expect(await pending()).toBe(mentioned);
    });

    it("ticks by itself, and mends a scheduler that was lost or set far ahead by a wrong clock", async () => {
      await start({}, ticksOf(300, 600));
      await world.intake(await world.make.report());
      await until("an item", async () => (await world.counts()).items === 1);
      await world.queues.unschedule(tickShort);
      await world.intake(await world.make.report());
      await until("another", async () => (await world.counts()).items === 2);
      const tick = { contract: tickShort, everyMs: 300 };
      await world.queues.unschedule(tickShort);
      await ensureTicks(world.queues, [{ ...tick, everyMs: 36 * DAY_MS }], Date.now());
      await ensureTicks(world.queues, [tick], Date.now());
      expect((await world.queues.scheduled(tickShort))?.next).toBeLessThan(Date.now() + DAY_MS);
      await world.intake(await world.make.report());
      await until("a third", async () => (await world.counts()).items === 3);
    });

    it("stores ids under the workers' own permutation only, and nothing once a job is done", async () => {
      const made = await Promise.all([world.make.report(), world.make.report({ danger: "now" })]);
      await world.intake(...made);
      const handles = made.map(({ id }) => world.deps.handles.handleOf(id));
      // Without a worker, jobs stay where they are put: enqueue as the tick does, and look.
      await runJob(world.deps, "triage", { name: tickShort.name, data: {} });
      const waiting = JSON.stringify(await dumpQueue(world.queueUrl));
      for (const handle of handles) expect(waiting).toContain(handle);

      await start();
      await intakeIsEmpty();
      const holds = async (words: readonly string[]) => {
        const dump = JSON.stringify(await dumpQueue(world.queueUrl));
        return words.some((word) => dump.includes(word));
      };
      await until("an empty queue", async () => !(await holds([...handles, "waiting", "completed"])));
      const ids = made.map(({ id }) => toHex(id));
      expect(ids.some((id) => waiting.includes(id))).toBe(false);
      if (server.dataDir === undefined) return;
      // The append-only file remembers every command ever sent: handles, but no envelope's own id in any form.
      const files = await filesOf(server.dataDir);
      expect(handles.every((handle) => files.includes(handle))).toBe(true);
      for (const { id } of made) {
        for (const form of ["hex", "base64", "base64url"] as const) {
          expect(files.includes(Buffer.from(id).toString(form).replace(/=+$/, ""))).toBe(false);
        }
        expect(files.includes(Buffer.from(id))).toBe(false);
      }
    });

    it("finishes what it is doing when it is stopped, and takes nothing more", async () => {
      await world.intake(await world.make.report(), await world.make.report());
      let begun = 0;
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      const current = async () => {
        begun += 1;
        await released;
        return world.deps.directory.current();
      };
      const worker = await start({ directory: { ...world.deps.directory, current } });
      await world.tick(tickShort);
      await until("a job begun", () => begun > 0);
      const stopped = worker.stop(STOP_MS);
      release();
      await stopped;
      const done = begun;
      expect((await world.counts()).held).toBe(done);
      await world.tick(tickShort);
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(begun).toBe(done);
      expect(world.alarms).toEqual([]);
    });
  });
}
