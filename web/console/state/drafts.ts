/** What was begun and not sent, by case. In memory only; it outlives a lost session, not a sign-out or another officer. */
import { signal } from "@preact/signals";

let owner: string | null = null;

/** Replies under the case's id, notes under `noteDraft` of it. */
export const drafts = signal<ReadonlyMap<string, string>>(new Map());

/** Under what a note that was begun is kept. */
export const noteDraft = (caseId: string): string => `note/${caseId}`;

/** Under what a word for whoever takes a case up is kept. */
export const handOverDraft = (caseId: string): string => `hand-over/${caseId}`;

export function keepDraft(key: string, text: string): void {
  const next = new Map(drafts.value);
  if (text === "") next.delete(key);
  else next.set(key, text);
  drafts.value = next;
}

export function forgetDrafts(): void {
  drafts.value = new Map();
}

/** Called when a vault opens: another officer at the same screen must not find them. */
export function claimDrafts(officerId: string): void {
  if (owner !== officerId) forgetDrafts();
  owner = officerId;
}
