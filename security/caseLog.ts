/**
 * The log that the entries of a case form. Each names, by hash, the newest entries that its writer had seen, as a commit
 * names its parents. So nobody can put an entry in between, change one, or take one away that a later one builds on. What
 * this cannot show: that the newest entries were kept back, on which nothing builds yet.
 */
import { toHex } from "./bytes.ts";
import { LOG_HEADS_MAX } from "./limits.ts";

/** An entry of a case as the log sees it. */
export interface LogLink {
  /** SHA-256 of the sealed entry, 32 bytes. */
  readonly hash: Uint8Array;
  /** What it names; `null` for an entry that did not open. */
  readonly after: readonly Uint8Array[] | null;
}

export interface CaseLog<Link extends LogLink> {
  /** Each entry after those that it builds on; those without an order between them as they were given. */
  readonly entries: readonly Link[];
  /** The hashes that the next entry names: at most 16, ascending; those that opened before all others. */
  readonly heads: readonly Uint8Array[];
  /** How many entries are named and are not here. */
  readonly missing: number;
}

export function readLog<Link extends LogLink>(links: readonly Link[]): CaseLog<Link> {
  const known = new Map(links.map((link) => [toHex(link.hash), link]));
  const named = new Set(links.flatMap(({ after }) => (after ?? []).map(toHex)));
  const entries: Link[] = [];
  const placed = new Set<Link>();
  // Hashes make a circle impossible: an entry cannot name one that names it.
  const place = (link: Link): void => {
    const waiting = [link];
    for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
      const before = (next.after ?? []).flatMap((hash) => known.get(toHex(hash)) ?? []);
      const missing = before.filter((each) => !placed.has(each));
      if (missing.length > 0) {
        waiting.push(...missing.toReversed());
        continue;
      }
      waiting.pop();
      if (placed.has(next)) continue;
      placed.add(next);
      entries.push(next);
    }
  };
  // What is handed out twice stands once: else the second copy could be put after what builds on it.
  for (const link of known.values()) place(link);
  const heads = [...known.keys()].filter((hash) => !named.has(hash)).toSorted();
  // Nonsense is made by whoever likes, with the lowest hashes there are: it must not take the places of what officers wrote.
  const isShut = (hash: string): boolean => known.get(hash)?.after === null;
  const newest = [...heads.filter((hash) => !isShut(hash)), ...heads.filter(isShut)].slice(0, LOG_HEADS_MAX).toSorted();
  return {
    entries,
    heads: newest.flatMap((hash) => known.get(hash)?.hash ?? []),
    missing: [...named].filter((hash) => !known.has(hash)).length,
  };
}
