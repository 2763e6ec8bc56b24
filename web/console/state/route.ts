/** Where the officer is: kept in the fragment, which no server sees, so that the back button works. */
import { signal } from "@preact/signals";

/** The places of leads: who there is, who signs, the directory itself, and triage rules, which everybody may read. */
export const LEAD_PLACES = ["people", "leads", "directory", "rules"] as const;
export type LeadPlace = (typeof LEAD_PLACES)[number];

export type Route =
  | { readonly at: LeadPlace }
  | { readonly at: "account" }
  | { readonly at: "queue" }
  | { readonly at: "quarantine" }
  | { readonly at: "search" }
  | { readonly at: "case"; readonly id: string };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function parseRoute(fragment: string): Route {
  const [place, id] = fragment.replace(/^#\/?/, "").split("/");
  if (place === "case" && id !== undefined && UUID.test(id)) return { at: "case", id };
  const lead = LEAD_PLACES.find((each) => each === place);
  if (lead !== undefined) return { at: lead };
  const other = (["quarantine", "search", "account"] as const).find((each) => each === place);
  return other === undefined ? { at: "queue" } : { at: other };
}

export function routeHref(route: Route): string {
  return route.at === "case" ? `#/case/${route.id}` : `#/${route.at}`;
}

export const route = signal<Route>({ at: "queue" });

export function goTo(next: Route, how: "push" | "replace" = "push"): void {
  if (how === "replace") history.replaceState(null, "", routeHref(next));
  else if (location.hash !== routeHref(next)) history.pushState(null, "", routeHref(next));
  route.value = next;
}

function read(): void {
  route.value = parseRoute(location.hash);
}

export function followFragment(): void {
  addEventListener("hashchange", read);
  addEventListener("popstate", read);
  read();
}
