/** What only an epoch of a desk opens: numbers alone, for whoever is about to destroy its keys. */
import type { Queryable } from "../client.ts";

export interface EpochContents {
  /** Cases that hold something of it, by state. */
  readonly cases: { readonly open: number; readonly answered: number; readonly closed: number };
  /** Reports and later messages. */
  readonly items: number;
  /** What officers wrote. */
  readonly entries: number;
  /**
   * Reports, messages and entries of its time that consoles of the desk have sealed again to a later epoch. They are not counted above. Whether
   * what was sealed opens anything no host can tell.
   */
  readonly sealedAgain: number;
}

export async function epochContents(db: Queryable, desk: number, epoch: number): Promise<EpochContents> {
  // Where there is a rewrap, the key that it is sealed to is the one that counts: the case was moved, or is open for long.
  const sealedTo = { desk, OR: [{ rewrapEpoch: null, epoch }, { rewrapEpoch: epoch }] };
  const again = { desk, epoch, rewrapEpoch: { gt: epoch } };
  const holds = { OR: [{ items: { some: sealedTo } }, { entries: { some: sealedTo } }] };
  const inState = (state: "open" | "answered" | "closed") => db.caseRecord.count({ where: { state, ...holds } });
  return {
    cases: { open: await inState("open"), answered: await inState("answered"), closed: await inState("closed") },
    items: await db.queueItem.count({ where: sealedTo }),
    entries: await db.caseEntry.count({ where: sealedTo }),
    sealedAgain: (await db.queueItem.count({ where: again })) + (await db.caseEntry.count({ where: again })),
  };
}
