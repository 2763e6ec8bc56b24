-- Whether a case that waits was closed before: the queue calls it reopened, and not new.

-- AlterTable
ALTER TABLE "case_record" ADD COLUMN "reopened" BOOLEAN NOT NULL DEFAULT false;
-- Only for the rows that are there: whoever makes a case says it.
ALTER TABLE "case_record" ALTER COLUMN "reopened" DROP DEFAULT;

ALTER TABLE case_record
  ADD CONSTRAINT case_record_reopened_state CHECK (state = 'open' OR NOT reopened);

GRANT UPDATE (reopened) ON case_record TO abri_officer;
