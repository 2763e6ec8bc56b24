import { describe, expect, it } from "@jest/globals";
import { slipOf, type Slip, type Summary } from "../../../security/index.ts";
import type { QueueCase } from "../../../api/routes/queue/schema.ts";
import { aliasWords } from "../../../web/console/domain/alias.ts";
import {
  askedFor,
  asksSummaries,
  rowMatcher,
  sameServerPart,
  serverPart,
} from "../../../web/console/domain/queueFilter.ts";
import { byNeed, queueRow, rowFacts, type QueueRow } from "../../../web/console/domain/queueRow.ts";
import { answersWith } from "../../tools/answers.ts";

const first = slipOf(answersWith({ kinds: ["pay"], language: "bn", subject: "helping", child: "yes" }));
const later = (type: Slip["type"]): Slip => ({ ...slipOf(answersWith()), type, kinds: [] });
const sealed = (slip: Slip, alias: [number, number] = [7, 77]): Summary => ({ alias, slip });

let count = 0;
function row(head: Partial<QueueCase> = {}, summaries: (Summary | null | undefined)[] = [sealed(first)]): QueueRow {
  const id = `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`;
  const days = { releasedDay: "2026-03-02", dueDay: "2026-03-05", dueHour: null };
  const nobody = { onCall: false, holder: null, handedTo: null, readerWanted: false, levelEntry: null };
  const rest = { overdue: false, closedDay: null, raised: false, reopened: false, readers: [], items: [] };
  const of = { id, desk: 1, level: 2, state: "open" as const, ...days, ...nobody, ...rest, ...head };
  return queueRow(of, { summaries, keyHeld: true, gone: null, setLevel: null });
}

describe("the filters of a page", () => {
  const matches = (filter: Parameters<typeof rowMatcher>[0], of: QueueRow, labels = new Map<string, string[]>()) =>
    rowMatcher(filter, labels)(of);

  it("ask each for one thing of the opened summaries", () => {
    const of = row();
    for (const filter of [{}, { language: "bn" }, { kind: "pay" }, { child: true }, { assisted: true }] as const) {
      expect(matches(filter, of)).toBe(true);
    }
    for (const filter of [{ language: "fr" }, { kind: "hate" }, { news: "message" }] as const) {
      expect(matches(filter, of)).toBe(false);
    }
    expect(matches({ child: true }, row({}, [sealed(later("message"))]))).toBe(false);
    expect(matches({ language: "bn" }, row({}, [undefined]))).toBe(false);
  });

  it("find an alias by the beginnings of its words, without accents or case, in whichever order", () => {
    const of = row();
    const [one = "", two = ""] = aliasWords([7, 77]).split(" ");
    for (const text of [one, two.slice(0, 3).toUpperCase(), `${two} ${one.slice(0, 2)}`, " ", one.normalize("NFD")]) {
      expect({ text, found: matches({ text }, of) }).toEqual({ text, found: true });
    }
    expect(matches({ text: `${one} zzz` }, of)).toBe(false);
    expect(matches({ text: one.slice(1) }, of)).toBe(false);
    const unnamed = row({}, [null]);
    expect(matches({ text: unnamed.of.id.slice(0, 8) }, unnamed)).toBe(true);
  });

  it("know labels of cases that were opened here alone", () => {
    const of = row();
    expect(matches({ label: "zone" }, of)).toBe(false);
    expect(matches({ label: "zone" }, of, new Map([[of.of.id, ["bar", "zone"]]]))).toBe(true);
  });

  it("leave to the server what it can tell", () => {
    const filter = { level: 1, due: "today", language: "fr", text: "", child: false } as const;
    expect(serverPart(filter)).toEqual({ level: 1, due: "today" });
    expect(askedFor(filter).toSorted()).toEqual(["due", "language", "level"]);
    expect([asksSummaries(filter), asksSummaries({ level: 0, text: "" })]).toEqual([true, false]);
    expect(sameServerPart(filter, { level: 1, due: "today", kind: "pay" })).toBe(true);
    expect(sameServerPart(filter, { level: 1 })).toBe(false);
  });
});

describe("byNeed()", () => {
  it("goes by the level that counts, what is overdue, the oldest release, and never leaves two alike", () => {
    const lied = row({ level: 3 }, [sealed({ ...first, danger: "now" })]);
    const [late, later2] = [row({ overdue: true, releasedDay: "2026-03-04" }, []), row({}, [])];
    const [old, same] = [row({ releasedDay: "2026-02-01" }, []), row({}, [])];
    const order = [lied, late, old, later2, same];
    for (const shuffled of [order, order.toReversed(), [old, same, lied, later2, late]]) {
      expect(shuffled.toSorted(byNeed)).toEqual(order);
    }
    expect(lied.level.lowered).toEqual({ server: 3, sealed: 0 });
  });
});

describe("what is new in a row", () => {
  const newsOf = (...types: Slip["type"][]) =>
    rowFacts(
      types.map((type) => sealed(later(type))),
      "open",
    ).news;

  it("is the last item, and a withdrawal wherever it stands", () => {
    expect(newsOf("first")).toBe("report");
    expect(newsOf("first", "message")).toBe("message");
    expect(newsOf("first", "message", "rekey")).toBe("rekey");
    expect(newsOf("first", "withdrawal", "message")).toBe("withdrawal");
  });

  it("is that a case was opened again, until something comes of itself or somebody answers", () => {
    const newsAgain = (state: "open" | "answered", ...types: Slip["type"][]) =>
      rowFacts(
        types.map((type) => sealed(later(type))),
        state,
        { reopened: true },
      ).news;
    expect(newsOf("first", "message")).toBe("message");
    expect(newsAgain("open", "first", "message")).toBe("reopened");
    expect(newsAgain("open", "first", "withdrawal")).toBe("withdrawal");
    expect(newsAgain("answered", "first")).toBe("none");
    const [again, fresh] = [row({ reopened: true }), row()];
    const asked = rowMatcher({ news: "reopened" }, new Map());
    expect([asked(again), asked(fresh)]).toEqual([true, false]);
  });

  it("keeps saying that a report was taken back, also of an answered case", () => {
    const facts = rowFacts([sealed(first), sealed(later("withdrawal"))], "answered");
    expect([facts.news, facts.withdrawn]).toEqual(["none", true]);
    expect(rowFacts([sealed(first)], "answered").withdrawn).toBe(false);
  });
});
