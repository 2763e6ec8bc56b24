import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { readWorkerConfig } from "../../workers/config.ts";

const dir = mkdtempSync(join(tmpdir(), "abri-config-"));
afterAll(() => rmSync(dir, { recursive: true }));

const good = {
  DATABASE_URL: "postgresql://abri_worker@localhost/abri",
  UNIT_PUBLIC: "/srv/unit.public.json",
  TRIAGE_SECRET: "ab".repeat(32),
};
const fault = (env: Record<string, string>): string => {
  try {
    readWorkerConfig(env);
  } catch (error) {
    return error instanceof Error ? error.message : "no error";
  }
  return "accepted";
};

describe("readWorkerConfig()", () => {
  it("reads what is there, and defaults the rest", () => {
    expect(readWorkerConfig(good)).toMatchObject({
      production: false,
      queueUrl: good.DATABASE_URL,
      eventsUrl: good.DATABASE_URL,
      tickShortMs: 60_000,
      tickLongMs: 900_000,
    });
  });

  it("sends changes over Redis when jobs are there", () => {
    const queue = "redis://localhost:6379";
    expect(readWorkerConfig({ ...good, QUEUE_URL: queue })).toMatchObject({ queueUrl: queue, eventsUrl: queue });
    const events = good.DATABASE_URL;
    expect(readWorkerConfig({ ...good, QUEUE_URL: queue, EVENTS_URL: events }).eventsUrl).toBe(events);
  });

  it("reads secrets from files, current one first", () => {
    const file = join(dir, "triage");
    writeFileSync(file, `${"01".repeat(32)}\n${good.TRIAGE_SECRET}\n`);
    const { triageSecrets } = readWorkerConfig({ ...good, TRIAGE_SECRET: undefined, TRIAGE_SECRET_FILE: file });
    expect(triageSecrets.map((secret) => [secret.length, secret[0]])).toEqual([
      [32, 0x01],
      [32, 0xab],
    ]);
    expect(fault({ ...good, TRIAGE_SECRET: `${good.TRIAGE_SECRET} `.repeat(3) })).toContain("TRIAGE_SECRET");
  });

  it.each([
    ["TICK_SHORT_S", "60", "59"],
    ["TICK_LONG_S", "900", "899"],
  ])("refuses %s under %s in production only", (name, floor, below) => {
    const production = { ...good, NODE_ENV: "production" };
    expect(fault({ ...production, [name]: floor })).toBe("accepted");
    expect(fault({ ...production, [name]: below })).toContain(name);
    expect(fault({ ...good, [name]: below })).toBe("accepted");
    expect(fault({ ...good, [name]: "0" })).toContain(name);
  });

  describe("on mail", () => {
    const mail = { ...good, SMTP_HOST: "mail.unit.example", MAIL_FROM: "abri@unit.example", MAIL_TO: "a@unit.example" };

    it("is null without a server, whatever else is set", () => {
      const { SMTP_HOST: _host, ...rest } = mail;
      expect([readWorkerConfig(good).mail, readWorkerConfig(rest).mail]).toEqual([null, null]);
    });

    it("is read, and has defaults that encrypt", () => {
      const password = join(dir, "smtp");
      writeFileSync(password, "hunter2\n");
      expect(readWorkerConfig(mail).mail).toMatchObject({
        host: "mail.unit.example",
        port: 587,
        tls: "starttls",
        user: undefined,
        from: "abri@unit.example",
        to: ["a@unit.example"],
        digestAtMs: 12 * 3_600_000,
        noticeEveryMs: 300_000,
      });
      const more = { SMTP_USER: "abri", SMTP_PASSWORD_FILE: password, MAIL_TO: "a@unit.example, b@unit.example" };
      const times = { DIGEST_AT: "07:45", NOTICE_EVERY_MIN: "15", SMTP_TLS: "implicit", SMTP_PORT: "465" };
      expect(readWorkerConfig({ ...mail, ...more, ...times, NODE_ENV: "production" }).mail).toMatchObject({
        user: "abri",
        password: "hunter2",
        to: ["a@unit.example", "b@unit.example"],
        port: 465,
        tls: "implicit",
        digestAtMs: (7 * 60 + 45) * 60_000,
        noticeEveryMs: 15 * 60_000,
      });
    });

    it.each([
      ["MAIL_FROM", { MAIL_FROM: "" }],
      ["MAIL_FROM", { MAIL_FROM: "abri@unit.example\r\nBcc: x@y.example" }],
      ["MAIL_FROM", { MAIL_FROM: "Abri <abri@unit.example>" }],
      ["MAIL_TO", { MAIL_TO: "" }],
      ["MAIL_TO", { MAIL_TO: "a@unit.example;b@unit.example" }],
      ["MAIL_TO", { MAIL_TO: Array.from({ length: 51 }, () => "a@unit.example").join(",") }],
      ["SMTP_HOST", { SMTP_HOST: "smtp://mail.unit.example" }],
      ["SMTP_TLS", { SMTP_TLS: "maybe" }],
      ["SMTP_TLS", { SMTP_TLS: "none", NODE_ENV: "production" }],
      ["SMTP_TLS", { SMTP_TLS: "none", SMTP_USER: "abri", SMTP_PASSWORD: "x" }],
      ["SMTP_PASSWORD", { SMTP_USER: "abri" }],
      ["SMTP_USER", { SMTP_PASSWORD: "x" }],
      ["SMTP_CA", { SMTP_CA: "/etc/ssl/ca.pem" }],
      ["DIGEST_AT", { DIGEST_AT: "24:00" }],
      ["NOTICE_EVERY_MIN", { NOTICE_EVERY_MIN: "0" }],
      ["NOTICE_EVERY_MIN", { NOTICE_EVERY_MIN: "61" }],
    ])("refuses %s in %j", (name, change) => {
      expect(fault(mail)).toBe("accepted");
      const said = fault({ ...mail, ...change });
      expect(said).toContain(name);
      expect(said).not.toMatch(/@|unit\.example/);
    });
  });

  it("names variables and never values", () => {
    const secret = "not-a-key-but-a-secret";
    const said = fault({ ...good, TRIAGE_SECRET: secret, QUEUE_URL: "amqp://user:hidden@host" });
    expect(said).toContain("TRIAGE_SECRET");
    expect(said).toContain("QUEUE_URL");
    expect(said).not.toContain(secret);
    expect(said).not.toContain("hidden");
  });
});
