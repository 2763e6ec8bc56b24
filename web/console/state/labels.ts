/** Labels that this session has seen, to be offered again. In memory only. */
import { signal } from "@preact/signals";
import { forgetWithKeys } from "./session.ts";

export const knownLabels = signal<ReadonlySet<string>>(new Set());

export function rememberLabels(labels: readonly string[]): void {
  if (labels.every((label) => knownLabels.value.has(label))) return;
  knownLabels.value = new Set([...knownLabels.value, ...labels]);
}

forgetWithKeys(() => {
  knownLabels.value = new Set();
});
