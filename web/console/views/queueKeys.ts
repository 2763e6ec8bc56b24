/** Moving in the queue with the keyboard, by the order of the cases: which of them stand in the page does not matter. */
import { signal } from "@preact/signals";
import { selected, shownRows } from "../state/queue.ts";
import { goTo } from "../state/route.ts";

/** The case whose link is to have the focus as soon as it stands in the page. */
export const toFocus = signal<string | null>(null);

const STEPS: Readonly<Record<string, number>> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

/**
 * j and k (or the arrows) move from case to case, Enter opens. Only while the focus is on the list or on nothing, so that no
 * letter typed elsewhere is taken; and no letter at all where somebody switched them off (WCAG 2.1.4).
 */
export function moveByKey(event: KeyboardEvent, list: HTMLElement | null, letters: boolean): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || list === null) return;
  const at = document.activeElement;
  if (at !== null && at !== document.body && !list.contains(at) && at.tagName !== "H1") return;
  const ids = (shownRows.value ?? []).map(({ of }) => of.id);
  const focused = at instanceof HTMLElement ? at.dataset["case"] : undefined;
  const step = event.key.length === 1 && !letters ? undefined : STEPS[event.key];
  if (step === undefined) {
    const id = selected.value;
    if (event.key === "Enter" && focused === undefined && id !== null && ids.includes(id)) goTo({ at: "case", id });
    return;
  }
  // Until somebody is in the list, its ends and pages are those of the whole screen.
  if (focused === undefined && event.key.length > 1 && !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const from = ids.indexOf(focused ?? selected.value ?? "");
  const next = ids[from < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, from + step))];
  if (next !== undefined) focusCase(next, list);
}

/** Back to the case that the officer was on, where it is still listed. @returns whether it is */
export function focusSelected(): boolean {
  const id = selected.value;
  if (id === null || shownRows.value?.some(({ of }) => of.id === id) !== true) return false;
  focusCase(id, document);
  return true;
}

export function focusCase(id: string, list: ParentNode): void {
  const link = list.querySelector<HTMLElement>(`a[data-case="${id}"]`);
  if (link !== null) return link.focus();
  selected.value = id; // brings its row into the page
  toFocus.value = id;
}
