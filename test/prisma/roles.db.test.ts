/**
 * What each role of the database must not do, tried on a database in which the same statements work for the owner.
 * What each has to do is tried by every other test in this folder, which use the repositories under these roles.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { ROLES } from "../../prisma/migrate.ts";
import { freshDatabase } from "../tools/database.ts";
import type { Role } from "../../prisma/migrate.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
const clients = new Map<string, pg.Client>();

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await database.drop();
});

const INSUFFICIENT_PRIVILEGE = "42501";

async function clientOf(role?: Role): Promise<pg.Client> {
  const known = clients.get(role ?? "owner");
  if (known !== undefined) return known;
  const client = new pg.Client({ connectionString: database.url(role) });
  await client.connect();
  clients.set(role ?? "owner", client);
  return client;
}

/** @returns "done", or Postgres's code; nothing stays changed */
async function attempt(sql: string, role?: Role): Promise<string> {
  const client = await clientOf(role);
  await client.query("BEGIN");
  try {
    await client.query(sql);
    return "done";
  } catch (error) {
    return String((error as { code?: unknown }).code);
  } finally {
    await client.query("ROLLBACK");
  }
}

/** Every table, and for each role which columns it may read and change, and whether it may insert and delete. */
const MATRIX: Readonly<Record<string, Partial<Record<Role, { read?: string; write?: string; update?: string }>>>> = {
  _prisma_migrations: {},
  intake_envelope: { abri_reporter: { write: "INSERT" }, abri_worker: { read: "all", write: "DELETE TRUNCATE" } },
  intake_receipt: {
    abri_reporter: { read: "id_mac body_mac", write: "INSERT" },
    abri_worker: { read: "keep_until", write: "DELETE" },
  },
  key_statement: {
    abri_reporter: { read: "version hash statement issue_day expiry_day accept_until" },
    abri_officer: { read: "all", write: "INSERT", update: "accept_until" },
    abri_worker: { read: "version hash statement issue_day expiry_day accept_until" },
  },
  held_item: { abri_worker: { read: "all", write: "INSERT DELETE TRUNCATE" } },
  case_record: {
    abri_officer: {
      read: "all",
      write: "INSERT DELETE",
      update:
        "desk level raised state tag due_day due_hour on_call closed_day reopened level_entry_id reader_wanted handed_to",
    },
    abri_worker: {
      read: "id level raised state due_day due_hour noticed on_call",
      write: "INSERT",
      update: "level raised due_hour noticed on_call",
    },
  },
  triage_rules: { abri_officer: { read: "all", write: "INSERT" }, abri_worker: { read: "all" } },
  digest_day: { abri_worker: { read: "all", write: "INSERT DELETE" } },
  queue_item: {
    abri_officer: {
      read: "all",
      write: "INSERT",
      update: "case_id desk tag rewrap_epoch envelope_rewrap summary_rewrap",
    },
    abri_worker: { write: "INSERT" },
  },
  quarantine: {
    abri_officer: { read: "all", write: "DELETE" },
    abri_worker: { read: "id received_day attachment_id", write: "INSERT DELETE" },
  },
  upload_part: {
    abri_reporter: { read: "upload_id part_index digest", write: "INSERT" },
    abri_worker: { read: "all", write: "DELETE" },
  },
  attachment: {
    abri_officer: { read: "id part_count state" },
    abri_worker: { read: "all", write: "INSERT DELETE", update: "upload_id state" },
  },
  attachment_part: { abri_officer: { read: "all" }, abri_worker: { write: "INSERT" } },
  case_lease: {
    abri_officer: { read: "all", write: "INSERT DELETE", update: "all" },
    abri_worker: { read: "case_id until_minute", write: "DELETE" },
  },
  case_entry: { abri_officer: { read: "all", write: "INSERT", update: "case_id desk rewrap_epoch rewrap" } },
  case_recusal: { abri_officer: { read: "all", write: "INSERT DELETE" } },
  former_tag: { abri_officer: { read: "all", write: "INSERT" } },
  outbox_reply: {
    abri_officer: { read: "row_key sequence digest", write: "INSERT" },
    abri_worker: { read: "all", write: "DELETE TRUNCATE" },
  },
  mailbox_slot: {
    abri_reporter: { read: "row_key slot_index slot" },
    abri_officer: { read: "row_key slot_index sequence digest" },
    abri_worker: { read: "all", write: "INSERT", update: "sequence slot digest" },
  },
  officer: { abri_officer: { read: "all", write: "INSERT DELETE", update: "all" } },
  officer_session: {
    abri_officer: { read: "all", write: "INSERT DELETE", update: "all" },
    abri_worker: { read: "last_seen_minute expires_minute", write: "DELETE" },
  },
  sign_in_failure: {
    abri_officer: { read: "all", write: "INSERT DELETE", update: "all" },
    abri_worker: { read: "failed_minute", write: "DELETE" },
  },
  enrolment: {
    abri_officer: { read: "all", write: "INSERT DELETE", update: "all" },
    abri_worker: { read: "expires_minute", write: "DELETE" },
  },
  passkey: { abri_officer: { read: "all", write: "INSERT DELETE", update: "sign_count" } },
  used_challenge: {
    abri_officer: { read: "all", write: "INSERT" },
    abri_worker: { read: "expires_minute", write: "DELETE" },
  },
  desk_grant: { abri_officer: { read: "all", write: "INSERT", update: "all" } },
  lead_certificate: { abri_officer: { read: "all", write: "INSERT" } },
  officer_views: { abri_officer: { read: "all", write: "INSERT", update: "sealed counter" } },
  admission_request: { abri_officer: { read: "all", write: "INSERT DELETE", update: "request" } },
  prepared_version: {
    abri_officer: { read: "all", write: "INSERT DELETE" },
    abri_worker: { read: "version statement" },
  },
  prepared_grant: { abri_officer: { read: "all", write: "INSERT DELETE" } },
};

interface ColumnRow {
  table: string;
  columns: string[];
}

async function liveColumns(): Promise<ColumnRow[]> {
  const { rows } = await asOwner<ColumnRow>(`
    SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    GROUP BY c.relname ORDER BY c.relname`);
  return rows;
}

async function asOwner<Row extends pg.QueryResultRow>(sql: string): Promise<pg.QueryResult<Row>> {
  return (await clientOf()).query<Row>(sql);
}

describe("rights on tables", () => {
  it("are known for every table", async () => {
    expect((await liveColumns()).map((row) => row.table)).toEqual(Object.keys(MATRIX).sort());
  });

  it.each(ROLES)("let %s read its columns and no other", async (role) => {
    for (const { table, columns } of await liveColumns()) {
      const { read = "" } = MATRIX[table]?.[role] ?? {};
      for (const column of columns) {
        const may = read === "all" || read.split(" ").includes(column);
        const sql = `SELECT ${column} FROM public.${table} LIMIT 1`;
        expect([table, column, await attempt(sql)]).toEqual([table, column, "done"]);
        expect([table, column, await attempt(sql, role)]).toEqual([
          table,
          column,
          may ? "done" : INSUFFICIENT_PRIVILEGE,
        ]);
      }
    }
  });

  it.each(ROLES)("let %s change its columns and no other", async (role) => {
    for (const { table, columns } of await liveColumns()) {
      const { update = "" } = MATRIX[table]?.[role] ?? {};
      for (const column of columns) {
        const may = update === "all" || update.split(" ").includes(column);
        const sql = `UPDATE public.${table} SET ${column} = NULL WHERE false`;
        expect([table, column, await attempt(sql)]).toEqual([table, column, "done"]);
        expect([table, column, await attempt(sql, role)]).toEqual([
          table,
          column,
          may ? "done" : INSUFFICIENT_PRIVILEGE,
        ]);
      }
    }
  });

  it.each(ROLES)("let %s insert and delete where it has to and nowhere else", async (role) => {
    for (const { table } of await liveColumns()) {
      const { rows } = await asOwner<{ kind: string }>(`
        SELECT kind FROM unnest(ARRAY['INSERT', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS kind
        WHERE has_table_privilege('${role}', 'public.${table}', kind)
           OR (kind IN ('INSERT', 'REFERENCES')
               AND has_any_column_privilege('${role}', 'public.${table}', kind))
        ORDER BY array_position(ARRAY['INSERT', 'DELETE', 'TRUNCATE'], kind)`);
      expect([table, rows.map((row) => row.kind).join(" ")]).toEqual([table, MATRIX[table]?.[role]?.write ?? ""]);
    }
  });
});

/** The same, by the words of the threat model, each with a statement that the owner may run. */
const MUST_NOT: readonly (readonly [Role, string, string])[] = [
  ["abri_reporter", "read an envelope it took in", "SELECT envelope FROM intake_envelope"],
  ["abri_reporter", "count envelopes", "SELECT count(*) FROM intake_envelope"],
  ["abri_reporter", "delete an envelope", "DELETE FROM intake_envelope"],
  ["abri_reporter", "delete a receipt", "DELETE FROM intake_receipt"],
  ["abri_reporter", "read the roster", "SELECT roster FROM key_statement"],
  ["abri_reporter", "publish a statement", "UPDATE key_statement SET accept_until = accept_until"],
  ["abri_reporter", "see officers", "SELECT name FROM officer"],
  ["abri_reporter", "see versions that wait for their day", "SELECT statement FROM prepared_version"],
  ["abri_reporter", "see who asks to be admitted", "SELECT request FROM admission_request"],
  ["abri_worker", "see what officers look for", "SELECT sealed FROM officer_views"],
  [
    "abri_officer",
    "put another certificate in the place of one",
    "UPDATE lead_certificate SET certificate = certificate",
  ],
  ["abri_officer", "change a version that was prepared", "UPDATE prepared_version SET statement = statement"],
  ["abri_worker", "see rosters that wait for their day", "SELECT roster FROM prepared_version"],
  ["abri_worker", "see grants that wait for their day", "SELECT sealed FROM prepared_grant"],
  ["abri_reporter", "see cases", "SELECT id FROM case_record"],
  ["abri_reporter", "see released items", "SELECT id FROM queue_item"],
  ["abri_reporter", "see replies that wait", "SELECT row_key FROM outbox_reply"],
  ["abri_reporter", "write into a mailbox", "DELETE FROM mailbox_slot"],
  ["abri_reporter", "read a part it took in", "SELECT bytes FROM upload_part"],
  ["abri_reporter", "delete a part", "DELETE FROM upload_part"],
  ["abri_reporter", "see what envelopes name", "SELECT id FROM attachment"],
  ["abri_reporter", "read a released part", "SELECT bytes FROM attachment_part"],
  ["abri_officer", "read parts on their way in", "SELECT upload_id FROM upload_part"],
  ["abri_officer", "learn where parts came in", "SELECT upload_id FROM attachment"],
  ["abri_officer", "change a part", "UPDATE attachment_part SET bytes = bytes"],
  ["abri_officer", "delete a part", "DELETE FROM attachment_part"],
  ["abri_officer", "read intake", "SELECT id FROM intake_envelope"],
  ["abri_officer", "read receipts", "SELECT id_mac FROM intake_receipt"],
  ["abri_officer", "read what waits for release", "SELECT id FROM held_item"],
  ["abri_officer", "read a mailbox slot", "SELECT slot FROM mailbox_slot"],
  ["abri_officer", "read a reply that waits", "SELECT slot FROM outbox_reply"],
  ["abri_officer", "take a reply back", "DELETE FROM outbox_reply"],
  ["abri_officer", "change a released envelope", "UPDATE queue_item SET envelope = envelope"],
  ["abri_officer", "change an envelope in quarantine", "UPDATE quarantine SET envelope = envelope"],
  ["abri_officer", "change a released item's summary", "UPDATE queue_item SET summary = summary"],
  ["abri_officer", "change what an officer wrote", "UPDATE case_entry SET sealed = sealed"],
  ["abri_officer", "delete an envelope", "DELETE FROM queue_item"],
  ["abri_worker", "read a vault", "SELECT vault FROM officer"],
  ["abri_worker", "read sign-in data", "SELECT auth_hash FROM officer"],
  ["abri_worker", "read a session", "SELECT token_hash FROM officer_session"],
  ["abri_worker", "read an invitation", "SELECT code_hash FROM enrolment"],
  ["abri_worker", "read a grant", "SELECT sealed FROM desk_grant"],
  ["abri_worker", "read the roster", "SELECT roster FROM key_statement"],
  ["abri_worker", "read an entry", "SELECT sealed FROM case_entry"],
  ["abri_worker", "read a tag", "SELECT tag FROM case_record"],
  ["abri_worker", "read the tag of an item", "SELECT tag FROM queue_item"],
  ["abri_worker", "read an item it released", "SELECT envelope FROM queue_item"],
  ["abri_worker", "read a part it released", "SELECT bytes FROM attachment_part"],
  ["abri_worker", "see who works on a case", "SELECT officer_id FROM case_lease"],
];

describe("roles", () => {
  it.each(MUST_NOT)("keep %s from what it must not do: %s", async (role, _what, sql) => {
    expect(await attempt(sql)).toBe("done");
    expect(await attempt(sql, role)).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it.each(ROLES)("keep %s from making anything of its own outside its place", async (role) => {
    const statements = [
      "CREATE TABLE public.mine (a int)",
      "CREATE TEMPORARY TABLE mine (a int)",
      "CREATE SCHEMA mine",
      "ALTER TABLE officer ADD COLUMN mine int",
      "CREATE ROLE abri_mine",
      "SELECT pg_read_file('PG_VERSION')",
    ];
    for (const sql of statements) {
      expect([sql, await attempt(sql)]).toEqual([sql, "done"]);
      expect([sql, await attempt(sql, role)]).toEqual([sql, INSUFFICIENT_PRIVILEGE]);
    }
    for (const other of [...ROLES.filter((one) => one !== role), "abri_owner"]) {
      expect(await attempt(`SET ROLE ${other}`, role)).toBe(INSUFFICIENT_PRIVILEGE);
    }
  });

  it("give the queue's schema to the worker alone", async () => {
    const sql = "CREATE TABLE bullmq.mine (a int)";
    expect(await attempt(sql, "abri_worker")).toBe("done");
    expect(await attempt(sql, "abri_reporter")).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await attempt(sql, "abri_officer")).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it("have nothing that Postgres reserves for administrators", async () => {
    const { rows } = await asOwner(`
      SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
        (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
      FROM pg_roles r WHERE rolname LIKE 'abri\\_%' AND rolname <> 'abri_owner' ORDER BY rolname`);
    expect(rows).toEqual(
      ROLES.toSorted().map((rolname) => ({
        rolname,
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolbypassrls: false,
        memberships: 0,
      })),
    );
  });
});
