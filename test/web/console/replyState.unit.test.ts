import { describe, expect, it } from "@jest/globals";
import type { JudgedItem } from "../../../web/console/domain/judgedItem.ts";
import { longestWaitMs, mayWaitUntil, writtenSince } from "../../../web/console/domain/replyState.ts";

const at = (time: string): number => Date.parse(`2026-03-10T${time}:00Z`);

describe("mayWaitUntil()", () => {
  it("counts a tick, and time for its work, from when the reply was first seen", () => {
    expect(longestWaitMs(900)).toBe(960_000);
    expect(longestWaitMs(2)).toBe(4_000);
    expect(mayWaitUntil("2026-03-10", at("12:00"), 900)).toBe(at("12:16"));
  });

  it("counts from the end of the reply's day at the latest: an older one waits no more", () => {
    expect(mayWaitUntil("2026-03-09", at("00:05"), 900)).toBe(at("00:16"));
    expect(mayWaitUntil("2026-03-09", at("12:00"), 900)).toBeLessThan(at("12:00"));
  });
});

describe("writtenSince()", () => {
  const item = (state: JudgedItem["state"], releasedDay: string): JudgedItem => ({ state, releasedDay }) as JudgedItem;
  const since = (...items: JudgedItem[]): string => writtenSince("2026-03-10", items);

  it("knows a later day, does not guess within a day, and counts nothing earlier", () => {
    expect(since(item("message", "2026-03-11"))).toBe("later");
    expect(since(item("message", "2026-03-10"))).toBe("sameDay");
    expect(since(item("message", "2026-03-10"), item("message", "2026-03-12"))).toBe("later");
    expect(since(item("message", "2026-03-09"))).toBe("nothing");
  });

  it("believes nobody else: an old code's message, one of no case, and what was refused", () => {
    const others = (["old_code", "unmatched", "refused", "report", "rekey"] as const).map((state) =>
      item(state, "2026-03-12"),
    );
    expect(since(...others)).toBe("nothing");
  });
});
