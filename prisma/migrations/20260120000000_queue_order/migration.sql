-- The queue goes by level and day of release; what is overdue within a level is a filter on the same index.

-- DropIndex
DROP INDEX "case_record_level_due_day_id_idx";

-- CreateIndex
CREATE INDEX "case_record_level_released_day_id_idx" ON "case_record"("level", "released_day", "id");
