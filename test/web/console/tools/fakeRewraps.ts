/** Cases that stay open for long, as the officer host in memory lists them and keeps what a console sends for them. */
import type { RewrapsJson } from "../../../../api/routes/rewraps/schema.ts";
import type { Handler } from "./fakeRoutes.ts";

/** Cases in one page: fewer than the host's own, so that a test turns one. */
const PAGE = 2;

export const rewrapRoutes: Readonly<Record<string, Handler>> = {
  "GET /v1/rewraps": ({ cases }, { query }) => {
    const [desk, below, after] = [Number(query.get("desk")), Number(query.get("below")), query.get("after") ?? ""];
    const aged = [...cases.values()].filter(
      ({ head, items }) => head.desk === desk && items.some(({ epoch, rewrap }) => (rewrap?.epoch ?? epoch) < below),
    );
    const ids = aged.map(({ head }) => head.id).sort();
    return { cases: ids.filter((id) => id > after).slice(0, PAGE) };
  },
  "POST /v1/cases/{id}/rewraps": ({ cases }, { id, body, refuse }) => {
    const found = cases.get(id);
    if (found === undefined) throw refuse("not_found");
    const { epoch, items, entries } = body["rewraps"] as RewrapsJson;
    const of = <One extends { id: string }>(all: readonly One[], of: string) => all.find((each) => each.id === of);
    found.items = found.items.map((item) => {
      const again = of(items, item.id);
      return again ? { ...item, rewrap: { epoch, summary: again.summary, envelope: again.envelope } } : item;
    });
    found.entries = found.entries.map((entry) => {
      const again = of(entries, entry.id);
      return again ? { ...entry, rewrap: { epoch, sealed: again.sealed } } : entry;
    });
    return { done: true };
  },
};
