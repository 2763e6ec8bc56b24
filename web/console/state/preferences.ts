/** How an officer works at the console. */
import { signal } from "@preact/signals";

/** Whether single keys are shortcuts (WCAG 2.1.4: they can be switched off). */
export const singleKeys = signal(true);
