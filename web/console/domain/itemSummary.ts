/** Opens the sealed summaries that the queue is made of: on the page for a case, in the worker for all the others. */
import {
  fromBase64Url,
  openSummaryWith,
  SecurityError,
  type Primitives,
  type Summary,
} from "../../../security/index.ts";
import type { OpenedSummary, OpenerKey, SealedSummary } from "../opener/messages.ts";
import { openerOfSummary, type Hands, type SealedItem } from "./openers.ts";

/** As much of a keyring as a summary needs. */
export interface SummaryKeys {
  readonly desks: readonly OpenerKey[];
}

/** Opens the summary of an item of a case that lies on a desk; `null` when nothing that is held opens it. */
export async function openItemSummary(
  p: Primitives,
  item: SealedItem,
  deskId: number,
  keyring: SummaryKeys,
): Promise<Summary | null> {
  return (await openedSummary(p, item, { deskId, keyring })).summary;
}

/** The same, and the desk that it was sealed to. */
export async function openedSummary(
  p: Primitives,
  item: SealedItem,
  hands: Hands,
): Promise<{ readonly summary: Summary | null; readonly deskId: number | null }> {
  const opener = await openerOfSummary(p, item, hands);
  const summary = opener && openSummaryWith(p, fromBase64Url(item.summary), opener);
  return { summary, deskId: summary && opener ? opener.deskId : null };
}

/** Opens a handful at once; what is no summary at all is one that does not open. */
export function openSummaries(
  p: Primitives,
  sealed: readonly SealedSummary[],
  keys: SummaryKeys,
): Promise<OpenedSummary[]> {
  return Promise.all(
    sealed.map(async ({ key, itemId, desk, ...item }) => {
      try {
        return { key, summary: await openItemSummary(p, { id: itemId, ...item }, desk, keys) };
      } catch (error) {
        if (error instanceof SecurityError) return { key, summary: null };
        throw error;
      }
    }),
  );
}
