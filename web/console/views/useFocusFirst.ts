/** Where the focus goes when a press has put something new in the place of what was pressed. */
import { useEffect, useRef } from "preact/hooks";

/** The main button of what appears has the focus, so that whoever uses the keyboard goes on from there. */
export function useFocusFirst() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>("button.first")?.focus(), []);
  return place;
}

/** Back to the top of the screen, once a form has done its work and is gone. */
export const focusHeading = (): void => document.querySelector<HTMLElement>("h1")?.focus();
