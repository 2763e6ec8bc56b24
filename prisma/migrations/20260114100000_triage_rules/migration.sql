-- Triage rules that a lead signed, and which cases of level 0 have gone to whoever is on call.

-- CreateTable
CREATE TABLE "triage_rules" (
    "version" INTEGER NOT NULL,
    "rules" BYTEA NOT NULL,

    CONSTRAINT "triage_rules_pkey" PRIMARY KEY ("version")
);

-- AlterTable
ALTER TABLE "case_record" ADD COLUMN "on_call" BOOLEAN NOT NULL DEFAULT false;
-- Only for the rows that are there: whoever makes a case says it.
ALTER TABLE "case_record" ALTER COLUMN "on_call" DROP DEFAULT;

ALTER TABLE triage_rules
  ADD CONSTRAINT triage_rules_version_range CHECK (version >= 1),
  ADD CONSTRAINT triage_rules_rules_length CHECK (octet_length(rules) BETWEEN 65 AND 16384);

GRANT SELECT, INSERT ON triage_rules TO abri_officer;
GRANT SELECT ON triage_rules TO abri_worker;
GRANT SELECT (on_call), UPDATE (on_call) ON case_record TO abri_worker;
-- Whether somebody holds a case, not who.
GRANT SELECT (case_id) ON case_lease TO abri_worker;
