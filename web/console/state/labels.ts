/** Labels that this session has seen, to be offered again. In memory only. */
import { signal } from "@preact/signals";
import { whenCaseGone } from "./caseGone.ts";
import { forgetWithKeys } from "./session.ts";

export const knownLabels = signal<ReadonlySet<string>>(new Set());

/** Those of each case that was opened in this session, by case id: for the queue's filter. */
export const labelsByCase = signal<ReadonlyMap<string, readonly string[]>>(new Map());

export function rememberLabels(caseId: string, labels: readonly string[]): void {
  labelsByCase.value = new Map(labelsByCase.value).set(caseId, labels);
  if (labels.every((label) => knownLabels.value.has(label))) return;
  knownLabels.value = new Set([...knownLabels.value, ...labels]);
}

whenCaseGone((caseId) => {
  labelsByCase.value = new Map([...labelsByCase.value].filter(([id]) => id !== caseId));
});

forgetWithKeys(() => {
  knownLabels.value = new Set();
  labelsByCase.value = new Map();
});
