/**
 * Where the focus goes when an act takes away what had it: a button that is gone once it has done its work, a form that folds, a
 * line that leaves a list. Left alone it falls on the page as a whole, and whoever has only a keyboard begins again at the top.
 */

/** What has, or had, the focus, and what it stands in, from the inside out. */
let path: readonly HTMLElement[] = [];
/** Somebody presses elsewhere, or steps out of the page with the keyboard: then nothing is lost. */
let leaving = false;

/** What names a part of a screen, and can be gone on from. */
const NAMES = "h1, h2, h3, summary";

/** Watches the page from here on. */
export function keepFocus(): void {
  addEventListener("focusin", ({ target }) => {
    leaving = false;
    path = target instanceof HTMLElement ? withAncestors(target) : [];
  });
  addEventListener(
    "pointerdown",
    ({ target }) => {
      leaving = !(target instanceof Node && path[0]?.contains(target) === true);
    },
    { capture: true },
  );
  const onKey = ({ key }: KeyboardEvent): void => {
    leaving = key === "Tab";
    document.documentElement.dataset["keys"] = "used";
  };
  addEventListener("keydown", onKey, { capture: true });
  new MutationObserver(() => {
    if (isFocusLost()) settle();
  }).observe(document.body, { subtree: true, childList: true });
}

/** Whether the focus fell on the page as a whole, and nobody took it there. */
export function isFocusLost(): boolean {
  const at = document.activeElement;
  return (at === null || at === document.body) && !leaving && path.length > 0;
}

/** The same element where it was only moved; else what names the nearest part of the screen that still stands. */
function settle(): void {
  const [had, ...around] = path;
  if (had !== undefined && takesFocus(had)) return;
  for (const each of around) {
    if (!each.isConnected) continue;
    for (const name of each.querySelectorAll<HTMLElement>(NAMES)) if (takesFocus(name)) return;
  }
}

function takesFocus(element: HTMLElement): boolean {
  if (!element.isConnected) return false;
  if (element.matches("h1, h2, h3") && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
  return document.activeElement === element;
}

function withAncestors(from: HTMLElement): HTMLElement[] {
  const all: HTMLElement[] = [];
  for (let each: HTMLElement | null = from; each !== null; each = each.parentElement) all.push(each);
  return all;
}
