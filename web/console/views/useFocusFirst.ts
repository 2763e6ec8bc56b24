/** Where the focus goes when a press has put something new in the place of what was pressed. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** The main button of what appears has the focus, so that whoever uses the keyboard goes on from there. */
export function useFocusFirst() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>("button.first")?.focus(), []);
  return place;
}

/** What is to be filled in otherwise: told where it is typed, and heard there. */
export const WRONG = '[aria-invalid="true"]';

/** Moves the focus to what a component draws next: `focusNext` takes a selector within `place`. Nothing there: it stays. */
export function useFocusNext<E extends HTMLElement>() {
  const place = useRef<E>(null);
  const wanted = useRef<string | null>(null);
  const [, draw] = useState(0);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const found = place.current?.querySelector<HTMLElement>(wanted.current);
    wanted.current = null;
    found?.focus();
  });
  const focusNext = (selector: string): void => {
    wanted.current = selector;
    draw((n) => n + 1);
  };
  return { place, focusNext };
}

/** Back to the top of the screen, once a form has done its work and is gone. */
export const focusHeading = (): void => document.querySelector<HTMLElement>("h1")?.focus();
