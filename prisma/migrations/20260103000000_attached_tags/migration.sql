-- A tag with every item that is put into a case: a person who changed the code is found by the new one.

-- AlterTable
ALTER TABLE "queue_item" ADD COLUMN "tag" BYTEA;

-- CreateIndex
CREATE UNIQUE INDEX "queue_item_tag_key" ON "queue_item"("tag");

ALTER TABLE queue_item ADD CONSTRAINT queue_item_tag_length CHECK (octet_length(tag) = 32);

-- The officer host writes it together with the case that an item moves to.
GRANT UPDATE (tag) ON queue_item TO abri_officer;
