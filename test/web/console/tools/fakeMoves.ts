/** A case that moves, as the officer host in memory has it: sealed bytes are kept, and none is opened. */
import { dayOf, isoDay } from "../../../../security/index.ts";
import type { CaseEntry, CaseItem } from "../../../../api/routes/cases/schema.ts";
import type { MoveCaseRequest } from "../../../../api/routes/moves/schema.ts";
import type { CaseHead } from "../../../../api/routes/queue/schema.ts";
import type { ErrorCode } from "../../../../api/errors.ts";

interface Movable {
  head: CaseHead;
  items: CaseItem[];
  entries: CaseEntry[];
  tag: string | null;
}

/** @param officerId who asks */
export function moveFake(
  found: Movable,
  { to, entry, rewraps }: MoveCaseRequest,
  { officerId, refuse }: { officerId: string; refuse: (code: ErrorCode) => Error },
): void {
  if (found.head.holder?.officerId !== officerId) throw refuse("not_holder");
  const { epoch } = rewraps;
  const of = <One extends { id: string }>(all: readonly One[], id: string): One => {
    const one = all.find((each) => each.id === id);
    if (one === undefined) throw refuse("case_changed");
    return one;
  };
  found.items = found.items.map((item) => {
    const { summary, envelope } = of(rewraps.items, item.id);
    return { ...item, rewrap: { epoch, summary, envelope } };
  });
  found.entries = [...found.entries, { ...entry, day: isoDay(dayOf(Date.now())) }].map((each) => {
    const { sealed } = of(rewraps.entries, each.id);
    return { ...each, rewrap: { epoch, sealed } };
  });
  found.head = { ...found.head, desk: to, holder: null };
  found.tag = null;
}
