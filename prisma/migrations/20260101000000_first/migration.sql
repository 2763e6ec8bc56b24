-- The first shape of the database. Three parts: tables as schema.prisma says, checks, roles and what each may do.

-- ---------------------------------------------------------------------------------------------------------- Tables

-- CreateEnum
CREATE TYPE "case_state" AS ENUM ('open', 'answered', 'closed');

-- CreateEnum
CREATE TYPE "officer_role" AS ENUM ('lead', 'officer');

-- CreateEnum
CREATE TYPE "officer_state" AS ENUM ('pending', 'active', 'removed');

-- CreateTable
CREATE TABLE "intake_envelope" (
    "id" BYTEA NOT NULL,
    "envelope" BYTEA NOT NULL,
    "slip" BYTEA NOT NULL,

    CONSTRAINT "intake_envelope_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake_receipt" (
    "id_mac" BYTEA NOT NULL,
    "body_mac" BYTEA NOT NULL,
    "keep_until" DATE NOT NULL,

    CONSTRAINT "intake_receipt_pkey" PRIMARY KEY ("id_mac")
);

-- CreateTable
CREATE TABLE "key_statement" (
    "version" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "statement" BYTEA NOT NULL,
    "roster" BYTEA NOT NULL,
    "issue_day" DATE NOT NULL,
    "expiry_day" DATE NOT NULL,
    "accept_until" DATE NOT NULL,

    CONSTRAINT "key_statement_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "held_item" (
    "id" UUID NOT NULL,
    "level" SMALLINT NOT NULL,
    "desk" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "envelope" BYTEA NOT NULL,
    "summary" BYTEA NOT NULL,

    CONSTRAINT "held_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_record" (
    "id" UUID NOT NULL,
    "desk" INTEGER NOT NULL,
    "level" SMALLINT NOT NULL,
    "raised" BOOLEAN NOT NULL,
    "state" "case_state" NOT NULL,
    "tag" BYTEA,
    "released_day" DATE NOT NULL,
    "due_day" DATE NOT NULL,
    "due_hour" TIMESTAMPTZ(0),

    CONSTRAINT "case_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue_item" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "desk" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "released_day" DATE NOT NULL,
    "envelope" BYTEA NOT NULL,
    "summary" BYTEA NOT NULL,

    CONSTRAINT "queue_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "id" UUID NOT NULL,
    "envelope" BYTEA NOT NULL,
    "received_day" DATE NOT NULL,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_lease" (
    "case_id" UUID NOT NULL,
    "officer_id" UUID NOT NULL,
    "until_minute" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "case_lease_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "case_entry" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "desk" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "case_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_reply" (
    "row_key" BYTEA NOT NULL,
    "sequence" INTEGER NOT NULL,
    "slot" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "urgent" BOOLEAN NOT NULL,

    CONSTRAINT "outbox_reply_pkey" PRIMARY KEY ("row_key","sequence")
);

-- CreateTable
CREATE TABLE "mailbox_slot" (
    "row_key" BYTEA NOT NULL,
    "slot_index" SMALLINT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "slot" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "mailbox_slot_pkey" PRIMARY KEY ("row_key","slot_index")
);

-- CreateTable
CREATE TABLE "officer" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "officer_role" NOT NULL,
    "state" "officer_state" NOT NULL,
    "auth_hash" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "vault" BYTEA NOT NULL,
    "vault_counter" INTEGER NOT NULL,
    "totp_sealed" BYTEA NOT NULL,
    "totp_last_step" BIGINT,
    "sealing_key" BYTEA NOT NULL,
    "signing_key" BYTEA NOT NULL,

    CONSTRAINT "officer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "officer_session" (
    "token_hash" BYTEA NOT NULL,
    "officer_id" UUID NOT NULL,
    "last_seen_minute" TIMESTAMPTZ(0) NOT NULL,
    "expires_minute" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "officer_session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sign_in_failure" (
    "name_mac" BYTEA NOT NULL,
    "failures" INTEGER NOT NULL,
    "failed_minute" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("name_mac")
);

-- CreateTable
CREATE TABLE "enrolment" (
    "id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "role" "officer_role" NOT NULL,
    "officer_id" UUID NOT NULL,
    "totp_sealed" BYTEA NOT NULL,
    "expires_minute" TIMESTAMPTZ(0) NOT NULL,
    "used" BOOLEAN NOT NULL,

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_grant" (
    "desk" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "officer_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "signer_id" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "desk_grant_pkey" PRIMARY KEY ("desk","epoch","officer_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "key_statement_hash_key" ON "key_statement"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "case_record_tag_key" ON "case_record"("tag");

-- CreateIndex
CREATE INDEX "case_record_level_due_day_id_idx" ON "case_record"("level", "due_day", "id");

-- CreateIndex
CREATE INDEX "queue_item_case_id_idx" ON "queue_item"("case_id");

-- CreateIndex
CREATE INDEX "case_lease_officer_id_idx" ON "case_lease"("officer_id");

-- CreateIndex
CREATE INDEX "case_entry_case_id_idx" ON "case_entry"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "officer_name_key" ON "officer"("name");

-- CreateIndex
CREATE INDEX "officer_session_officer_id_idx" ON "officer_session"("officer_id");

-- CreateIndex
CREATE INDEX "sign_in_failure_failed_minute_idx" ON "sign_in_failure"("failed_minute");

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_officer_id_key" ON "enrolment"("officer_id");

-- CreateIndex
CREATE INDEX "desk_grant_officer_id_idx" ON "desk_grant"("officer_id");

-- AddForeignKey
ALTER TABLE "queue_item" ADD CONSTRAINT "queue_item_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_lease" ADD CONSTRAINT "case_lease_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_record"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_lease" ADD CONSTRAINT "case_lease_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "officer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_entry" ADD CONSTRAINT "case_entry_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_record"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "officer_session" ADD CONSTRAINT "officer_session_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "officer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------- Checks
-- Lengths are those of security/limits.ts; test/prisma/schema.db.test.ts compares the two.

ALTER TABLE intake_envelope
  ADD CONSTRAINT intake_envelope_id_length CHECK (octet_length(id) = 16),
  ADD CONSTRAINT intake_envelope_envelope_length CHECK (octet_length(envelope) IN (9504, 34080)),
  ADD CONSTRAINT intake_envelope_slip_length CHECK (octet_length(slip) = 1392);

ALTER TABLE intake_receipt
  ADD CONSTRAINT intake_receipt_id_mac_length CHECK (octet_length(id_mac) = 32),
  ADD CONSTRAINT intake_receipt_body_mac_length CHECK (octet_length(body_mac) = 32);

ALTER TABLE key_statement
  ADD CONSTRAINT key_statement_version_range CHECK (version >= 1),
  ADD CONSTRAINT key_statement_hash_length CHECK (octet_length(hash) = 32),
  ADD CONSTRAINT key_statement_statement_length CHECK (octet_length(statement) BETWEEN 65 AND 65536),
  ADD CONSTRAINT key_statement_roster_length CHECK (octet_length(roster) BETWEEN 65 AND 1048576),
  ADD CONSTRAINT key_statement_days CHECK (expiry_day >= issue_day);

ALTER TABLE held_item
  ADD CONSTRAINT held_item_level_range CHECK (level BETWEEN 0 AND 3),
  ADD CONSTRAINT held_item_desk_range CHECK (desk BETWEEN 1 AND 65535),
  ADD CONSTRAINT held_item_epoch_range CHECK (epoch >= 1),
  ADD CONSTRAINT held_item_envelope_length CHECK (octet_length(envelope) IN (9504, 34080)),
  ADD CONSTRAINT held_item_summary_length CHECK (octet_length(summary) = 1392);

ALTER TABLE case_record
  ADD CONSTRAINT case_record_desk_range CHECK (desk BETWEEN 1 AND 65535),
  ADD CONSTRAINT case_record_level_range CHECK (level BETWEEN 0 AND 3),
  ADD CONSTRAINT case_record_tag_length CHECK (octet_length(tag) = 32),
  -- the one time of a case finer than a day: an hour, and only while somebody may be in danger
  ADD CONSTRAINT case_record_due_hour_whole CHECK (extract(epoch FROM due_hour) % 3600 = 0),
  ADD CONSTRAINT case_record_due_hour_level CHECK (due_hour IS NULL OR level = 0);

ALTER TABLE queue_item
  ADD CONSTRAINT queue_item_desk_range CHECK (desk BETWEEN 1 AND 65535),
  ADD CONSTRAINT queue_item_epoch_range CHECK (epoch >= 1),
  ADD CONSTRAINT queue_item_envelope_length CHECK (octet_length(envelope) IN (9504, 34080)),
  ADD CONSTRAINT queue_item_summary_length CHECK (octet_length(summary) = 1392);

ALTER TABLE quarantine
  ADD CONSTRAINT quarantine_envelope_length CHECK (octet_length(envelope) IN (9504, 34080));

ALTER TABLE case_lease
  ADD CONSTRAINT case_lease_until_minute_whole CHECK (extract(epoch FROM until_minute) % 60 = 0);

ALTER TABLE case_entry
  ADD CONSTRAINT case_entry_desk_range CHECK (desk BETWEEN 1 AND 65535),
  ADD CONSTRAINT case_entry_epoch_range CHECK (epoch >= 1),
  ADD CONSTRAINT case_entry_sealed_length CHECK (octet_length(sealed) BETWEEN 1 AND 65536);

-- 512 = slots x wraps: the highest sequence number a reader tries. The digest lets an officer's repeated request be
-- recognised by a role that may not read the slots.
ALTER TABLE outbox_reply
  ADD CONSTRAINT outbox_reply_row_key_length CHECK (octet_length(row_key) = 32),
  ADD CONSTRAINT outbox_reply_sequence_range CHECK (sequence BETWEEN 1 AND 512),
  ADD CONSTRAINT outbox_reply_slot_length CHECK (octet_length(slot) = 4096),
  ADD CONSTRAINT outbox_reply_digest_true CHECK (digest = sha256(slot));

ALTER TABLE mailbox_slot
  ADD CONSTRAINT mailbox_slot_row_key_length CHECK (octet_length(row_key) = 32),
  ADD CONSTRAINT mailbox_slot_sequence_range CHECK (sequence BETWEEN 1 AND 512),
  ADD CONSTRAINT mailbox_slot_index_true CHECK (slot_index = (sequence - 1) % 8),
  ADD CONSTRAINT mailbox_slot_slot_length CHECK (octet_length(slot) = 4096),
  ADD CONSTRAINT mailbox_slot_digest_true CHECK (digest = sha256(slot));

-- In the row itself, not in a side table: one lookup less for a slot that is there than for one that is not.
ALTER TABLE mailbox_slot ALTER COLUMN slot SET STORAGE PLAIN;

ALTER TABLE officer
  ADD CONSTRAINT officer_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
  ADD CONSTRAINT officer_auth_hash_length CHECK (char_length(auth_hash) BETWEEN 1 AND 255),
  ADD CONSTRAINT officer_salt_length CHECK (octet_length(salt) = 16),
  ADD CONSTRAINT officer_vault_length CHECK (octet_length(vault) BETWEEN 40 AND 4096),
  ADD CONSTRAINT officer_vault_counter_range CHECK (vault_counter >= 0),
  ADD CONSTRAINT officer_totp_sealed_length CHECK (octet_length(totp_sealed) BETWEEN 1 AND 256),
  ADD CONSTRAINT officer_sealing_key_length CHECK (octet_length(sealing_key) = 1216),
  ADD CONSTRAINT officer_signing_key_length CHECK (octet_length(signing_key) = 32);

ALTER TABLE officer_session
  ADD CONSTRAINT officer_session_token_hash_length CHECK (octet_length(token_hash) = 32),
  ADD CONSTRAINT officer_session_last_seen_minute_whole CHECK (extract(epoch FROM last_seen_minute) % 60 = 0),
  ADD CONSTRAINT officer_session_expires_minute_whole CHECK (extract(epoch FROM expires_minute) % 60 = 0);

ALTER TABLE sign_in_failure
  ADD CONSTRAINT sign_in_failure_name_mac_length CHECK (octet_length(name_mac) = 32),
  ADD CONSTRAINT sign_in_failure_failures_range CHECK (failures >= 1),
  ADD CONSTRAINT sign_in_failure_failed_minute_whole CHECK (extract(epoch FROM failed_minute) % 60 = 0);

ALTER TABLE enrolment
  ADD CONSTRAINT enrolment_code_hash_length CHECK (char_length(code_hash) BETWEEN 1 AND 255),
  ADD CONSTRAINT enrolment_totp_sealed_length CHECK (octet_length(totp_sealed) BETWEEN 1 AND 256),
  ADD CONSTRAINT enrolment_expires_minute_whole CHECK (extract(epoch FROM expires_minute) % 60 = 0);

-- epoch 0 is the desk's matching key
ALTER TABLE desk_grant
  ADD CONSTRAINT desk_grant_desk_range CHECK (desk BETWEEN 1 AND 65535),
  ADD CONSTRAINT desk_grant_epoch_range CHECK (epoch >= 0),
  ADD CONSTRAINT desk_grant_sealed_length CHECK (octet_length(sealed) = 1208),
  ADD CONSTRAINT desk_grant_signer_id_length CHECK (octet_length(signer_id) = 16),
  ADD CONSTRAINT desk_grant_signature_length CHECK (octet_length(signature) = 64);

-- ----------------------------------------------------------------------------------------------------------- Roles
-- One per kind of process. Roles belong to the whole server, so another database may have made them already. They
-- have no password until `migrate` is given one.

DO $roles$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['abri_reporter', 'abri_officer', 'abri_worker'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', wanted);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
END
$roles$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TYPES FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO abri_reporter, abri_officer, abri_worker;
GRANT USAGE ON TYPE case_state TO abri_officer, abri_worker;
GRANT USAGE ON TYPE officer_role, officer_state TO abri_officer;

-- The reporter host: takes envelopes in, never reads or deletes one; hands out the statement and mailbox slots.
GRANT INSERT ON intake_envelope TO abri_reporter;
GRANT INSERT, SELECT (id_mac, body_mac) ON intake_receipt TO abri_reporter;
GRANT SELECT (version, hash, statement, issue_day, expiry_day, accept_until) ON key_statement TO abri_reporter;
GRANT SELECT (row_key, slot_index, slot) ON mailbox_slot TO abri_reporter;

-- The officer host: officers' own rows, the queue, the directory. Of mailboxes it sees which sequence numbers are
-- taken, never a slot; a reply goes into the outbox and cannot be read back or changed. What consoles open in quarantine
-- it moves into a case; it can change neither envelope nor summary of an item, nor delete one.
GRANT SELECT, INSERT, UPDATE (accept_until) ON key_statement TO abri_officer;
GRANT SELECT, INSERT, DELETE, UPDATE (level, raised, state, tag, due_day, due_hour) ON case_record TO abri_officer;
GRANT SELECT, INSERT, UPDATE (case_id) ON queue_item TO abri_officer;
GRANT SELECT, DELETE ON quarantine TO abri_officer;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_lease TO abri_officer;
GRANT SELECT, INSERT, UPDATE (case_id) ON case_entry TO abri_officer;
GRANT INSERT, SELECT (row_key, sequence, digest) ON outbox_reply TO abri_officer;
GRANT SELECT (row_key, slot_index, sequence, digest) ON mailbox_slot TO abri_officer;
GRANT SELECT, INSERT, UPDATE ON officer TO abri_officer;
GRANT SELECT, INSERT, UPDATE, DELETE ON officer_session, sign_in_failure, enrolment TO abri_officer;
GRANT SELECT, INSERT, UPDATE ON desk_grant TO abri_officer;

-- The worker: takes envelopes from intake to the queue, replies from the outbox to mailboxes, raises and erases. What
-- only passes through a table it also truncates, since a deleted row stays legible in the table's file. It
-- may delete sessions, invitations and counts of failed sign-ins that ran out, and sees nothing of them but when.
GRANT SELECT, DELETE, TRUNCATE ON intake_envelope TO abri_worker;
GRANT DELETE, SELECT (keep_until) ON intake_receipt TO abri_worker;
GRANT SELECT (version, hash, statement, issue_day, expiry_day, accept_until) ON key_statement TO abri_worker;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON held_item TO abri_worker;
GRANT INSERT, UPDATE (level, raised, due_hour), SELECT (id, level, raised, state, due_day, due_hour)
  ON case_record TO abri_worker;
GRANT INSERT ON queue_item TO abri_worker;
GRANT INSERT, DELETE, SELECT (id, received_day) ON quarantine TO abri_worker;
GRANT DELETE, SELECT (until_minute) ON case_lease TO abri_worker;
GRANT SELECT, DELETE, TRUNCATE ON outbox_reply TO abri_worker;
GRANT SELECT, INSERT, UPDATE (sequence, slot, digest) ON mailbox_slot TO abri_worker;
GRANT DELETE, SELECT (last_seen_minute, expires_minute) ON officer_session TO abri_worker;
GRANT DELETE, SELECT (failed_minute) ON sign_in_failure TO abri_worker;
GRANT DELETE, SELECT (expires_minute) ON enrolment TO abri_worker;

-- Where BullMQ keeps its jobs when Postgres is the queue: the worker's own schema, nobody else's.
GRANT abri_worker TO CURRENT_USER;
CREATE SCHEMA bullmq AUTHORIZATION abri_worker;
