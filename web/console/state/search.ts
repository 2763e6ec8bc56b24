/**
 * Search over what the officer has opened in this session. Passages, the index and what is searched for are in this page's
 * memory alone: no request is made for them, nothing of them is stored, and they go with the keys.
 */
import { computed, effect, signal } from "@preact/signals";
import { aliasWords } from "../domain/alias.ts";
import { passagesOf, type Passage } from "../domain/passages.ts";
import { rowFacts } from "../domain/queueRow.ts";
import type { Found } from "../domain/searchIndex.ts";
import type * as searchScript from "../domain/searchIndex.ts";
import { whenCaseGone } from "./caseGone.ts";
import { openedCase, revealed } from "./openCase.ts";
import { byNetwork } from "./scripts.ts";
import { forgetWithKeys } from "./session.ts";

interface OpenedCase {
  /** Two words, or the beginning of the id. */
  readonly name: string;
  readonly passages: readonly Passage[];
}

/** By case id. */
export const searchable = signal<ReadonlyMap<string, OpenedCase>>(new Map());
export const query = signal("");
const script = signal<typeof searchScript | null>(null);

const search = computed(() => script.value?.searchIn([...searchable.value.values()].flatMap((each) => each.passages)));

/** `null` while the script is not here, or nothing is searched for. */
export const found = computed<Found | null>(() =>
  query.value.trim() === "" ? null : (search.value?.(query.value) ?? null),
);

/** @throws HttpError `network` */
export async function loadSearch(): Promise<void> {
  script.value ??= await byNetwork(import("../domain/searchIndex.ts"));
}

/** Takes in each case whose warning was passed, again whenever it is read afresh. */
export function indexOpenedCases(): void {
  effect(() => {
    const shown = openedCase.value;
    if (shown === null || !revealed.value.has(shown.id)) return;
    const { id, answer, file } = shown;
    const { alias } = rowFacts(
      file.items.map(({ summary }) => summary),
      answer.case.state,
    );
    const name = alias ? aliasWords(alias) : id.slice(0, 8);
    searchable.value = new Map([...searchable.peek(), [id, { name, passages: passagesOf(id, file) }]]);
  });
}

whenCaseGone((caseId) => {
  searchable.value = new Map([...searchable.value].filter(([id]) => id !== caseId));
});

forgetWithKeys(() => {
  query.value = "";
  searchable.value = new Map();
});
