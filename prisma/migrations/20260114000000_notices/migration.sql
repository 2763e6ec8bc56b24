-- Notices to officers: the day of the newest daily digest, and whether a notice has gone out for a case of level 0.

-- CreateTable
CREATE TABLE "digest_day" (
    "day" DATE NOT NULL,

    CONSTRAINT "digest_day_pkey" PRIMARY KEY ("day")
);

-- AlterTable
ALTER TABLE "case_record" ADD COLUMN "noticed" BOOLEAN NOT NULL DEFAULT false;
-- Only for the rows that are there: whoever makes a case says it.
ALTER TABLE "case_record" ALTER COLUMN "noticed" DROP DEFAULT;

-- The worker alone sends notices.
GRANT SELECT, INSERT, DELETE ON digest_day TO abri_worker;
GRANT SELECT (noticed), UPDATE (noticed) ON case_record TO abri_worker;
