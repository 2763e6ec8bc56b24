import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ApiError } from "../../api/errors.ts";
import { REPORTER_LIMITS } from "../../api/reporterApp.ts";
import { startReporter, type ReporterStage } from "./tools/reporter.ts";
import { codeOf, parseRaw } from "./tools/serve.ts";

/** A raw POST to intake with these header lines. */
const post = (...lines: string[]): string =>
  `${["POST /v1/envelopes HTTP/1.1", "Host: x", "Connection: close", ...lines].join("\r\n")}\r\n\r\n`;
const OCTETS = "Content-Type: application/octet-stream";
const codeIn = (answer: string): string => {
  const { body } = parseRaw(answer);
  return (JSON.parse(body) as { error: { code: string } }).error.code;
};

describe("hostile requests to the reporters' app", () => {
  let stage: ReporterStage;
  let stored: number;
  beforeAll(async () => {
    stage = await startReporter({ limits: { ...REPORTER_LIMITS, reading: 4, storing: 2, uploading: 4 } });
    await stage.send((await stage.seal()).body);
    stored = await stage.count("intake_envelope");
  });
  afterAll(() => stage.stop());

  const nothingMore = async (): Promise<void> => {
    expect(await stage.count("intake_envelope")).toBe(stored);
    expect(await stage.count("intake_receipt")).toBe(stored);
  };

  it("takes the same raw request when nothing is wrong with it", async () => {
    const { body } = await stage.seal();
    const answer = await stage.raw([post(OCTETS, `Content-Length: ${body.length}`), body]);
    expect(parseRaw(answer).status).toBe(200);
    stored += 1;
    await nothingMore();
  });

  it("refuses an oversize body before reading it", async () => {
    const answer = await stage.raw(post(OCTETS, "Content-Length: 99999999"));
    expect([parseRaw(answer).status, codeIn(answer)]).toEqual([413, "body_too_large"]);
    await nothingMore();
  });

  it("refuses a chunked body", async () => {
    const answer = await stage.raw(post(OCTETS, "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n");
    expect([parseRaw(answer).status, codeIn(answer)]).toEqual([411, "length_required"]);
    await nothingMore();
  });

  it("refuses a body without a length", async () => {
    const answer = await stage.raw(post(OCTETS));
    expect([parseRaw(answer).status, codeIn(answer)]).toEqual([411, "length_required"]);
  });

  it.each(["-1", "1e4", "0x10", "10896, 10896", "abc"])("refuses the length %s", async (length) => {
    const answer = await stage.raw(post(OCTETS, `Content-Length: ${length}`));
    expect(parseRaw(answer).status).toBe(400);
    await nothingMore();
  });

  it("refuses two lengths, and a length beside chunks", async () => {
    for (const lines of [
      ["Content-Length: 10896", "Content-Length: 35472"],
      ["Content-Length: 5", "Transfer-Encoding: chunked"],
    ]) {
      expect([400, 411]).toContain(parseRaw(await stage.raw(post(OCTETS, ...lines))).status);
    }
    await nothingMore();
  });

  it("turns senders away when too many bodies are on their way, and takes the same bytes afterwards", async () => {
    const slow = Array.from({ length: 4 }, () => {
      const socket = connect(stage.port, "127.0.0.1", () => socket.write(post(OCTETS, "Content-Length: 10896") + "a"));
      return socket;
    });
    // All four are there when there is no room for a fifth.
    let { body } = await stage.seal();
    let refused = await stage.send(body);
    for (; refused.status === 200; refused = await stage.send(body)) {
      stored += 1;
      ({ body } = await stage.seal());
    }
    expect([refused.status, await codeOf(refused)]).toEqual([503, "busy"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await nothingMore();
    for (const socket of slow) socket.destroy();
    let answer = await stage.send(body);
    for (; answer.status === 503; answer = await stage.send(body)) await pause(20);
    expect(answer.status).toBe(200);
    stored += 1;
    await nothingMore();
  });

  it("stores nothing of a body that breaks off", async () => {
    const { body } = await stage.seal();
    await new Promise<void>((resolve) => {
      const socket = connect(stage.port, "127.0.0.1", () => {
        socket.write(post(OCTETS, `Content-Length: ${body.length}`));
        socket.write(body.subarray(0, body.length - 1), () => socket.destroy());
      });
      socket.on("close", () => resolve());
    });
    await pause(100);
    await nothingMore();
  });

  it("refuses a flood of header lines, and headers of too many bytes", async () => {
    const many = Array.from({ length: 80 }, (_, i) => `X-H${i}: 1`);
    const lines = await stage.raw(post(...many));
    expect([parseRaw(lines).status, codeIn(lines)]).toEqual([431, "headers_too_large"]);
    const bytes = await stage.raw(post(`X-Big: ${"a".repeat(10_000)}`));
    expect([parseRaw(bytes).status, codeIn(bytes)]).toEqual([431, "headers_too_large"]);
  });

  it.each([
    "/v1/envelopes/",
    "/V1/envelopes",
    "//v1/envelopes",
    "/v1//envelopes",
    "/v1/%65nvelopes",
    "/v1/envelopes%00",
    "/v1/envelopes;a=b",
    "/v1/envelopes%2f..%2fmailbox",
    "/../v1/envelopes",
    "/v1/cases",
    "/v1/queue",
    "/v1/sign-in",
    "/openapi.json",
  ])("finds nothing at %s", async (path) => {
    const answer = await stage.raw(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
    expect([parseRaw(answer).status, codeIn(answer)]).toEqual([404, "not_found"]);
  });

  it.each([
    "/../../../etc/passwd",
    "/assets/../../package.json",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/index.html",
    "/assets/",
  ])("serves no file at %s", async (path) => {
    const answer = await stage.raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect([parseRaw(answer).status, codeIn(answer)]).toEqual([404, "not_found"]);
  });

  it.each(["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])("refuses the method %s", async (method) => {
    const answer = await stage.raw(`${method} /v1/envelopes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect([parseRaw(answer).status, codeIn(answer)]).toEqual([405, "method_not_allowed"]);
    expect(parseRaw(answer).head).toMatch(/^Allow: /m);
  });

  it("refuses a GET where only a POST is taken", async () => {
    const answer = await fetch(`${stage.url}/v1/envelopes`);
    expect([answer.status, await codeOf(answer)]).toEqual([405, "method_not_allowed"]);
  });

  it.each([
    "GET / HTTP/1.1\r\n\r\n",
    "BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
    "\0\0\0\0\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
  ])("answers %j with a clear 400", async (request) => {
    expect(parseRaw(await stage.raw(request)).status).toBe(400);
  });

  it("answers HEAD like GET, without a body", async () => {
    const answer = await stage.raw("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(parseRaw(answer).status).toBe(200);
    expect(parseRaw(answer).body).toBe("");
  });

  it("wrote no line for any of this", () => {
    expect(stage.lines).toEqual([]);
  });
});

describe("senders who do not come to an end", () => {
  let stage: ReporterStage;
  beforeAll(async () => {
    const limits = { ...REPORTER_LIMITS, bodyTimeoutMs: 400 };
    stage = await startReporter({ limits }, { headersTimeoutMs: 600, requestTimeoutMs: 2000 });
  });
  afterAll(() => stage.stop());

  it("are given up when a body comes too slowly", async () => {
    const answer = await stage.raw([post(OCTETS, "Content-Length: 10896"), "a", "b"], 100);
    expect([parseRaw(answer).status, codeIn(answer)]).toEqual([408, "body_timeout"]);
    expect(await stage.count("intake_envelope")).toBe(0);
    expect(await stage.count("intake_receipt")).toBe(0);
  });

  it("are given up when headers never end", async () => {
    const answer = await stage.raw(["POST /v1/envelopes HTTP/1.1\r\nHost: x\r\n", "X-Slow: 1\r\n"], 50);
    expect([parseRaw(answer).status, codeIn(answer)]).toEqual([408, "body_timeout"]);
  });

  it("leave no line", () => {
    expect(stage.lines).toEqual([]);
  });
});

describe("intake in need", () => {
  it("says that the disk is low, and takes the same bytes when it is not", async () => {
    const disk = { low: true };
    const stage = await startReporter({
      checkDisk: () => (disk.low ? Promise.reject(new ApiError("disk_low", { retryAfter: 300 })) : Promise.resolve()),
    });
    try {
      const { body } = await stage.seal();
      const refused = await stage.send(body);
      expect([refused.status, await codeOf(refused)]).toEqual([503, "disk_low"]);
      expect(refused.headers.get("retry-after")).toBe("300");
      expect(await stage.count("intake_envelope")).toBe(0);
      disk.low = false;
      expect((await stage.send(body)).status).toBe(200);
    } finally {
      await stage.stop();
    }
  });

  it("says that storage is unavailable, and logs a code and nothing else", async () => {
    const stage = await startReporter();
    try {
      const { body } = await stage.seal();
      expect((await stage.send(body)).status).toBe(200);
      await stage.database.client().$executeRawUnsafe("REVOKE INSERT ON intake_receipt FROM abri_reporter");
      const refused = await stage.send((await stage.seal()).body);
      expect([refused.status, await codeOf(refused)]).toEqual([503, "unavailable"]);
      expect(refused.headers.get("retry-after")).toBe("10");
      expect(stage.lines).toHaveLength(1);
      expect(Object.keys(JSON.parse(stage.lines[0] ?? "") as object).sort()).toEqual([
        "code",
        "day",
        "event",
        "level",
        "process",
      ]);
    } finally {
      await stage.stop();
    }
  });
});
