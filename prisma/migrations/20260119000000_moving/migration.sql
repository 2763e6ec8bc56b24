-- Cases that move between desks, and what their items and entries are opened with there.

-- DropForeignKey
ALTER TABLE "queue_item" DROP CONSTRAINT "queue_item_case_id_fkey";

-- DropForeignKey
ALTER TABLE "case_entry" DROP CONSTRAINT "case_entry_case_id_fkey";

-- AlterTable
ALTER TABLE "queue_item" ADD COLUMN "rewrap_epoch" INTEGER,
ADD COLUMN "envelope_rewrap" BYTEA,
ADD COLUMN "summary_rewrap" BYTEA;

-- AlterTable
ALTER TABLE "case_entry" ADD COLUMN "rewrap_epoch" INTEGER,
ADD COLUMN "rewrap" BYTEA;

-- CreateTable
CREATE TABLE "former_tag" (
    "tag" BYTEA NOT NULL,
    "case_id" UUID NOT NULL,

    CONSTRAINT "former_tag_pkey" PRIMARY KEY ("tag")
);

-- CreateIndex
CREATE INDEX "former_tag_case_id_idx" ON "former_tag"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "case_record_id_desk_key" ON "case_record"("id", "desk");

-- AddForeignKey
ALTER TABLE "former_tag" ADD CONSTRAINT "former_tag_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_record"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An item and an entry are on the desk of their case, also when somebody writes one while the case moves: a writer who still has the
-- old desk in mind is refused. What was put into a case of another desk before there were rewraps opens to whoever holds both keys.
UPDATE queue_item SET desk = c.desk FROM case_record c WHERE c.id = case_id AND c.desk <> queue_item.desk;
UPDATE case_entry SET desk = c.desk FROM case_record c WHERE c.id = case_id AND c.desk <> case_entry.desk;

-- AddForeignKey
ALTER TABLE "queue_item" ADD CONSTRAINT "queue_item_case_id_desk_fkey" FOREIGN KEY ("case_id", "desk") REFERENCES "case_record"("id", "desk") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_entry" ADD CONSTRAINT "case_entry_case_id_desk_fkey" FOREIGN KEY ("case_id", "desk") REFERENCES "case_record"("id", "desk") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE former_tag ADD CONSTRAINT former_tag_tag_length CHECK (octet_length(tag) = 32);

ALTER TABLE queue_item
  ADD CONSTRAINT queue_item_rewrap_epoch_range CHECK (rewrap_epoch >= 1),
  ADD CONSTRAINT queue_item_envelope_rewrap_length CHECK (octet_length(envelope_rewrap) = 1186),
  ADD CONSTRAINT queue_item_summary_rewrap_length CHECK (octet_length(summary_rewrap) = 1186),
  ADD CONSTRAINT queue_item_rewraps_together CHECK (num_nonnulls(rewrap_epoch, envelope_rewrap, summary_rewrap) IN (0, 3));

ALTER TABLE case_entry
  ADD CONSTRAINT case_entry_rewrap_epoch_range CHECK (rewrap_epoch >= 1),
  ADD CONSTRAINT case_entry_rewrap_length CHECK (octet_length(rewrap) = 1186),
  ADD CONSTRAINT case_entry_rewrap_together CHECK (num_nonnulls(rewrap_epoch, rewrap) IN (0, 2));

REVOKE ALL ON former_tag FROM PUBLIC;

-- The officer host alone. It changes what an item is opened with, never the sealed bytes themselves.
GRANT SELECT, INSERT ON former_tag TO abri_officer;
GRANT UPDATE (desk) ON case_record TO abri_officer;
GRANT UPDATE (desk, rewrap_epoch, envelope_rewrap, summary_rewrap) ON queue_item TO abri_officer;
GRANT UPDATE (desk, rewrap_epoch, rewrap) ON case_entry TO abri_officer;
