import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { dropErasedRows } from "../../prisma/repositories/erased.ts";
import { deleteIntake, listIntakeIds, storeEnvelope } from "../../prisma/repositories/intake.ts";
import { freshDatabase } from "../tools/database.ts";
import { newEnvelope } from "./samples.ts";
import type { Database } from "../../prisma/client.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let worker: Database;
let reporter: Database;
let owner: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  worker = database.client("abri_worker");
  reporter = database.client("abri_reporter");
  owner = new pg.Client({ connectionString: database.url() });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** The bytes of intake's files, as somebody with the disk reads them. */
async function onDisk(): Promise<Buffer> {
  await owner.query("CHECKPOINT");
  const { rows } = await owner.query<{ directory: string; file: string; toast: string }>(
    `SELECT current_setting('data_directory') AS directory, pg_relation_filepath(oid) AS file,
       pg_relation_filepath(reltoastrelid) AS toast FROM pg_class WHERE oid = 'public.intake_envelope'::regclass`,
  );
  const [{ directory, file, toast }] = rows as [(typeof rows)[number]];
  return Buffer.concat([file, toast].map((each) => readFileSync(path.join(directory, each))));
}

describe("dropErasedRows()", () => {
  it("takes a slip that was erased off the disk, and one that waits stays", async () => {
    const one = newEnvelope();
    const part = Buffer.from(one.slip.slice(100, 140));
    await storeEnvelope(reporter, one);
    await dropErasedRows(worker);
    expect(await listIntakeIds(worker, 10)).toEqual([one.envelopeId]);
    expect((await onDisk()).includes(part)).toBe(true);
    await deleteIntake(worker, one.envelopeId);
    expect((await onDisk()).includes(part)).toBe(true); // what this is about
    await dropErasedRows(worker);
    expect((await onDisk()).includes(part)).toBe(false);
  });

  it("leaves a table alone that somebody is writing to", async () => {
    const one = newEnvelope();
    const writer = new pg.Client({ connectionString: database.url() });
    await writer.connect();
    await writer.query("BEGIN");
    await writer.query("INSERT INTO intake_envelope (id, envelope, slip) VALUES ($1, $2, $3)", [
      one.envelopeId,
      one.envelope,
      one.slip,
    ]);
    await dropErasedRows(worker);
    await writer.query("COMMIT");
    await writer.end();
    expect(await listIntakeIds(worker, 10)).toEqual([one.envelopeId]);
  });
});
