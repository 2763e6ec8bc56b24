import { describe, expect, it } from "@jest/globals";
import { codeOf, createLog } from "../../../prisma/process/log.ts";

function capture(): { lines: string[]; write(line: string): void } {
  const lines: string[] = [];
  return { lines, write: (line) => void lines.push(line) };
}

describe("createLog()", () => {
  it("writes an event with its allowed fields, and the day", () => {
    const out = capture();
    createLog("reporter", out).info("listening", { host: "127.0.0.1", port: 8080 });
    expect(JSON.parse(out.lines[0] ?? "")).toEqual({
      level: "info",
      day: new Date().toISOString().slice(0, 10),
      process: "reporter",
      event: "listening",
      host: "127.0.0.1",
      port: 8080,
    });
  });

  it("drops every other field, and holds no time of day", () => {
    const out = capture();
    const fields = { code: "busy", address: "203.0.113.9", body: "words", error: new Error("words") };
    const log = createLog("reporter", out);
    log.info("refused", fields);
    log.warn("refused", fields);
    log.error("refused", fields);
    expect(out.lines).toHaveLength(3);
    for (const line of out.lines) {
      expect(line).toContain('"code":"busy"');
      expect(line).not.toMatch(/203\.0\.113\.9|words|\d{2}:\d{2}|"time"|"pid"|"hostname"|\d{10}/);
    }
  });
});

describe("codeOf()", () => {
  it("gives a stable code, and never a text", () => {
    expect(codeOf(Object.assign(new Error("secret"), { code: "P2002" }))).toBe("P2002");
    expect(codeOf(new Error("secret"))).toBe("internal");
    expect(codeOf({ code: "a sentence with a secret" })).toBe("internal");
    expect(codeOf({ code: 7 })).toBe("internal");
    expect(codeOf("secret")).toBe("internal");
    expect(codeOf(null)).toBe("internal");
  });
});
