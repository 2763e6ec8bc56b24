/** The cases that colleagues handed to this officer and that nobody has claimed yet. */
import { signal } from "@preact/signals";
import { aliasWords } from "../domain/alias.ts";
import { openItemSummary } from "../domain/itemSummary.ts";
import { rowFacts } from "../domain/queueRow.ts";
import type { Summary } from "../../../security/index.ts";
import type { QueueCase } from "../../../api/routes/queue/schema.ts";
import type { Api } from "../api.ts";
import { forgetWithKeys, session, type OpenSession } from "./session.ts";
import { api } from "./server.ts";

export interface HandedCase {
  readonly id: string;
  /** Two words, else the beginning of the id. */
  readonly name: string;
  readonly hasAlias: boolean;
}

export const handed = signal<readonly HandedCase[]>([]);

/** Of one page: whoever is handed more sees the rest once these are claimed. A host that does not answer changes nothing. */
export async function readHanded(by: Api = api): Promise<void> {
  const now = session.value;
  if (now === null) return;
  try {
    const { cases } = await by.queue({ holder: "handed" });
    const named: HandedCase[] = [];
    for (const each of cases) named.push(await nameOf(each, now));
    if (session.value !== null) handed.value = named;
  } catch {
    // The queue itself says when the host does not answer.
  }
}

async function nameOf({ id, desk, state, items }: QueueCase, { p, keyring }: OpenSession): Promise<HandedCase> {
  const summaries: (Summary | null)[] = [];
  for (const { summary, ...item } of items) {
    summaries.push(summary === null ? null : await openItemSummary(p, { ...item, summary }, desk, keyring));
  }
  const { alias } = rowFacts(summaries, state);
  return { id, name: alias === null ? id.slice(0, 8) : aliasWords(alias), hasAlias: alias !== null };
}

forgetWithKeys(() => {
  handed.value = [];
});
