-- What officers decide about a case: its level by their own entry, its closing, a second reader, to whom it was handed.

-- AlterTable
ALTER TABLE "case_record" ADD COLUMN "closed_day" DATE,
ADD COLUMN "handed_to" UUID,
ADD COLUMN "level_entry_id" UUID,
ADD COLUMN "reader_wanted" BOOLEAN NOT NULL DEFAULT false;
-- Only for the rows that are there: whoever makes a case says it.
ALTER TABLE "case_record" ALTER COLUMN "reader_wanted" DROP DEFAULT;

-- CreateIndex
CREATE INDEX "case_record_handed_to_idx" ON "case_record"("handed_to");

-- AddForeignKey
ALTER TABLE "case_record" ADD CONSTRAINT "case_record_handed_to_fkey" FOREIGN KEY ("handed_to") REFERENCES "officer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE case_record
  ADD CONSTRAINT case_record_closed_day_state CHECK (closed_day IS NULL OR state = 'closed');

GRANT UPDATE (on_call, closed_day, level_entry_id, reader_wanted, handed_to) ON case_record TO abri_officer;
