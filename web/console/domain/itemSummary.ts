/** Opens the sealed summaries that the queue is made of: on the page for a case, in the worker for all the others. */
import { fromBase64Url, openSummary, SecurityError, type Primitives, type Summary } from "../../../security/index.ts";
import type { QueueItem } from "../../../api/routes/queue/schema.ts";
import type { OpenedSummary, OpenerKey, SealedSummary } from "../opener/messages.ts";
import { uuidBytes } from "./ids.ts";

/** As much of a keyring as a summary needs. */
export interface SummaryKeys {
  readonly desks: readonly OpenerKey[];
}

/**
 * Opens the summary of an item with the keys of its desk; `null` when none that is held opens it. The item names the epoch
 * of its envelope; triage seals the summary to the epoch of its own day, which is a later one around a change of keys.
 */
export async function openItemSummary(
  p: Primitives,
  item: Pick<QueueItem, "id" | "epoch" | "summary">,
  deskId: number,
  keys: SummaryKeys,
): Promise<Summary | null> {
  const sealed = fromBase64Url(item.summary);
  const itemId = uuidBytes(item.id);
  for (const { epoch, sealing } of deskKeys(keys, deskId, item.epoch)) {
    const summary = await openSummary(p, sealed, { deskId, epoch, itemId, secretKey: sealing.secretKey });
    if (summary !== null) return summary;
  }
  return null;
}

/** The keys of a desk that are held, from the epoch named on: the one named first. */
function deskKeys({ desks }: SummaryKeys, deskId: number, from: number): readonly OpenerKey[] {
  return desks.filter((key) => key.deskId === deskId && key.epoch >= from).toSorted((a, b) => a.epoch - b.epoch);
}

/** Opens a handful at once; what is no summary at all is one that does not open. */
export function openSummaries(
  p: Primitives,
  sealed: readonly SealedSummary[],
  keys: SummaryKeys,
): Promise<OpenedSummary[]> {
  return Promise.all(
    sealed.map(async ({ key, itemId, desk, epoch, summary }) => {
      try {
        return { key, summary: await openItemSummary(p, { id: itemId, epoch, summary }, desk, keys) };
      } catch (error) {
        if (error instanceof SecurityError) return { key, summary: null };
        throw error;
      }
    }),
  );
}
