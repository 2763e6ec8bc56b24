-- What each officer looks for in the queue, sealed by their console.

-- CreateTable
CREATE TABLE "officer_views" (
    "officer_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "counter" INTEGER NOT NULL,

    CONSTRAINT "officer_views_pkey" PRIMARY KEY ("officer_id")
);

-- AddForeignKey
ALTER TABLE "officer_views" ADD CONSTRAINT "officer_views_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "officer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE officer_views
  ADD CONSTRAINT officer_views_sealed_length CHECK (octet_length(sealed) = 8192),
  ADD CONSTRAINT officer_views_counter_range CHECK (counter >= 1);

REVOKE ALL ON officer_views FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE (sealed, counter) ON officer_views TO abri_officer;
