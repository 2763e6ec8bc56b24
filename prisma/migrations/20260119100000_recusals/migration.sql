-- Officers who stepped back from a case.

-- CreateTable
CREATE TABLE "case_recusal" (
    "case_id" UUID NOT NULL,
    "officer_id" UUID NOT NULL,

    CONSTRAINT "case_recusal_pkey" PRIMARY KEY ("case_id","officer_id")
);

-- CreateIndex
CREATE INDEX "case_recusal_officer_id_idx" ON "case_recusal"("officer_id");

-- AddForeignKey
ALTER TABLE "case_recusal" ADD CONSTRAINT "case_recusal_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_record"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_recusal" ADD CONSTRAINT "case_recusal_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "officer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

REVOKE ALL ON case_recusal FROM PUBLIC;
GRANT SELECT, INSERT, DELETE ON case_recusal TO abri_officer;
