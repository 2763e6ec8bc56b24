/** What is told once to whoever hears the screen: an act is done, and what shows it stands elsewhere. */
import { signal } from "@preact/signals";
import { forgetWithKeys } from "./session.ts";

export const said = signal("");

/** What is said twice in a row differs by a space that nobody hears, or it would be heard once. */
export function say(text: string): void {
  said.value = said.value === text ? `${text}\u00a0` : text;
}

forgetWithKeys(() => (said.value = ""));
