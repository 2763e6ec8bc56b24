/** Replies begun and not sent, by case. In memory only; they outlive a lost session, not a sign-out or another officer. */
import { signal } from "@preact/signals";

let owner: string | null = null;

export const drafts = signal<ReadonlyMap<string, string>>(new Map());

export function keepDraft(caseId: string, text: string): void {
  const next = new Map(drafts.value);
  if (text === "") next.delete(caseId);
  else next.set(caseId, text);
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
