/** What a screen says, piece by piece, in the order in which it is read. */

export interface Passage {
  /** What is marked while it is read. */
  readonly element: Element;
  readonly text: string;
}

/** Each of these is read in one breath. */
const PIECE = "h1, h2, h3, p, li, dt, dd, label, legend, button, a";

/**
 * Never read aloud: what is there for screen readers only, what repeats itself, and what others in the room must not hear
 * (the follow-up code, what is being typed, numbers found in it).
 */
const UNSPOKEN =
  ".hidden, .progress, .change, .listen, .code, .found, .left, [hidden], [aria-hidden='true'], input, textarea, select";

/** Numbers to dial are said digit by digit. */
const DIALLED = ".numbers strong";

/** They keep names and numbers the right way round for the eye. Some voices say them. */
const ISOLATES = /[\u2066-\u2069]/g;

const spelled = (digits: string): string => digits.replace(/\D*(\d)\D*/g, "$1 ");

function isSpoken(text: Node, root: Element): boolean {
  const parent = text.parentElement;
  if (parent === null || (text.nodeValue ?? "").trim() === "") return false;
  const silent = parent.closest(UNSPOKEN);
  return (silent === null || !root.contains(silent)) && parent.getClientRects().length > 0;
}

/**
 * The passages of what is shown in `root`, in the order of the page. A text in another language than `language` is left
 * out: it says beside a translation what the translation says, and no voice for it has been chosen.
 */
export function passagesOf(root: Element, language: string): Passage[] {
  const pieces = new Map<Element, string>();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || !isSpoken(node, root)) continue;
    const written = parent.closest<HTMLElement>("[lang]");
    if (written && root.contains(written) && written.lang !== language) continue;
    const piece = parent.closest(PIECE) ?? parent;
    const value = node.nodeValue ?? "";
    const text = parent.closest(DIALLED) ? ` ${spelled(value)}` : value;
    pieces.set(piece, `${pieces.get(piece) ?? ""}${text}`);
  }
  return Array.from(pieces, ([element, text]) => ({
    element,
    text: text.replace(ISOLATES, "").replace(/\s+/g, " ").trim(),
  })).filter(
    // Punctuation alone is read as its name.
    ({ text }) => /[\p{L}\p{N}]/u.test(text),
  );
}
