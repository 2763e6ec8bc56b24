/** The officer's saved views of the queue: read once a session, kept sealed under a key that comes of their vault. */
import { signal } from "@preact/signals";
import {
  fromBase64Url,
  NO_VIEWS,
  openViews,
  SecurityError,
  sealViews,
  toBase64Url,
  viewsKey,
  wipe,
  type SavedView,
  type ViewsContent,
} from "../../../security/index.ts";
import { plainFilter, type QueueFilter } from "../domain/queueFilter.ts";
import { HttpError } from "../http.ts";
import { rememberedViews, rememberViews } from "./remembered.ts";
import { forgetWithKeys, session, type OpenSession } from "./session.ts";
import { api } from "./server.ts";

export const views = signal<readonly SavedView[]>([]);
/** Whether single keys are shortcuts (WCAG 2.1.4: they can be switched off). */
export const singleKeys = signal(NO_VIEWS.singleKeys);
export const viewsProblem = signal<unknown>(null);

/** How often one change is tried again over another console's of the same officer. */
const TRIES = 3;

let content: ViewsContent | null = null;
let counter = 0;

/** Reads them when nobody has in this session. */
export async function readViews(): Promise<void> {
  const now = session.value;
  if (now === null || content !== null) return;
  await attempt(() => fetchViews(now));
}

/** Keeps a view under a name; one of that name is replaced. */
export function saveView(name: string, filter: QueueFilter): Promise<void> {
  const view: SavedView = { name, filter: plainFilter(filter) };
  return change((now) => {
    const known = now.views.some((each) => each.name === name);
    return {
      ...now,
      views: known ? now.views.map((each) => (each.name === name ? view : each)) : [...now.views, view],
    };
  });
}

export function removeView(name: string): Promise<void> {
  return change((now) => ({ ...now, views: now.views.filter((each) => each.name !== name) }));
}

/** Counts at once, kept or not. */
export function setSingleKeys(on: boolean): Promise<void> {
  singleKeys.value = on;
  return change((now) => ({ ...now, singleKeys: on }));
}

/** Gives up what does not open, or is older than what was seen here, and begins with none. */
export function startOver(): Promise<void> {
  content = NO_VIEWS;
  return change(() => ({ ...NO_VIEWS, singleKeys: singleKeys.value }));
}

async function change(to: (now: ViewsContent) => ViewsContent): Promise<void> {
  const now = session.value;
  if (now === null) return;
  await attempt(async () => {
    for (let tries = 1; ; tries++) {
      if (content === null) await fetchViews(now);
      const next = to(content ?? NO_VIEWS);
      // Above what this machine has seen too, so that starting over ends what was handed back.
      const above = Math.max(counter, rememberedViews(now.officer.id) ?? 0) + 1;
      try {
        await put(now, next, above);
        return take(now, next, above);
      } catch (error) {
        const overtaken = error instanceof HttpError && error.code === "views_conflict";
        if (!overtaken || tries === TRIES) throw error;
        content = null;
      }
    }
  });
}

async function put(now: OpenSession, next: ViewsContent, above: number): Promise<void> {
  const key = await viewsKey(now.p, now.identity.signing.secretKey);
  const sealed = sealViews(now.p, key, { officerId: now.officerId, counter: above, content: next });
  wipe(key);
  await api.putViews({ sealed: toBase64Url(sealed), counter: above });
}

/** @throws SecurityError `views_rolled_back`, also when none are handed out where some were seen; `open_failed`, … */
async function fetchViews(now: OpenSession): Promise<void> {
  const { views: stored } = await api.views();
  const seenCounter = rememberedViews(now.officer.id) ?? 0;
  counter = stored?.counter ?? 0;
  if (stored === null) {
    if (seenCounter > 0)
      throw new SecurityError("views_rolled_back", "views have been seen here, and none are handed out");
    return take(now, NO_VIEWS, 0);
  }
  const key = await viewsKey(now.p, now.identity.signing.secretKey);
  try {
    const place = { officerId: now.officerId, counter: stored.counter, seenCounter };
    take(now, openViews(now.p, key, fromBase64Url(stored.sealed), place), stored.counter);
  } finally {
    wipe(key);
  }
}

function take(now: OpenSession, next: ViewsContent, at: number): void {
  if (session.value?.officer.id !== now.officer.id) return;
  [content, counter] = [next, at];
  views.value = next.views;
  singleKeys.value = next.singleKeys;
  if (at > 0) rememberViews(now.officer.id, at);
}

async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act();
    viewsProblem.value = null;
  } catch (error) {
    if (session.value !== null) viewsProblem.value = error;
  }
}

forgetWithKeys(() => {
  [content, counter] = [null, 0];
  views.value = [];
  singleKeys.value = NO_VIEWS.singleKeys;
  viewsProblem.value = null;
});
