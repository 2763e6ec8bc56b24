import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { addReply, readSlots, releaseReplies } from "../../prisma/repositories/mailbox.ts";
import { freshDatabase } from "../tools/database.ts";
import { depth } from "../tools/depth.ts";
import { bytes, newReply } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";
import type { AddReplyResult, NewReply } from "../../prisma/repositories/mailbox.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let reporter: Database;
let officer: Database;
let worker: Database;

beforeAll(async () => {
  database = await freshDatabase();
  reporter = database.client("abri_reporter");
  officer = database.client("abri_officer");
  worker = database.client("abri_worker");
});
afterAll(() => database.drop());

const add = (reply: NewReply): Promise<AddReplyResult> => officer.$transaction((tx) => addReply(tx, reply));
const WRITERS = depth(20, 200);
const EMPTY = Array.from({ length: 8 }, () => null);

describe("readSlots()", () => {
  it("gives eight empty slots for a mailbox that nobody wrote to", async () => {
    expect(await readSlots(reporter, bytes(32))).toEqual(EMPTY);
  });

  it("gives a reply in its slot after a release, and not before", async () => {
    const reply = newReply({ sequence: 3 });
    expect(await add(reply)).toBe("added");
    expect(await readSlots(reporter, reply.rowKey)).toEqual(EMPTY);
    await releaseReplies(worker, { urgentOnly: false });
    expect(await readSlots(reporter, reply.rowKey)).toEqual(EMPTY.with(2, reply.slot as never));
  });
});

describe("addReply()", () => {
  it("takes the same bytes again, also after their release", async () => {
    const reply = newReply();
    expect(await add(reply)).toBe("added");
    expect(await add(reply)).toBe("same");
    await releaseReplies(worker, { urgentOnly: false });
    expect(await add(reply)).toBe("same");
  });

  it("refuses other bytes under a number that is taken, waiting or released", async () => {
    const reply = newReply({ sequence: 5 });
    expect(await add(reply)).toBe("added");
    expect(await add({ ...reply, slot: bytes(4096) })).toBe("sequence_taken");
    expect(await add({ ...reply, sequence: 4, slot: bytes(4096) })).toBe("sequence_taken");
    await releaseReplies(worker, { urgentOnly: false });
    expect(await add({ ...reply, slot: bytes(4096) })).toBe("sequence_taken");
    expect(await add({ ...reply, sequence: 4, slot: bytes(4096) })).toBe("sequence_taken");
    expect(await add({ ...reply, sequence: 6, slot: bytes(4096) })).toBe("added");
  });

  it("lets one of many officers have a number", async () => {
    const { rowKey } = newReply();
    const answers = await Promise.all(Array.from({ length: WRITERS }, () => add(newReply({ rowKey }))));
    expect(answers.filter((answer) => answer === "added")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "sequence_taken")).toHaveLength(WRITERS - 1);
  });

  it("lets one of many have a number while releases run", async () => {
    const { rowKey } = newReply();
    const answers = await Promise.all(
      Array.from({ length: WRITERS }, async (_, i) => {
        if (i % 4 === 0) await releaseReplies(worker, { urgentOnly: false });
        return add(newReply({ rowKey }));
      }),
    );
    expect(answers.filter((answer) => answer === "added")).toHaveLength(1);
  });

  it("is refused by the table beyond the highest number that readers try", async () => {
    await expect(add(newReply({ sequence: 512 }))).resolves.toBe("added");
    await expect(add(newReply({ sequence: 513 }))).rejects.toThrow();
  });
});

describe("releaseReplies()", () => {
  it("releases only what is urgent on the short tick", async () => {
    const urgent = newReply({ urgent: true });
    const other = newReply();
    await add(urgent);
    await add(other);
    expect(await releaseReplies(worker, { urgentOnly: true })).toBe(1);
    expect((await readSlots(reporter, urgent.rowKey))[0]).toEqual(urgent.slot);
    expect(await readSlots(reporter, other.rowKey)).toEqual(EMPTY);
    await releaseReplies(worker, { urgentOnly: false });
    expect((await readSlots(reporter, other.rowKey))[0]).toEqual(other.slot);
  });

  it("puts the ninth reply in the place of the first, and never an older over a newer one", async () => {
    const { rowKey } = newReply();
    const replies = Array.from({ length: 9 }, (_, i) => newReply({ rowKey, sequence: i + 1, urgent: i === 8 }));
    for (const reply of replies) await add(reply);
    await releaseReplies(worker, { urgentOnly: true });
    await releaseReplies(worker, { urgentOnly: false });
    const slots = await readSlots(reporter, rowKey);
    expect(slots[0]).toEqual(replies[8]?.slot);
    expect(slots.slice(1)).toEqual(replies.slice(1, 8).map((reply) => reply.slot));
  });

  it("moves each reply once when several workers release at once", async () => {
    const replies = Array.from({ length: depth(12, 400) }, () => newReply());
    for (const reply of replies) await add(reply);
    const moved = await Promise.all(Array.from({ length: 5 }, () => releaseReplies(worker, { urgentOnly: false })));
    expect(moved.reduce((sum, n) => sum + n, 0)).toBe(replies.length);
    for (const reply of replies) expect((await readSlots(reporter, reply.rowKey))[0]).toEqual(reply.slot);
  });

  it("places rows in an order of its own", async () => {
    const owner = database.client();
    await owner.$executeRaw`TRUNCATE mailbox_slot, outbox_reply`;
    const keys: string[] = [];
    for (let i = 0; i < 20; i++) {
      const reply = newReply();
      keys.push(Buffer.from(reply.rowKey).toString("hex"));
      await add(reply);
    }
    await releaseReplies(worker, { urgentOnly: false });
    const rows = await owner.$queryRaw<{ key: string }[]>`
      SELECT encode(row_key, 'hex') AS key FROM mailbox_slot ORDER BY ctid`;
    const placed = rows.map((row) => row.key);
    expect(placed.toSorted()).toEqual(keys.toSorted());
    expect(placed).not.toEqual(keys);
    expect(placed).not.toEqual(keys.toSorted());
  });
});
