import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import {
  addAttachment,
  collectAttachments,
  countQuarantinedParts,
  heldBack,
  readPart,
} from "../../prisma/repositories/attachments.ts";
import { getCase } from "../../prisma/repositories/cases.ts";
import { purge } from "../../prisma/repositories/purge.ts";
import { storeEnvelope } from "../../prisma/repositories/intake.ts";
import { listQuarantine, releaseQuarantined } from "../../prisma/repositories/quarantine.ts";
import { releaseHeld } from "../../prisma/repositories/release.ts";
import { holdItem, quarantineEnvelope, releaseNow } from "../../prisma/repositories/triage.ts";
import { countParts, purgeUploads, storePart } from "../../prisma/repositories/uploads.ts";
import { freshDatabase } from "../tools/database.ts";
import { NOW, TODAY, bytes, minutes, newEnvelope, newItem, newPart } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let reporter: Database;
let worker: Database;
let officer: Database;
let owner: Database;

beforeAll(async () => {
  database = await freshDatabase();
  reporter = database.client("abri_reporter");
  worker = database.client("abri_worker");
  officer = database.client("abri_officer");
  owner = database.client();
});
beforeEach(
  () =>
    owner.$executeRaw`TRUNCATE held_item, case_record, queue_item, quarantine, attachment, upload_part, intake_envelope,
      intake_receipt CASCADE`,
);
afterAll(() => database.drop());

/** Uploads the parts with these indices. @returns their bytes */
async function upload(uploadId: Uint8Array, indices: readonly number[], day = TODAY): Promise<Uint8Array[]> {
  const parts = indices.map((index) => newPart({ uploadId, index, day }));
  for (const part of parts) expect(await storePart(reporter, part)).toBe("stored");
  return parts.map((part) => part.bytes);
}

/** As triage does it. @returns the item's id */
function triage(uploadId: Uint8Array, partCount: number, level = 2): Promise<string> {
  return worker.$transaction(async (tx) => {
    const item = newItem({ level, attachmentId: await addAttachment(tx, { uploadId, partCount }, TODAY) });
    if (level === 0) await releaseNow(tx, item, { today: TODAY, due: NOW });
    else await holdItem(tx, item);
    return item.id;
  });
}
const release = (today = TODAY): Promise<number> => releaseHeld(worker, { today, dueDay: () => today + 1 });

async function seen(itemId: string): Promise<unknown> {
  const row = await owner.queueItem.findUnique({ where: { id: itemId } });
  const one = row === null ? null : await getCase(officer, row.caseId, { desks: [1], now: NOW });
  return one?.items.find(({ id }) => id === itemId)?.attachments;
}
const fetch = (itemId: string, index: number, desks = [1]): Promise<Uint8Array | null> =>
  readPart(officer, { itemId, index, desks });
const same = (a: Uint8Array | null | undefined, b: Uint8Array | undefined): boolean =>
  a !== null && a !== undefined && b !== undefined && Buffer.from(a).equals(b);

describe("storePart()", () => {
  it("stores a part once, and tells the same bytes from others", async () => {
    const part = newPart();
    expect(await storePart(reporter, part)).toBe("stored");
    expect(await storePart(reporter, part)).toBe("same");
    expect(await storePart(reporter, newPart({ uploadId: part.uploadId }))).toBe("reused");
    expect(await storePart(reporter, newPart({ uploadId: part.uploadId, index: 1 }))).toBe("stored");
    const row = await owner.uploadPart.findFirstOrThrow({ where: { partIndex: 0 } });
    expect(same(row.bytes, part.bytes)).toBe(true);
    expect(row.day.getTime()).toBe(TODAY * minutes(1440));
    expect(await countParts(reporter)).toBe(2);
  });

  it("stores once what ten send at the same time", async () => {
    const part = newPart();
    const answers = await Promise.all(Array.from({ length: 10 }, () => storePart(reporter, part)));
    expect(answers.toSorted()).toEqual([...Array.from({ length: 9 }, () => "same"), "stored"]);
    expect(await countParts(reporter)).toBe(1);
  });

  it("is refused by the table for a length, a place and a digest that no part has", async () => {
    await expect(storePart(reporter, newPart({ index: 127 }))).resolves.toBe("stored");
    await expect(storePart(reporter, newPart({ index: 128 }))).rejects.toThrow();
    await expect(storePart(reporter, newPart({ bytes: bytes(262_207) }))).rejects.toThrow();
    await expect(storePart(reporter, newPart({ digest: bytes(32) }))).rejects.toThrow();
  });
});

describe("an item whose parts are all there", () => {
  it("is released, and its parts follow, byte for byte and in their places", async () => {
    const uploadId = bytes(16);
    const [a, b] = await upload(uploadId, [0, 1]);
    const id = await triage(uploadId, 2);
    expect(await release()).toBe(1);
    expect(await seen(id)).toEqual({ state: "waiting", partCount: 2 });
    expect(await fetch(id, 0)).toBeNull();
    expect(await collectAttachments(worker, TODAY)).toBe(1);
    expect(await seen(id)).toEqual({ state: "here", partCount: 2 });
    expect([same(await fetch(id, 0), a), same(await fetch(id, 1), b)]).toEqual([true, true]);
    expect(await countParts(reporter)).toBe(0);
    expect(await collectAttachments(worker, TODAY)).toBe(0);
  });

  it("is on its own desk only, and has no further parts", async () => {
    const uploadId = bytes(16);
    await upload(uploadId, [0]);
    const id = await triage(uploadId, 1);
    await release();
    await collectAttachments(worker, TODAY);
    expect(await fetch(id, 0)).not.toBeNull();
    expect(await fetch(id, 0, [2])).toBeNull();
    expect(await fetch(id, 0, [])).toBeNull();
    expect(await fetch(id, 1)).toBeNull();
    expect(await fetch(randomUUID(), 0)).toBeNull();
  });

  it("forgets where they came in, and has another id than at triage", async () => {
    const uploadId = bytes(16);
    await upload(uploadId, [0, 1, 5]); // one more than the envelope names
    await triage(uploadId, 2);
    const before = await owner.attachment.findFirstOrThrow();
    await release();
    const after = await owner.attachment.findFirstOrThrow();
    expect(after.id).not.toBe(before.id);
    expect(after.uploadId).not.toBeNull();
    await collectAttachments(worker, TODAY);
    expect((await owner.attachment.findFirstOrThrow()).uploadId).toBeNull();
    expect(await owner.attachmentPart.count()).toBe(2);
    expect(await countParts(reporter)).toBe(0);
  });

  it("gets its parts once, whoever moves them at the same time", async () => {
    const uploadId = bytes(16);
    await upload(uploadId, [0, 1]);
    const id = await triage(uploadId, 2);
    await release();
    const moved = await Promise.all(Array.from({ length: 4 }, () => collectAttachments(worker, TODAY)));
    expect(moved.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await seen(id)).toEqual({ state: "here", partCount: 2 });
  });

  it("keeps its parts in intake while it is held", async () => {
    const uploadId = bytes(16);
    await upload(uploadId, [0]);
    await triage(uploadId, 1);
    expect(await collectAttachments(worker, TODAY)).toBe(0);
    expect(await countParts(reporter)).toBe(1);
    expect(await heldBack(worker, TODAY)).toEqual([]);
  });
});

describe("an item whose parts are not all there", () => {
  it("is held back on the day of its triage, while others are released", async () => {
    const uploadId = bytes(16);
    await upload(uploadId, [0, 2, 3]);
    const id = await triage(uploadId, 4);
    await worker.$transaction((tx) => holdItem(tx, newItem()));
    expect(await heldBack(worker, TODAY)).toEqual([id]);
    expect(await release()).toBe(1);
    expect(await owner.heldItem.count()).toBe(1);
    await upload(uploadId, [1]);
    expect(await release()).toBe(1);
    expect(await collectAttachments(worker, TODAY)).toBe(1);
    expect(await seen(id)).toEqual({ state: "here", partCount: 4 });
  });

  it("is released the next day, marked as missing; what comes later still follows", async () => {
    const uploadId = bytes(16);
    await upload(uploadId, [0]);
    const id = await triage(uploadId, 2);
    expect(await release(TODAY + 1)).toBe(1);
    expect(await collectAttachments(worker, TODAY + 1)).toBe(1);
    expect(await seen(id)).toEqual({ state: "missing", partCount: 2 });
    expect(await collectAttachments(worker, TODAY + 1)).toBe(0);
    await upload(uploadId, [1], TODAY + 1);
    expect(await collectAttachments(worker, TODAY + 1)).toBe(1);
    expect(await seen(id)).toEqual({ state: "here", partCount: 2 });
  });

  it("is given up the day after, and its parts go", async () => {
    const uploadId = bytes(16);
    await upload(uploadId, [0]);
    const id = await triage(uploadId, 2);
    await release(TODAY + 1);
    expect(await purgeUploads(worker, TODAY + 2)).toBe(0);
    await collectAttachments(worker, TODAY + 2);
    expect(await seen(id)).toEqual({ state: "missing", partCount: 2 });
    expect(await purgeUploads(worker, TODAY + 2)).toBe(1);
    await upload(uploadId, [0, 1], TODAY + 2);
    expect(await collectAttachments(worker, TODAY + 2)).toBe(0);
  });

  it("is released at once at level 0, and what comes follows", async () => {
    const uploadId = bytes(16);
    const id = await triage(uploadId, 1, 0);
    expect(await seen(id)).toEqual({ state: "waiting", partCount: 1 });
    expect(await collectAttachments(worker, TODAY)).toBe(0);
    await upload(uploadId, [0]);
    expect(await collectAttachments(worker, TODAY)).toBe(1);
    expect(await seen(id)).toEqual({ state: "here", partCount: 1 });
  });

  it("does not take the parts of another that names the same upload: the first one has them", async () => {
    const uploadId = bytes(16);
    await upload(uploadId, [0]);
    const ids = [await triage(uploadId, 1, 0), await triage(uploadId, 1, 0)];
    expect(await collectAttachments(worker, TODAY)).toBe(1);
    const states = await Promise.all(ids.map(seen));
    expect(states).toContainEqual({ state: "here", partCount: 1 });
    expect(states).toContainEqual({ state: "waiting", partCount: 1 });
    expect(await owner.attachmentPart.count()).toBe(1);
  });
});

describe("purgeUploads()", () => {
  it("deletes parts that no envelope names, on the second day after they came", async () => {
    await upload(bytes(16), [0, 1]);
    expect(await purgeUploads(worker, TODAY + 1)).toBe(0);
    expect(await purgeUploads(worker, TODAY + 2)).toBe(2);
  });

  it("keeps what an envelope names that still waits for triage, or for release", async () => {
    const [waiting, held] = [bytes(16), bytes(16)];
    await upload(waiting, [0]);
    await upload(held, [0]);
    const envelope = bytes(9504);
    envelope.set(waiting, 128);
    const one = newEnvelope({ envelope });
    await storeEnvelope(reporter, one);
    await triage(held, 1);
    expect(await purgeUploads(worker, TODAY + 9)).toBe(0);
    await owner.intakeEnvelope.deleteMany();
    expect(await purgeUploads(worker, TODAY + 9)).toBe(1);
    expect(same((await owner.uploadPart.findFirstOrThrow()).uploadId, held)).toBe(true);
  });
});

/** An envelope with two parts. */
const setAside = async (): Promise<{ id: string; parts: Uint8Array[] }> => {
  const uploadId = bytes(16);
  const parts = await upload(uploadId, [0, 1]);
  const id = await worker.$transaction(async (tx) =>
    quarantineEnvelope(tx, bytes(9504), TODAY, await addAttachment(tx, { uploadId, partCount: 2 }, TODAY)),
  );
  await collectAttachments(worker, TODAY);
  return { id, parts };
};
const after = (days: number): Parameters<typeof purge>[1] => ({
  today: TODAY + days,
  now: NOW,
  sessionIdleMs: minutes(15),
});

describe("attachments in quarantine", () => {
  it("come along when an officer makes a case of their envelope", async () => {
    const { id, parts } = await setAside();
    const { desk, epoch, summary, id: itemId } = newItem();
    expect(await countQuarantinedParts(worker)).toBe(2);
    const at = { level: 1, today: TODAY, dueDay: TODAY + 1 };
    await officer.$transaction((tx) => releaseQuarantined(tx, id, { id: itemId, desk, epoch, summary }, at));
    expect(await listQuarantine(officer, { limit: 1 })).toEqual([]);
    expect(same(await fetch(itemId, 1), parts[1])).toBe(true);
    expect(await countQuarantinedParts(worker)).toBe(0);
  });

  it("go with their envelope after 30 days", async () => {
    await setAside();
    expect(await purge(worker, after(30))).toMatchObject({ quarantine: 0 });
    expect(await owner.attachmentPart.count()).toBe(2);
    expect(await purge(worker, after(31))).toMatchObject({ quarantine: 1 });
    expect(await owner.attachment.count()).toBe(0);
    expect(await owner.attachmentPart.count()).toBe(0);
  });
});

describe("attachments of an envelope that an officer opens while it runs out", () => {
  /** Resolves when a session of the database waits for another. */
  const someoneWaits = async (): Promise<void> => {
    for (;;) {
      const rows = await owner.$queryRaw<unknown[]>`
        SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      if (rows.length > 0) return;
    }
  };

  it("stay with the case", async () => {
    const { id, parts } = await setAside();
    const { desk, epoch, summary, id: itemId } = newItem();
    const at = { level: 1, today: TODAY, dueDay: TODAY + 1 };
    let purging: ReturnType<typeof purge> | undefined;
    await officer.$transaction(async (tx) => {
      await releaseQuarantined(tx, id, { id: itemId, desk, epoch, summary }, at);
      purging = purge(worker, after(31));
      await someoneWaits();
    });
    expect(await purging).toMatchObject({ quarantine: 0 });
    expect(same(await fetch(itemId, 1), parts[1])).toBe(true);
  });
});

describe("released attachments", () => {
  it("have places that say nothing of the order of arrival", async () => {
    const COUNT = 24;
    const arrived: string[] = [];
    for (let i = 0; i < COUNT; i++) {
      const uploadId = bytes(16);
      await upload(uploadId, [0]);
      arrived.push(await triage(uploadId, 1));
    }
    await release();
    await collectAttachments(worker, TODAY);
    const places = await owner.$queryRaw<{ id: string }[]>`
      SELECT q.id::text AS id FROM attachment_part p JOIN queue_item q ON q.attachment_id = p.attachment_id ORDER BY p.ctid`;
    const rows = await owner.$queryRaw<{ id: string }[]>`
      SELECT q.id::text AS id FROM attachment a JOIN queue_item q ON q.attachment_id = a.id ORDER BY a.ctid`;
    for (const order of [places, rows]) {
      const ranks = order.map(({ id }) => arrived.indexOf(id));
      expect(ranks.toSorted((a, b) => a - b)).toEqual(arrived.map((_, i) => i));
      expect(ranks).not.toEqual(arrived.map((_, i) => i));
    }
  });
});
