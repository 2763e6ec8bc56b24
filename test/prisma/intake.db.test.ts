import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { deleteIntake, listIntakeIds, storeEnvelope, takeIntake } from "../../prisma/repositories/intake.ts";
import { freshDatabase } from "../tools/database.ts";
import { depth } from "../tools/depth.ts";
import { bytes, newEnvelope } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";
import type { FreshDatabase } from "../tools/database.ts";

const WRITERS = depth(50, 500);

let database: FreshDatabase;
let reporter: Database;
let worker: Database;
let owner: Database;

beforeAll(async () => {
  database = await freshDatabase();
  reporter = database.client("abri_reporter");
  worker = database.client("abri_worker");
  owner = database.client();
});
beforeEach(() => owner.$executeRaw`TRUNCATE intake_envelope, intake_receipt`);
afterAll(() => database.drop());

const hex = (ids: readonly Uint8Array[]): string[] => ids.map((id) => Buffer.from(id).toString("hex"));

describe("storeEnvelope()", () => {
  it("stores an envelope and answers the same for the same bytes", async () => {
    const one = newEnvelope();
    expect(await storeEnvelope(reporter, one)).toBe("stored");
    expect(await storeEnvelope(reporter, one)).toBe("same");
    const rows = await owner.intakeEnvelope.findMany();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toEqual({ id: one.envelopeId, envelope: one.envelope, slip: one.slip });
  });

  it("stores once what many send at the same time", async () => {
    const one = newEnvelope();
    const answers = await Promise.all(Array.from({ length: WRITERS }, () => storeEnvelope(reporter, one)));
    expect(answers.filter((answer) => answer === "stored")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "same")).toHaveLength(WRITERS - 1);
    expect(await owner.intakeEnvelope.count()).toBe(1);
    expect(await owner.intakeReceipt.count()).toBe(1);
  });

  it("lets one of many with the same id and other bytes in", async () => {
    const { envelopeId, idMac } = newEnvelope();
    const answers = await Promise.all(
      Array.from({ length: WRITERS }, () => storeEnvelope(reporter, newEnvelope({ envelopeId, idMac }))),
    );
    expect(answers.filter((answer) => answer === "stored")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "id_reused")).toHaveLength(WRITERS - 1);
    expect(await owner.intakeEnvelope.count()).toBe(1);
  });

  it("answers the same after the envelope has been triaged", async () => {
    const one = newEnvelope();
    await storeEnvelope(reporter, one);
    await worker.$transaction((tx) => deleteIntake(tx, one.envelopeId));
    expect(await storeEnvelope(reporter, one)).toBe("same");
    expect(await storeEnvelope(reporter, { ...one, bodyMac: bytes(32) })).toBe("id_reused");
    expect(await owner.intakeEnvelope.count()).toBe(0);
  });

  it("keeps no receipt of an id that is stored under another keyed hash", async () => {
    const one = newEnvelope();
    await storeEnvelope(reporter, one);
    const other = newEnvelope({ envelopeId: one.envelopeId });
    expect(await storeEnvelope(reporter, other)).toBe("id_reused");
    expect(await owner.intakeReceipt.count()).toBe(1);
  });

  it("is refused by the table for a length that no envelope has", async () => {
    await expect(storeEnvelope(reporter, newEnvelope())).resolves.toBe("stored");
    await expect(storeEnvelope(reporter, newEnvelope({ envelope: bytes(9503) }))).rejects.toThrow();
    expect(await owner.intakeReceipt.count()).toBe(1);
  });
});

describe("takeIntake()", () => {
  it("gives an envelope to one worker at a time", async () => {
    const one = newEnvelope();
    await storeEnvelope(reporter, one);
    await worker.$transaction(async (first) => {
      expect(await takeIntake(first, one.envelopeId)).toEqual({ envelope: one.envelope, slip: one.slip });
      await worker.$transaction(async (second) => expect(await takeIntake(second, one.envelopeId)).toBeNull());
    });
    await worker.$transaction(async (later) => expect(await takeIntake(later, one.envelopeId)).not.toBeNull());
  });

  it("gives nothing for an id that is not there", async () => {
    expect(await worker.$transaction((tx) => takeIntake(tx, bytes(16)))).toBeNull();
  });

  it("leaves the envelope when its transaction fails", async () => {
    const one = newEnvelope();
    await storeEnvelope(reporter, one);
    const failing = worker.$transaction(async (tx) => {
      await takeIntake(tx, one.envelopeId);
      expect(await deleteIntake(tx, one.envelopeId)).toBe(true);
      throw new Error("crash");
    });
    await expect(failing).rejects.toThrow("crash");
    expect(await worker.$transaction((tx) => takeIntake(tx, one.envelopeId))).not.toBeNull();
  });
});

describe("listIntakeIds()", () => {
  it("lists what waits, in an order that changes", async () => {
    const all = Array.from({ length: 30 }, () => newEnvelope());
    for (const one of all) await storeEnvelope(reporter, one);
    const first = hex(await listIntakeIds(worker, 100));
    expect(first.toSorted()).toEqual(hex(all.map((one) => one.envelopeId)).toSorted());
    expect(hex(await listIntakeIds(worker, 100))).not.toEqual(first);
    expect(await listIntakeIds(worker, 7)).toHaveLength(7);
  });
});
