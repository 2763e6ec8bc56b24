import { describe, expect, it } from "@jest/globals";
import { CATALOGS } from "../../../web/locales/console/index.ts";
import { aliasWords } from "../../../web/console/domain/alias.ts";
import { dueText } from "../../../web/console/domain/due.ts";
import { rowFacts } from "../../../web/console/domain/queueRow.ts";
import { parseRoute, routeHref } from "../../../web/console/state/route.ts";
import { slipOf, type Slip } from "../../../security/index.ts";
import { answersWith } from "./tools/reports.ts";

const NOW = Date.UTC(2026, 2, 10, 12);
const due = (dueDay: string, more: { dueHour?: string; overdue?: boolean; level?: number } = {}): string => {
  const { level = 2, ...head } = more;
  const time = (ms: number): string => new Date(ms).toISOString();
  return dueText({ dueDay, dueHour: null, overdue: false, ...head }, level, NOW, CATALOGS.fr.due, time);
};

describe("dueText()", () => {
  it("names the day, or how late it is", () => {
    expect(["2026-03-10", "2026-03-11", "2026-03-13"].map((day) => due(day))).toEqual([
      "aujourd’hui",
      "demain",
      "dans 3 j",
    ]);
    expect(due("2026-03-08", { overdue: true })).toBe("retard 2 j");
    expect(due("2026-03-10", { overdue: true })).toBe("en retard");
  });

  it("names the hour of a case in danger until it has passed", () => {
    expect(due("2026-03-10", { dueHour: "2026-03-10T13:00:00Z" })).toContain("13:00");
    expect(due("2026-03-10", { dueHour: "2026-03-10T12:00:00Z" })).toBe("en retard");
  });

  it("puts danger now off to no other day, whatever day the server gives", () => {
    expect(due("2026-03-11")).toBe("demain");
    expect(due("2026-03-11", { level: 0 })).toBe("maintenant");
    expect(due("2026-03-09", { level: 0, overdue: true })).toBe("en retard");
  });

  it("speaks of the end of the day where the hour is midnight by the officer's clock", () => {
    const midnight = new Date(NOW);
    midnight.setHours(24, 0, 0, 0);
    const at = (ms: number) => due("2026-03-11", { level: 0, dueHour: new Date(ms).toISOString() });
    expect(at(midnight.getTime())).toBe("avant la fin de la journée");
    expect(at(midnight.getTime() + 3_600_000)).toMatch(/^avant 2026/);
  });
});

describe("aliasWords()", () => {
  it("gives two words, and the last of the list too", () => {
    expect(aliasWords([0, 2047])).toBe("abaisser zoologie");
  });
});

const summary = (of: Slip) => ({ alias: [1, 2] as const, slip: of });

describe("rowFacts()", () => {
  const slip = slipOf(answersWith({ subject: "helping", child: "yes" }));
  const message: Slip = { ...slip, type: "message", kinds: [], assisted: false };

  it("lets the first report speak for the case, wherever it stands", () => {
    const facts = rowFacts([null, summary(message), summary(slip)], "open");
    expect(facts).toMatchObject({ kinds: ["pay"], assisted: true, child: true, language: "fr" });
  });

  it("says what is new", () => {
    expect(rowFacts([summary(slip)], "open").news).toBe("report");
    expect(rowFacts([summary(slip), summary(message)], "open").news).toBe("message");
    expect(rowFacts([summary(slip), summary(message)], "answered").news).toBe("none");
    expect(rowFacts([null], "open").alias).toBeNull();
  });
});

describe("parseRoute()", () => {
  it("reads back what routeHref writes, and takes anything else for the queue", () => {
    const id = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0001";
    for (const route of [{ at: "queue" }, { at: "quarantine" }, { at: "search" }, { at: "case", id }] as const) {
      expect(parseRoute(routeHref(route))).toEqual(route);
    }
    expect(parseRoute("#/case/../../v1/session")).toEqual({ at: "queue" });
    expect(parseRoute("")).toEqual({ at: "queue" });
  });
});
