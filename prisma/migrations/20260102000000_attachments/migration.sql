-- Attachments: parts as they come in, the streams that envelopes name, and parts that officers can fetch.

-- ---------------------------------------------------------------------------------------------------------- Tables

-- CreateEnum
CREATE TYPE "attachment_state" AS ENUM ('waiting', 'here', 'missing');

-- CreateTable
CREATE TABLE "upload_part" (
    "upload_id" BYTEA NOT NULL,
    "part_index" SMALLINT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "upload_part_pkey" PRIMARY KEY ("upload_id","part_index")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "upload_id" BYTEA,
    "part_count" SMALLINT NOT NULL,
    "state" "attachment_state" NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment_part" (
    "attachment_id" UUID NOT NULL,
    "part_index" SMALLINT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "attachment_part_pkey" PRIMARY KEY ("attachment_id","part_index")
);

-- AlterTable
ALTER TABLE "held_item" ADD COLUMN "attachment_id" UUID;
ALTER TABLE "queue_item" ADD COLUMN "attachment_id" UUID;
ALTER TABLE "quarantine" ADD COLUMN "attachment_id" UUID;

-- CreateIndex
CREATE INDEX "attachment_upload_id_idx" ON "attachment"("upload_id");

-- CreateIndex
CREATE UNIQUE INDEX "held_item_attachment_id_key" ON "held_item"("attachment_id");

-- CreateIndex
CREATE UNIQUE INDEX "queue_item_attachment_id_key" ON "queue_item"("attachment_id");

-- CreateIndex
CREATE UNIQUE INDEX "quarantine_attachment_id_key" ON "quarantine"("attachment_id");

-- AddForeignKey
ALTER TABLE "attachment_part" ADD CONSTRAINT "attachment_part_attachment_id_fkey" FOREIGN KEY ("attachment_id") REFERENCES "attachment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "held_item" ADD CONSTRAINT "held_item_attachment_id_fkey" FOREIGN KEY ("attachment_id") REFERENCES "attachment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_item" ADD CONSTRAINT "queue_item_attachment_id_fkey" FOREIGN KEY ("attachment_id") REFERENCES "attachment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quarantine" ADD CONSTRAINT "quarantine_attachment_id_fkey" FOREIGN KEY ("attachment_id") REFERENCES "attachment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------- Checks

ALTER TABLE upload_part
  ADD CONSTRAINT upload_part_upload_id_length CHECK (octet_length(upload_id) = 16),
  ADD CONSTRAINT upload_part_part_index_range CHECK (part_index BETWEEN 0 AND 127),
  ADD CONSTRAINT upload_part_bytes_length CHECK (octet_length(bytes) = 262208),
  ADD CONSTRAINT upload_part_digest_true CHECK (digest = sha256(bytes));

ALTER TABLE attachment
  ADD CONSTRAINT attachment_upload_id_length CHECK (octet_length(upload_id) = 16),
  ADD CONSTRAINT attachment_part_count_known CHECK (part_count IN (1, 2, 4, 8, 16, 32, 64, 128)),
  -- where parts came in is forgotten once they are here
  ADD CONSTRAINT attachment_upload_forgotten CHECK (state = 'missing' OR (upload_id IS NULL) = (state = 'here'));

ALTER TABLE attachment_part
  ADD CONSTRAINT attachment_part_part_index_range CHECK (part_index BETWEEN 0 AND 127),
  ADD CONSTRAINT attachment_part_bytes_length CHECK (octet_length(bytes) = 262208);

-- Sealed bytes do not compress: trying would cost time and gain nothing.
ALTER TABLE upload_part ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE attachment_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- ---------------------------------------------------------------------------------------------------------- Rights

REVOKE ALL ON upload_part, attachment, attachment_part FROM PUBLIC;
REVOKE ALL ON TYPE attachment_state FROM PUBLIC;
GRANT USAGE ON TYPE attachment_state TO abri_officer, abri_worker;

-- The reporter host takes parts in and never reads one: the digest says whether a repeated part is the same.
GRANT INSERT, SELECT (upload_id, part_index, digest) ON upload_part TO abri_reporter;

-- The officer host hands sealed parts out. It does not learn under which upload id they came.
GRANT SELECT (id, part_count, state) ON attachment TO abri_officer;
GRANT SELECT ON attachment_part TO abri_officer;

-- The worker counts parts, moves them to the item that names them, and deletes what nobody names. To move bytes inside
-- the database it has to be able to read them; once moved it cannot.
GRANT SELECT, DELETE ON upload_part TO abri_worker;
GRANT SELECT, INSERT, DELETE, UPDATE (upload_id, state) ON attachment TO abri_worker;
GRANT INSERT ON attachment_part TO abri_worker;
GRANT SELECT (attachment_id) ON quarantine TO abri_worker;
