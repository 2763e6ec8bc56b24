/**
 * The date, to be corrected here where the device has a wrong one. Whoever has to set the device's own clock leaves the page
 * for it, and on many telephones loses what was typed. The field begins with the device's date and does not say which one
 * would be taken: a host that serves keys out of their time cannot have that time suggested.
 */
import { DAY_MS } from "../../../security/index.ts";
import { el } from "../../shared/dom.ts";
import type { App } from "../app.ts";

export interface DateHere {
  readonly element: HTMLElement;
  /** Remembers what the field says, for this visit. */
  readonly take: () => void;
}

const ID = "f-date";

/** The date on the device's wall as a date field writes it, `days` later. */
function dateShown(days: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days)).toISOString().slice(0, 10);
}

export function dateHere({ texts: { t }, memory }: App): DateHere {
  const shown = dateShown(memory.daysBehind ?? 0);
  const input = el("input", { type: "date", id: ID, autocomplete: "off" });
  input.value = shown;
  const take = (): void => {
    const days = Math.round((Date.parse(input.value) - Date.parse(dateShown(0))) / DAY_MS);
    // Left as it was, it says nothing: the device may have been set right meanwhile. So does a date that is none.
    if (input.value !== shown && !Number.isNaN(days)) memory.daysBehind = days;
  };
  return { element: el("div", { class: "field" }, el("label", { for: ID }, t("date.here")), input), take };
}
