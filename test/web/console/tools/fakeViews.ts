/** How the officer host in memory keeps officers' saved views. */
import type { FakeAccount, Handler, HostState } from "./fakeRoutes.ts";

export const viewsRoutes = (accountOf: (state: HostState) => FakeAccount): Readonly<Record<string, Handler>> => ({
  "GET /v1/views": (state) => ({ views: accountOf(state).views ?? null }),
  "PUT /v1/views": (state, { body, refuse }) => {
    const account = accountOf(state);
    const [sealed, counter] = [String(body["sealed"]), Number(body["counter"])];
    if (counter <= (account.views?.counter ?? 0)) throw refuse("views_conflict");
    account.views = { sealed, counter };
    return { counter };
  },
});
