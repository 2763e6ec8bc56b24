/** The story of attachments, from a page's parts to an officer's files, tick by tick and day by day. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { readPart } from "../../prisma/repositories/attachments.ts";
import { countParts, storePart } from "../../prisma/repositories/uploads.ts";
import { dayOf, openReport, PART_BYTES } from "../../security/index.ts";
import type { WorkerDeps } from "../../workers/deps.ts";
import { escalateCases } from "../../workers/jobs/escalate-cases.ts";
import { releaseHeld } from "../../workers/jobs/release-held.ts";
import { tickShort } from "../../workers/jobs/tick-short.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";
import { content } from "../security/files.ts";
import { openFiles } from "../tools/openFiles.ts";
import type { MadeEnvelope, MadeUpload } from "./tools/envelopes.ts";
import { openWorld } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

const DAY_MS = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(
  () =>
    world.db
      .$executeRaw`TRUNCATE held_item, case_record, queue_item, quarantine, attachment, upload_part, intake_envelope
      CASCADE`,
);

const later = (days: number): Pick<WorkerDeps, "now"> => ({ now: () => Date.now() + days * DAY_MS });
const shortTick = (days = 0): Promise<void> =>
  runJob({ ...world.deps, ...later(days), queues: { addAll: () => Promise.resolve() } }, "triage", {
    name: tickShort.name,
    data: {},
  });
const release = (days = 0): Promise<void> =>
  runJob({ ...world.deps, ...later(days) }, "release", { name: releaseHeld.name, data: {} });
const escalate = (days = 0): Promise<void> =>
  runJob({ ...world.deps, ...later(days) }, "escalate", { name: escalateCases.name, data: {} });

async function upload({ uploadId, parts }: MadeUpload, indices = parts.keys() as Iterable<number>): Promise<void> {
  for (const index of indices) {
    const part = parts[index] as Uint8Array;
    const digest = await world.unit.p.sha256(part);
    await storePart(world.db, { uploadId, index, bytes: part, digest, day: dayOf(Date.now()) });
  }
}

async function triage(made: MadeEnvelope, more: Partial<WorkerDeps> = {}): Promise<void> {
  await world.intake(made);
  const data = { intake: world.deps.handles.handleOf(made.id) };
  await runJob({ ...world.deps, ...more }, "triage", { name: triageEnvelope.name, data });
}

/** State of the one item's attachments; null while it is not released. */
async function state(): Promise<string | null> {
  const item = await world.db.queueItem.findFirst({ include: { attachment: true } });
  return item?.attachment?.state ?? null;
}

/** What an officer's console does: the sizes of the files that come out whole. */
async function filesOf(): Promise<number[]> {
  const item = await world.db.queueItem.findFirstOrThrow();
  const opened = await openReport(world.unit.p, item.envelope, world.unit.desks);
  if (opened.state !== "opened" || opened.attachments === null) throw new Error(opened.state);
  const files = await openFiles(world.unit.p, opened.attachments, async (index) => {
    const part = await readPart(world.db, { itemId: item.id, index, desks: [item.desk] });
    if (part === null) throw new Error("not here");
    return part;
  });
  for (const { bytes, index } of files) {
    expect(Buffer.from(bytes).equals(content(bytes.length, index + 1))).toBe(true);
  }
  return files.map(({ bytes }) => bytes.length);
}

describe("a report with attachments", () => {
  it("reaches its desk with its files, in one release, and leaves nothing on the way", async () => {
    const made = await world.make.reportWith([300_000, 7]);
    await upload(made);
    await triage(made);
    expect(await state()).toBeNull();
    const before = world.published();
    await release();
    expect(await state()).toBe("here");
    expect(await filesOf()).toEqual([300_000, 7]);
    expect(world.published()).toBe(before + 1);
    expect(await countParts(world.db)).toBe(0);
    expect(await world.db.attachment.findMany()).toMatchObject([{ uploadId: null, partCount: 2 }]);
  });

  it("is held back while parts are missing, and released whole when they have come", async () => {
    const made = await world.make.reportWith([600_000]);
    await upload(made, [0, 1, 3]);
    await triage(made);
    await release();
    await shortTick();
    expect(await world.counts()).toMatchObject({ held: 1, items: 0 });
    await upload(made, [2]);
    await release();
    expect(await filesOf()).toEqual([600_000]);
  });

  it("is released the next day without them, marked so; what comes then still follows", async () => {
    const made = await world.make.reportWith([300_000]);
    await upload(made, [0]);
    await triage(made);
    await release(1);
    expect(await state()).toBe("missing");
    await escalate(1);
    await upload(made, [1]);
    const before = world.published();
    await shortTick(1);
    expect(await state()).toBe("here");
    expect(world.published()).toBe(before + 1);
    expect(await filesOf()).toEqual([300_000]);
  });

  it("keeps the mark when they do not come, and what there was of them goes", async () => {
    const made = await world.make.reportWith([300_000]);
    await upload(made, [0]);
    await triage(made);
    await release(1);
    await shortTick(2);
    await escalate(2);
    expect(await state()).toBe("missing");
    expect(await countParts(world.db)).toBe(0);
    expect(await world.db.attachment.findMany()).toMatchObject([{ uploadId: null }]);
  });

  it("is not held back when somebody is in danger now; its files follow at the next short tick", async () => {
    const made = await world.make.reportWith([9], { danger: "now" });
    await triage(made);
    expect(await state()).toBe("waiting");
    await shortTick();
    expect(await state()).toBe("waiting");
    await upload(made);
    await shortTick();
    expect(await state()).toBe("here");
    expect(await filesOf()).toEqual([9]);
  });
});

describe("an upload that no envelope names", () => {
  it("stays for a day, and is gone the day after", async () => {
    await upload(await world.make.reportWith([9]));
    await escalate(1);
    expect(await countParts(world.db)).toBe(1);
    await escalate(2);
    expect(await countParts(world.db)).toBe(0);
  });

  it("stays as long as its envelope waits for triage", async () => {
    const made = await world.make.reportWith([9]);
    await upload(made);
    await world.intake(made);
    await escalate(5);
    expect(await countParts(world.db)).toBe(1);
  });
});

describe("attachments of an envelope in quarantine", () => {
  it("are kept with it, and count towards its room", async () => {
    const made = await world.make.reportWith([300_000]);
    await upload(made);
    const garbage = await world.make.garbageSlip(made);
    await triage(garbage, { quarantineMaxBytes: 40_000 + PART_BYTES });
    expect(world.alarms.splice(0)).toEqual(["quarantine_full"]);
    expect(await world.counts()).toMatchObject({ intake: 1, quarantine: 0 });
    const data = { intake: world.deps.handles.handleOf(garbage.id) };
    await runJob(world.deps, "triage", { name: triageEnvelope.name, data });
    await shortTick();
    expect(await world.counts()).toMatchObject({ intake: 0, quarantine: 1 });
    expect(await world.db.quarantine.findFirst({ include: { attachment: true } })).toMatchObject({
      attachment: { state: "here", partCount: 2 },
    });
  });
});
