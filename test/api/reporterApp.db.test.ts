import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS, encodeMailboxRequest } from "../../security/index.ts";
import { startReporter, type ReporterStage } from "./tools/reporter.ts";
import { codeOf, parseRaw } from "./tools/serve.ts";
import { SCRIPT_HASH, STYLE_HASH } from "./tools/site.ts";

describe("createReporterApp()", () => {
  let stage: ReporterStage;
  beforeAll(async () => {
    stage = await startReporter();
  });
  afterAll(() => stage.stop());

  const everything = async (): Promise<Response[]> => {
    const { body } = await stage.seal();
    const post = (path: string, bytes: Uint8Array) =>
      fetch(stage.url + path, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream", Cookie: "abri=planted" },
        body: bytes as BodyInit,
      });
    return [
      await fetch(`${stage.url}/`),
      await fetch(`${stage.url}/assets/form-0123456789ab.js`),
      await fetch(`${stage.url}/nothing`),
      await fetch(`${stage.url}/v1/directory`),
      await fetch(`${stage.url}/exit`, { redirect: "manual" }),
      await fetch(`${stage.url}/health/live`),
      await fetch(`${stage.url}/health/ready`),
      await post("/v1/envelopes", body),
      await post("/v1/envelopes", new Uint8Array(3)),
      await post("/v1/mailbox", encodeMailboxRequest(await stage.keys())),
      await post("/v1/nothing", new Uint8Array(3)),
      await fetch(`${stage.url}/v1/envelopes`, { method: "DELETE" }),
    ];
  };

  /** The page, as a raw answer to a browser that takes these encodings. */
  const pageFor = async (accepted: string) =>
    parseRaw(await stage.raw(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: ${accepted}\r\n\r\n`));

  it("never sets a cookie, names no server, tells no time", async () => {
    for (const { headers } of await everything()) {
      for (const name of ["set-cookie", "server", "x-powered-by", "date", "etag", "last-modified"]) {
        expect(headers.has(name)).toBe(false);
      }
    }
  });

  it("sends every strict header with every answer, refusals included", async () => {
    for (const { headers } of await everything()) {
      expect(headers.get("content-security-policy")?.split(";")).toEqual([
        "default-src 'none'",
        `script-src 'self' '${SCRIPT_HASH}'`,
        `style-src 'self' '${STYLE_HASH}'`,
        "img-src 'self' data: blob:",
        "media-src blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ]);
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      const asked = headers.get("permissions-policy")?.split(", ") ?? [];
      expect(asked).toEqual(expect.arrayContaining(["geolocation=()", "camera=()"]));
      // A voice is recorded on this page; nothing else of a device is in its reach.
      expect(asked.filter((feature) => !feature.endsWith("=()"))).toEqual(["microphone=(self)"]);
      expect(headers.has("strict-transport-security")).toBe(false);
      expect(headers.has("access-control-allow-origin")).toBe(false);
    }
  });

  it("lets nothing be stored but what is named for its bytes", async () => {
    for (const response of await everything()) {
      const immutable = response.url.endsWith(".js");
      expect(response.headers.get("cache-control")).toBe(
        immutable ? "public, max-age=31536000, immutable" : "no-store",
      );
    }
  });

  it("serves the page in the encoding that the browser takes", async () => {
    expect((await pageFor("gzip, br")).head).toMatch(/^Content-Encoding: br\r?$/m);
    expect((await pageFor("gzip")).head).toMatch(/^Content-Encoding: gzip\r?$/m);
    expect((await pageFor("br;q=0, gzip;q=0.0")).head).not.toMatch(/Content-Encoding/);
    expect((await pageFor("identity")).body).toContain("<title>Abri</title>");
    expect((await pageFor("identity")).head).toMatch(/^Vary: Accept-Encoding\r?$/m);
  });

  it("serves the newest statement, byte for byte", async () => {
    const answer = await fetch(`${stage.url}/v1/directory`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(stage.unit.statement.bytes);
  });

  it("writes no line while all goes well, and none of what was sent", async () => {
    await everything();
    expect(stage.lines).toEqual([]);
  });
});

describe("HSTS", () => {
  it("is sent behind TLS", async () => {
    const stage = await startReporter({ behindTls: true });
    try {
      const { headers } = await fetch(`${stage.url}/`);
      expect(headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
    } finally {
      await stage.stop();
    }
  });
});

describe("health and directory as the statement ages", () => {
  let stage: ReporterStage;
  beforeAll(async () => {
    stage = await startReporter();
  });
  afterAll(() => stage.stop());
  const ready = () => fetch(`${stage.url}/health/ready`);
  const on = (day: number): void => void (stage.clock.now = day * DAY_MS);

  it("is well, then warns in the last week, then is not ready", async () => {
    const { expiryDay } = stage.unit.statement;
    on(expiryDay - 7);
    expect(await (await ready()).json()).toEqual({ status: "ok" });
    on(expiryDay - 6);
    expect(await (await ready()).json()).toEqual({ status: "warning" });
    on(expiryDay);
    expect((await ready()).status).toBe(200);
    expect((await fetch(`${stage.url}/v1/directory`)).status).toBe(200);
    on(expiryDay + 1);
    const expired = await ready();
    expect([expired.status, await codeOf(expired)]).toEqual([503, "not_ready"]);
    const directory = await fetch(`${stage.url}/v1/directory`);
    expect([directory.status, await codeOf(directory)]).toEqual([503, "directory_unavailable"]);
    expect((await fetch(`${stage.url}/health/live`)).status).toBe(200);
  });
});

describe("failures", () => {
  const WORD = "flamant-orange";

  it("are a bare 500 to the sender, and a code to the log, whatever their text carries", async () => {
    const stage = await startReporter({
      checkDisk: () => {
        throw new TypeError(WORD);
      },
    });
    try {
      const answer = await stage.send((await stage.seal()).body, {
        "User-Agent": WORD,
        "X-Forwarded-For": "198.51.100.7",
      });
      expect(answer.status).toBe(500);
      const text = await answer.text();
      expect(text).toBe('{"error":{"code":"internal","message":"Something failed here."}}');
      expect(stage.lines.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual(["TypeError"]);
      expect(stage.lines.join("")).not.toContain(WORD);
      expect(stage.lines.join("")).not.toContain("198.51.100.7");
    } finally {
      await stage.stop();
    }
  });
});
