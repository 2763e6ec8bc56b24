import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parseRaw } from "../tools/serve.ts";
import { startReporter, type ReporterStage } from "../tools/reporter.ts";

const EXIT_URL = "https://example.org/nouvelles?du=jour";

let stage: ReporterStage;
beforeAll(async () => {
  stage = await startReporter({ exitUrl: EXIT_URL });
});
afterAll(() => stage.stop());

const leave = (headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${stage.url}/exit`, { redirect: "manual", method, headers });

describe("GET /exit", () => {
  it("sends the browser on to the unit's address, clears what the site could have stored, and tells the next site nothing", async () => {
    const answer = await leave();
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(EXIT_URL);
    expect(answer.headers.get("clear-site-data")).toBe('"cookies", "storage"');
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(await answer.text()).toBe("");
  });

  it("answers at once, with no body that names where one comes from", async () => {
    const { head, body } = parseRaw(await stage.raw("GET /exit HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    expect(head).toMatch(/^Content-Length: 0\r?$/m);
    expect(head).not.toMatch(/^(Content-Type|Set-Cookie):/im);
    expect(body).toBe("");
  });

  it("goes nowhere else, whatever a request asks for", async () => {
    for (const query of ["?to=https://evil.example", "?https://evil.example", "?next=//evil.example"]) {
      const answer = await fetch(`${stage.url}/exit${query}`, { redirect: "manual" });
      expect(answer.headers.get("location")).toBe(EXIT_URL);
    }
    const answer = await leave({
      Host: "evil.example",
      "X-Forwarded-Host": "evil.example",
      Referer: "https://evil.example/",
    });
    expect(answer.headers.get("location")).toBe(EXIT_URL);
  });

  it("is for following a link only", async () => {
    expect((await leave({}, "HEAD")).status).toBe(303);
    expect((await leave({}, "POST")).status).toBe(405);
    expect(stage.lines).toEqual([]);
  });
});
