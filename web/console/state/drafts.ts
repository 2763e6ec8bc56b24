/** What was begun and not sent, by case. In memory only; it outlives a lost session, not a sign-out or another officer. */
import { signal } from "@preact/signals";
import { whenCaseGone } from "./caseGone.ts";

let owner: string | null = null;

/** Replies under the case's id, notes under `noteDraft` of it. */
export const drafts = signal<ReadonlyMap<string, string>>(new Map());

/** Under what a note that was begun is kept. */
export const noteDraft = (caseId: string): string => `note/${caseId}`;

/** Under what a word for whoever takes a case up is kept. */
export const handOverDraft = (caseId: string): string => `hand-over/${caseId}`;

/** Under what the reason for moving a case to another desk is kept. */
export const moveDraft = (caseId: string): string => `move/${caseId}`;

export function keepDraft(key: string, text: string): void {
  const next = new Map(drafts.value);
  if (text === "") next.delete(key);
  else next.set(key, text);
  drafts.value = next;
}

/** Of a case that the officer no longer sees. */
whenCaseGone((caseId) => {
  drafts.value = new Map([...drafts.value].filter(([key]) => key !== caseId && !key.endsWith(`/${caseId}`)));
});

export function forgetDrafts(): void {
  drafts.value = new Map();
}

/** Called when a vault opens: another officer at the same screen must not find them. */
export function claimDrafts(officerId: string): void {
  if (owner !== officerId) forgetDrafts();
  owner = officerId;
}
