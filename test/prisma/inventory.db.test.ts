/** prisma/INVENTORY.md against the live schema, the queue's job contracts, and a dump of a database in use. */
import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { projectRoot } from "../../prisma/migrate/root.ts";
import { addAttachment, collectAttachments } from "../../prisma/repositories/attachments.ts";
import { addEntry } from "../../prisma/repositories/entries.ts";
import { createEnrolment } from "../../prisma/repositories/enrolments.ts";
import { storeEnvelope } from "../../prisma/repositories/intake.ts";
import { claimCase } from "../../prisma/repositories/leases.ts";
import { addReply, releaseReplies } from "../../prisma/repositories/mailbox.ts";
import { takeDigestDay } from "../../prisma/repositories/notices.ts";
import { createOfficer } from "../../prisma/repositories/officers.ts";
import { addPasskey, useChallenge } from "../../prisma/repositories/passkeys.ts";
import { recordFailure } from "../../prisma/repositories/signInFailures.ts";
import { releaseHeld } from "../../prisma/repositories/release.ts";
import { createSession } from "../../prisma/repositories/sessions.ts";
import { holdItem, quarantineEnvelope } from "../../prisma/repositories/triage.ts";
import { storePart } from "../../prisma/repositories/uploads.ts";
import { freshDatabase } from "../tools/database.ts";
import { dumpDatabase, findLeaks } from "../tools/leaks.ts";
import { dumpColumns, timesOfDay } from "./dumpColumns.ts";
import {
  NOW,
  TODAY,
  bytes,
  minutes,
  newCase,
  newEnvelope,
  newItem,
  newOfficer,
  newPart,
  newPasskey,
  newReply,
} from "./samples.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.url() });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

interface Listed {
  name: string;
  precision: string;
}

/** Sections "### title" and the rows of their tables. */
function readInventory(): ReadonlyMap<string, readonly Listed[]> {
  const text = readFileSync(path.join(projectRoot(), "prisma", "INVENTORY.md"), "utf8");
  const sections = text.split(/^### /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [title = "", ...lines] = section.split(/^## /m)[0]?.split("\n") ?? [];
      const rows = lines
        .filter((line) => line.startsWith("|") && !/^\|(---|\s*(column|field)\s*\|)/.test(line))
        .map((line) =>
          line
            .split("|")
            .slice(1, -1)
            .map((cell) => cell.trim()),
        );
      for (const cells of rows)
        expect([title, cells.length, cells.every((cell) => cell !== "")]).toEqual([title, 5, true]);
      return [title.trim(), rows.map((cells) => ({ name: cells[0] ?? "", precision: cells[3] ?? "" }))];
    }),
  );
}

const inventory = readInventory();
const tables = [...inventory.keys()].filter((title) => !title.startsWith("job "));
const exceptions = tables.flatMap((table) =>
  (inventory.get(table) ?? [])
    .filter((column) => column.precision === "minute" || column.precision === "hour")
    .map((column) => `public.${table}.${column.name}`),
);

interface Column {
  table: string;
  column: string;
  type: string;
  default: string | null;
  identity: string;
}

async function liveColumns(): Promise<Column[]> {
  const { rows } = await client.query<Column>(`
    SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
      pg_get_expr(d.adbin, d.adrelid) AS default, a.attidentity::text AS identity
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND c.relname <> '_prisma_migrations'
    ORDER BY c.relname, a.attnum`);
  return rows;
}

const TIMELESS = ["bytea", "uuid", "smallint", "integer", "boolean", "text"];
const OUR_TYPES = ["attachment_state", "case_state", "officer_role", "officer_state"];

/** The types that columns may have, and what the inventory has to say of the precision of each. */
const PRECISIONS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["date", ["day"]],
  ["timestamp(0) with time zone", ["minute", "hour"]],
  // a number of 30-second steps is a time too
  ["bigint", ["minute"]],
  ...[...TIMELESS, ...OUR_TYPES].map((type): [string, readonly string[]] => [type, ["none"]]),
]);

/** Large numbers that are no time: what an authenticator counts. */
const COUNTERS = ["passkey.sign_count"];

/** What is wrong with a column, judged by its type and by what the inventory says of its precision. */
function faultsOf(column: Column, precision: string | undefined): string[] {
  const faults: string[] = [];
  const isCounter = COUNTERS.includes(`${column.table}.${column.column}`);
  const expected = isCounter ? ["none"] : PRECISIONS.get(column.type);
  if (expected === undefined) faults.push(`type ${column.type} is not used here`);
  else if (!expected.includes(precision ?? "not listed")) faults.push(`precision ${precision ?? "not listed"}`);
  if (column.identity !== "") faults.push("identity");
  if (column.default !== null && column.default !== "0") faults.push(`default ${column.default}`);
  return faults;
}

describe("INVENTORY.md", () => {
  it("lists every column of every table, and nothing else", async () => {
    const live = (await liveColumns()).map(({ table, column }) => `${table}.${column}`);
    const listed = tables.flatMap((table) => (inventory.get(table) ?? []).map((column) => `${table}.${column.name}`));
    expect(listed.toSorted()).toEqual(live.toSorted());
  });

  it("names every time finer than a day; nothing is numbered or filled in by a clock", async () => {
    for (const column of await liveColumns()) {
      const listed = inventory.get(column.table)?.find((one) => one.name === column.column);
      expect([column.table, column.column, faultsOf(column, listed?.precision)]).toEqual([
        column.table,
        column.column,
        [],
      ]);
    }
    const { rows } = await client.query(
      "SELECT 1 FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace",
    );
    expect(rows).toEqual([]);
  });

  it("would notice an arrival time, a serial number, an ordered id and a column of its own", async () => {
    await client.query("BEGIN");
    await client.query(`ALTER TABLE queue_item
      ADD COLUMN arrived timestamptz NOT NULL DEFAULT now(),
      ADD COLUMN number serial,
      ADD COLUMN place bigint GENERATED ALWAYS AS IDENTITY,
      ADD COLUMN ordered uuid NOT NULL DEFAULT uuidv7(),
      ADD COLUMN on_day date`);
    const added = (await liveColumns()).filter((one) => one.table === "queue_item").slice(-5);
    await client.query("ROLLBACK");
    expect(added.map((one) => one.column)).toEqual(["arrived", "number", "place", "ordered", "on_day"]);
    for (const column of added) expect([column.column, faultsOf(column, undefined)]).not.toEqual([column.column, []]);
    // a list that says "none" or "day" of them does not help
    for (const column of added.slice(0, 4)) {
      expect([column.column, faultsOf(column, "none").length + faultsOf(column, "day").length]).not.toEqual([
        column.column,
        0,
      ]);
    }
  });

  it("lists every field of every job of the queue, and nothing else", async () => {
    const folder = path.join(projectRoot(), "workers", "jobs");
    const contracts: { name: string; fields: string[] }[] = [];
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.includes("handler"))) {
      const module = (await import(path.join(folder, file))) as Record<string, unknown>;
      for (const value of Object.values(module)) {
        if (isContract(value)) contracts.push({ name: value.name, fields: Object.keys(value.schema.shape) });
      }
    }
    expect(contracts.length).toBeGreaterThanOrEqual(4);
    const listed = [...inventory.keys()]
      .filter((title) => title.startsWith("job "))
      .map((title) => ({ name: title.slice(4), fields: (inventory.get(title) ?? []).map((field) => field.name) }));
    expect(listed.sort(byName)).toEqual(contracts.sort(byName));
  });
});

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);

interface Contract {
  name: string;
  schema: { shape: Readonly<Record<string, unknown>> };
}

function isContract(value: unknown): value is Contract {
  if (typeof value !== "object" || value === null || !("schema" in value) || !("name" in value)) return false;
  return typeof value.schema === "object" && value.schema !== null && "shape" in value.schema;
}

describe("a dump of a database in use", () => {
  it("holds no time finer than a day but where the inventory says so", async () => {
    await useEverything();
    const found = timesOfDay(await dumpColumns(database.url()));
    const ours = found.filter((place) => place.startsWith("public.") && !place.startsWith("public._prisma"));
    // The number of a 30-second step does not look like a time; all others have to be filled, or this shows nothing.
    expect(ours.toSorted()).toEqual(exceptions.filter((place) => !place.endsWith("totp_last_step")).toSorted());
  });

  it("would show a time and a word that were put there", async () => {
    const owner = database.client();
    const canary = "planted canary 7f3a";
    expect(findLeaks(await dumpDatabase(database.url()), [canary])).toEqual([]);
    const vault = Buffer.from(`..${canary}..`.repeat(4));
    await createOfficer(owner, newOfficer({ name: `${canary} 12:34:56`, vault }));
    expect(findLeaks(await dumpDatabase(database.url()), [canary])).not.toEqual([]);
    expect(timesOfDay(await dumpColumns(database.url()))).toContain("public.officer.name");
  });
});

/** A row in every table, by the same calls that the processes make. */
async function useEverything(): Promise<void> {
  const db = database.client();
  const officer = newOfficer({ totpLastStep: 59_000_000 });
  await createOfficer(db, officer);
  await recordFailure(db, bytes(32), NOW);
  await createSession(db, { tokenHash: bytes(32), officerId: officer.id, now: NOW, lifeMs: minutes(480) });
  await createEnrolment(db, {
    id: randomUUID(),
    codeHash: "hash",
    role: "officer",
    officerId: randomUUID(),
    totpSealed: bytes(60),
    expires: NOW,
  });
  await addPasskey(db, newPasskey(officer.id));
  await useChallenge(db, bytes(32), NOW);
  await storeEnvelope(db, newEnvelope());
  const caseId = await newCase(db, { level: 0 });
  await claimCase(db, { caseId, officerId: officer.id, desks: [1], now: NOW, leaseMs: minutes(10) });
  const part = newPart();
  for (const one of [part, newPart()]) await storePart(db, one);
  await db.$transaction(async (tx) => {
    await quarantineEnvelope(tx, newItem().envelope, TODAY);
    const attachmentId = await addAttachment(tx, { uploadId: part.uploadId, partCount: 1 }, TODAY);
    await holdItem(tx, newItem({ attachmentId }));
    await addEntry(tx, { id: randomUUID(), caseId, desk: 1, epoch: 1, day: TODAY, sealed: bytes(500) });
    await addReply(tx, newReply());
  });
  await takeDigestDay(db, TODAY);
  await releaseHeld(db, { today: TODAY, dueDay: () => TODAY + 1 });
  await collectAttachments(db, TODAY);
  await releaseReplies(db, { urgentOnly: false });
}
