/**
 * What follows a first report, at triage: a message, a withdrawal, a change of code. Triage cannot know what they mean for
 * which report, so it must treat them alike, in whatever order they come, and leave to officers' consoles what to believe.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import {
  DAY_MS,
  DESK_GENERAL,
  DESK_RESTRICTED,
  dayOf,
  dueDayOf,
  openReport,
  openSummary,
  toHex,
  verifyThread,
} from "../../security/index.ts";
import type { Opened, Summary } from "../../security/index.ts";
import { releaseHeld } from "../../workers/jobs/release-held.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";
import type { WorkerDeps } from "../../workers/deps.ts";
import { LATER_TYPES } from "./tools/envelopes.ts";
import type { LaterType, MadeEnvelope } from "./tools/envelopes.ts";
import { openWorld } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.$executeRaw`TRUNCATE held_item, case_record, queue_item, quarantine, intake_envelope CASCADE`;
  world.alarms.length = 0;
});

const triage = ({ id }: MadeEnvelope, changes: Partial<WorkerDeps> = {}): Promise<void> =>
  runJob({ ...world.deps, ...changes }, "triage", {
    name: triageEnvelope.name,
    data: { intake: world.deps.handles.handleOf(id) },
  });
const release = (): Promise<void> => runJob(world.deps, "release", { name: releaseHeld.name, data: {} });

/** In this order, one after the other. */
async function bring(...made: readonly MadeEnvelope[]): Promise<void> {
  for (const one of made) {
    await world.intake(one);
    await triage(one);
  }
}

async function opened(envelope: Uint8Array): Promise<Extract<Opened, { state: "opened" }>> {
  const read = await openReport(world.unit.p, envelope, world.unit.desks);
  if (read.state !== "opened") throw new Error(read.state);
  return read;
}

/** What lies in the queue, as the desk opens it: one line per item. */
async function released(): Promise<{ type: string; summary: Summary | null; level: number; items: number }[]> {
  const rows = await world.db.queueItem.findMany({ include: { case: { include: { items: true } } } });
  return Promise.all(
    rows.map(async ({ id, epoch, desk: deskId, envelope, summary, case: home }) => {
      const itemId = new Uint8Array(Buffer.from(id.replaceAll("-", ""), "hex"));
      const secretKey = world.unit.desks.find((each) => each.deskId === deskId)?.sealing.secretKey ?? new Uint8Array();
      return {
        type: (await opened(envelope)).content.type,
        summary: await openSummary(world.unit.p, summary, { deskId, epoch, itemId, secretKey }),
        level: home.level,
        items: home.items.length,
      };
    }),
  );
}

const typesOf = async (): Promise<string[]> => (await released()).map(({ type }) => type).sort();

describe.each(LATER_TYPES)("a %s at triage", (type) => {
  it.each([DESK_GENERAL, DESK_RESTRICTED])(
    "waits for the shuffle at level 1, on the desk it names: %i",
    async (desk) => {
      const made = await world.make.later(type, { desk });
      await bring(made);
      expect(await world.counts()).toEqual({ intake: 0, held: 1, items: 0, cases: 0, quarantine: 0 });
      const held = await world.db.heldItem.findFirstOrThrow();
      expect(held).toMatchObject({ level: 1, desk });
      expect(toHex(held.envelope)).toBe(toHex(made.envelope));
      await release();
      expect(await released()).toMatchObject([
        { type, level: 1, items: 1, summary: { slip: { type, desk, kinds: [], assisted: false } } },
      ]);
      const today = dayOf(Date.now());
      const record = await world.db.caseRecord.findFirstOrThrow();
      expect(record).toMatchObject({ desk, state: "open", tag: null, dueHour: null, raised: false });
      expect(record.releasedDay.getTime()).toBe(today * DAY_MS);
      expect(record.dueDay.getTime()).toBe(dueDayOf(1, today) * DAY_MS);
    },
  );

  it("is filed once, however often it runs, and a copy that is put back is the same envelope", async () => {
    const made = await world.make.later(type);
    await world.intake(made);
    await Promise.allSettled(Array.from({ length: 4 }, () => triage(made)));
    await triage(made);
    expect(await world.counts()).toMatchObject({ intake: 0, held: 1, quarantine: 0 });
    // A host that puts the row back: triage keeps no memory of envelopes. Their own id is what consoles refuse by.
    await bring(made);
    await release();
    const items = await world.db.queueItem.findMany();
    const ids = await Promise.all(items.map(async ({ envelope }) => toHex((await opened(envelope)).envelopeId)));
    expect(ids).toEqual([toHex(made.id), toHex(made.id)]);
  });

  it("is in intake whole when the worker fails in the middle of it, and filed once by the next run", async () => {
    const made = await world.make.later(type);
    await world.intake(made);
    const failing: Partial<WorkerDeps> = {
      directory: {
        ...world.deps.directory,
        epochNamed: () => Promise.reject(Object.assign(new Error("lost"), { code: "ECONNRESET" })),
      },
    };
    await expect(triage(made, failing)).rejects.toThrow("ECONNRESET");
    expect(await world.counts()).toMatchObject({ intake: 1, held: 0, quarantine: 0 });
    await triage(made);
    await triage(made);
    expect(await world.counts()).toMatchObject({ intake: 0, held: 1, quarantine: 0 });
  });

  it("goes into quarantine with another one's slip, and when it names a desk that there is not", async () => {
    const others = LATER_TYPES.filter((other) => other !== type);
    const made = await world.make.later(type);
    await bring(made);
    expect(await world.counts()).toMatchObject({ held: 1, quarantine: 0 });
    for (const other of others) {
      const again = await world.make.later(type);
      await bring({ ...again, slip: (await world.make.later(other)).slip });
    }
    expect(await world.counts()).toMatchObject({ intake: 0, held: 1, quarantine: others.length });
    const { directory } = world.deps;
    const restrictedOnly = async () => {
      const statement = await directory.current();
      return { ...statement, desks: statement.desks.filter(({ id }) => id === DESK_RESTRICTED) };
    };
    const nowhere = await world.make.later(type);
    await world.intake(nowhere);
    await triage(nowhere, { directory: { ...directory, current: restrictedOnly } });
    expect(await world.counts()).toMatchObject({ held: 1, quarantine: others.length + 1 });
  });

  it("is passed on alike when it is forged, or for nobody's case: triage neither knows nor tells", async () => {
    const { old, stranger } = world.make;
    const honest = await world.make.later(type);
    const forged = await world.make.later(type, { by: { mailboxId: old.mailboxId, thread: stranger.thread } });
    const strange = await world.make.later(type, {
      by: { mailboxId: world.unit.p.randomBytes(16), thread: old.thread },
    });
    await bring(honest, forged, strange);
    expect(await world.counts()).toMatchObject({ intake: 0, held: 3, quarantine: 0 });
    const rows = await world.db.heldItem.findMany();
    expect(
      new Set(rows.map(({ level, desk, epoch, summary }) => [level, desk, epoch, summary.length].join())).size,
    ).toBe(1);
    const believed: Record<string, boolean> = {};
    for (const { envelope } of rows) {
      const { content, envelopeId } = await opened(envelope);
      if (content.type === "first") throw new Error("not what was sent");
      believed[toHex(envelopeId)] = await verifyThread(world.unit.p, content, old.thread.publicKey);
    }
    expect([honest, forged].map(({ id }) => believed[toHex(id)])).toEqual([true, false]);
    expect(world.alarms).toEqual([]);
  });
});

describe("a message, a withdrawal and a change of code", () => {
  it("leave rows at triage that nothing tells apart", async () => {
    for (const type of LATER_TYPES) await bring(await world.make.later(type));
    const rows = await world.db.heldItem.findMany();
    const shapes = rows.map(({ level, desk, epoch, envelope, summary, attachmentId }) =>
      [level, desk, epoch, envelope.length, summary.length, attachmentId].join(),
    );
    expect(shapes).toHaveLength(3);
    expect(new Set(shapes).size).toBe(1);
  });

  const orders: readonly (readonly [string, readonly { type: LaterType; by?: "fresh" }[]])[] = [
    ["a withdrawal and then a change of code", [{ type: "withdrawal" }, { type: "rekey" }]],
    ["a change of code and then a withdrawal with the old one", [{ type: "rekey" }, { type: "withdrawal" }]],
    ["two changes of one code", [{ type: "rekey" }, { type: "rekey" }]],
    ["what the new code says before the change itself", [{ type: "withdrawal", by: "fresh" }, { type: "rekey" }]],
  ];
  it.each(orders)("are each a case of their own, whatever came first: %s", async (_name, sent) => {
    const made = [await world.make.report()];
    for (const { type, by } of sent) made.push(await world.make.later(type, by && { by: world.make[by] }));
    const types = ["first", ...sent.map(({ type }) => type)].sort();
    for (const order of [made, made.toReversed()]) {
      await world.db.$executeRaw`TRUNCATE held_item, case_record, queue_item CASCADE`;
      await bring(...order);
      await release();
      expect(await typesOf()).toEqual(types);
      expect((await released()).map(({ items }) => items)).toEqual(made.map(() => 1));
    }
    expect(world.alarms).toEqual([]);
  });
});

describe("danger", () => {
  it("brings a message to its desk at once; what was not asked about it waits", async () => {
    await bring(await world.make.later("message", { danger: "now" }));
    expect(await released()).toMatchObject([{ type: "message", level: 0 }]);
    await bring(await world.make.later("withdrawal"), await world.make.later("rekey"));
    expect(await world.counts()).toMatchObject({ items: 1, held: 2 });
  });
});
