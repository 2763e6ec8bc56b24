/** The live schema against schema.prisma and against security/limits.ts. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { sqlBetween } from "../../prisma/migrate/engine.ts";
import * as limits from "../../security/limits.ts";
import { freshDatabase } from "../tools/database.ts";
import type { FreshDatabase } from "../tools/database.ts";

let migrated: FreshDatabase;
let modelled: FreshDatabase;

beforeAll(async () => {
  [migrated, modelled] = await Promise.all([freshDatabase(), freshDatabase({ empty: true })]);
});
afterAll(() => Promise.all([migrated.drop(), modelled.drop()]));

async function rowsOf<Row extends pg.QueryResultRow>(database: FreshDatabase, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const COLUMNS = `
  SELECT table_name, column_name, udt_name, is_nullable, column_default, datetime_precision
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
  ORDER BY table_name, column_name`;
const INDEXES = `
  SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
  ORDER BY indexname`;
const KEYS = `
  SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u') AND conname NOT LIKE '\\_prisma%'
  ORDER BY conname`;

describe("migrations", () => {
  it("make what schema.prisma says", async () => {
    await rowsOf(modelled, await sqlBetween(modelled.url(), null));
    for (const sql of [COLUMNS, INDEXES, KEYS]) {
      const expected = await rowsOf(modelled, sql);
      expect(expected.length).toBeGreaterThan(4);
      expect(await rowsOf(migrated, sql)).toEqual(expected);
    }
  });
});

/** Every check on a length, and where its number comes from. */
const envelope = `ANY (ARRAY[${limits.ENVELOPE_BYTES.join(", ")}])`;
const LENGTHS: Readonly<Record<string, string | number | readonly [number, number]>> = {
  "intake_envelope.id": limits.ENVELOPE_ID_BYTES,
  "intake_envelope.envelope": envelope,
  "intake_envelope.slip": limits.SLIP_BYTES,
  "intake_receipt.id_mac": limits.HASH_BYTES,
  "intake_receipt.body_mac": limits.HASH_BYTES,
  "upload_part.upload_id": limits.UPLOAD_ID_BYTES,
  "upload_part.bytes": limits.PART_BYTES,
  "triage_rules.rules": [limits.SIGNATURE_BYTES + 1, limits.TRIAGE_RULES_MAX_BYTES],
  "attachment.upload_id": limits.UPLOAD_ID_BYTES,
  "attachment_part.bytes": limits.PART_BYTES,
  "key_statement.hash": limits.HASH_BYTES,
  "key_statement.statement": [limits.SIGNATURE_BYTES + 1, limits.STATEMENT_MAX_BYTES],
  "key_statement.roster": [limits.SIGNATURE_BYTES + 1, limits.ROSTER_MAX_BYTES],
  "held_item.envelope": envelope,
  "held_item.summary": limits.SUMMARY_BYTES,
  "case_record.tag": limits.HASH_BYTES,
  "queue_item.envelope": envelope,
  "queue_item.summary": limits.SUMMARY_BYTES,
  "queue_item.tag": limits.HASH_BYTES,
  "queue_item.envelope_rewrap": limits.REWRAP_BYTES,
  "queue_item.summary_rewrap": limits.REWRAP_BYTES,
  "quarantine.envelope": envelope,
  "case_entry.sealed": [1, limits.ENTRY_MAX_BYTES],
  "case_entry.rewrap": limits.REWRAP_BYTES,
  "former_tag.tag": limits.HASH_BYTES,
  "outbox_reply.row_key": limits.HASH_BYTES,
  "outbox_reply.slot": limits.SLOT_BYTES,
  "mailbox_slot.row_key": limits.HASH_BYTES,
  "mailbox_slot.slot": limits.SLOT_BYTES,
  "officer.salt": limits.VAULT_SALT_BYTES,
  "officer.vault": [limits.XCHACHA_NONCE_BYTES + limits.AEAD_TAG_BYTES, 4096],
  "officer.totp_sealed": [1, 256],
  "officer.sealing_key": limits.XWING_PUBLIC_KEY_BYTES,
  "officer.signing_key": limits.ED25519_PUBLIC_KEY_BYTES,
  "officer_views.sealed": limits.VIEWS_BYTES,
  "officer_session.token_hash": limits.HASH_BYTES,
  "sign_in_failure.name_mac": limits.HASH_BYTES,
  "enrolment.totp_sealed": [1, 256],
  "passkey.credential_id": [16, 1023],
  "passkey.public_key": [32, 1024],
  "used_challenge.hash": limits.HASH_BYTES,
  "desk_grant.sealed": limits.GRANT_BYTES,
  "desk_grant.signer_id": limits.OBJECT_ID_BYTES,
  "desk_grant.signature": limits.SIGNATURE_BYTES,
  "lead_certificate.certificate": [limits.SIGNATURE_BYTES + 1, limits.CERTIFICATE_MAX_BYTES],
  "admission_request.request": [limits.SIGNATURE_BYTES + 1, 2048],
  "prepared_version.statement": [limits.SIGNATURE_BYTES + 1, limits.STATEMENT_MAX_BYTES],
  "prepared_version.roster": [limits.SIGNATURE_BYTES + 1, limits.ROSTER_MAX_BYTES],
  "prepared_grant.sealed": limits.GRANT_BYTES,
  "prepared_grant.signer_id": limits.OBJECT_ID_BYTES,
  "prepared_grant.signature": limits.SIGNATURE_BYTES,
};

function definitionOf(column: string, limit: string | number | readonly [number, number]): string {
  const length = `octet_length(${column})`;
  if (typeof limit === "string") return `CHECK ((${length} = ${limit}))`;
  if (typeof limit === "number") return `CHECK ((${length} = ${limit}))`;
  return `CHECK (((${length} >= ${limit[0]}) AND (${length} <= ${limit[1]})))`;
}

describe("checks", () => {
  it("hold every column of bytes to the protocol's length", async () => {
    const columns = await rowsOf<{ name: string }>(
      migrated,
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND udt_name = 'bytea' ORDER BY name`,
    );
    // A digest is checked for its value, which is stricter.
    const names = columns.map((row) => row.name).filter((name) => !name.endsWith(".digest"));
    expect(names).toEqual(Object.keys(LENGTHS).sort());
    for (const [name, limit] of Object.entries(LENGTHS)) {
      const [table = "", column = ""] = name.split(".");
      const rows = await rowsOf<{ definition: string }>(
        migrated,
        `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
         WHERE conrelid = 'public.${table}'::regclass AND conname = '${table}_${column}_length'`,
      );
      expect([name, rows[0]?.definition]).toEqual([name, definitionOf(column, limit)]);
    }
  });

  it("hold sequence numbers and slots to what readers try", async () => {
    const [row] = await rowsOf<{ definition: string }>(
      migrated,
      "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'mailbox_slot_sequence_range'",
    );
    expect(row?.definition).toContain(`<= ${limits.MAILBOX_SLOTS * limits.MAILBOX_WRAPS}`);
    const [index] = await rowsOf<{ definition: string }>(
      migrated,
      "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'mailbox_slot_index_true'",
    );
    expect(index?.definition).toContain(`% ${limits.MAILBOX_SLOTS}`);
  });
});
