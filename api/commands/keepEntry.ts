/** An entry is kept in the epoch that its desk is in now, and in no other one. */
import type { Database, Queryable } from "../../prisma/client.ts";
import { addEntry, type NewEntry } from "../../prisma/repositories/entries.ts";
import { holdDirectory } from "../../prisma/repositories/prepared.ts";
import { ApiError } from "../errors.ts";
import type { Rights } from "../officers/rights.ts";

/**
 * A transaction in which entries are kept. The directory stands still until it ends, and is waited for before anything else is locked:
 * whoever publishes takes claims and hand-overs away, too.
 */
export function whileWriting<Done>(db: Database, step: (tx: Queryable) => Promise<Done>): Promise<Done> {
  return db.$transaction(async (tx) => {
    await holdDirectory(tx);
    return step(tx);
  });
}

/**
 * Whoever writes in a new epoch has read all that was written in those before, as nothing comes to them any more: by that consoles tell
 * what somebody who has left signs with the keys of their time. The same bytes again are one entry, whatever
 * epoch it is by then.
 * @param tx of `whileWriting`
 * @throws ApiError `id_taken`; `directory_conflict` for another epoch than the desk's newest one
 */
export async function keepEntry(tx: Queryable, rights: Rights, entry: NewEntry): Promise<"added" | "same"> {
  const kept = await addEntry(tx, entry);
  if (kept === "id_taken") throw new ApiError("id_taken");
  if (kept === "same") return kept;
  const desk = (await rights.directory(tx))?.statement.desks.find(({ id }) => id === entry.desk);
  if (desk?.epoch !== entry.epoch) throw new ApiError("directory_conflict");
  return kept;
}
