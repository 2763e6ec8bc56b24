import { setTimeout as pause } from "node:timers/promises";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openChanges } from "../../../prisma/changes.ts";
import { claimCase } from "../../../api/routes/cases/schema.ts";
import { toBase64Url } from "../../../security/index.ts";
import { startOfficer, type OfficerStage } from "../tools/officer.ts";
import { codeOf } from "../tools/serve.ts";

const MINUTE = 60_000;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(10);
}

describe("GET /v1/events", () => {
  let stage: OfficerStage;
  let cookie: string;
  beforeAll(async () => {
    stage = await startOfficer();
    cookie = await stage.signIn(stage.lead);
  });
  afterAll(() => stage.stop());

  const listen = async (): Promise<{ response: Response; heard: () => string; close: () => void }> => {
    const abort = new AbortController();
    const response = await fetch(`${stage.url}/v1/events`, { headers: { Cookie: cookie }, signal: abort.signal });
    let text = "";
    const decoder = new TextDecoder();
    void response.body
      ?.pipeTo(new WritableStream({ write: (chunk: Uint8Array) => void (text += decoder.decode(chunk)) }))
      .catch(() => undefined);
    return { response, heard: () => text, close: () => abort.abort() };
  };

  it("tells that something changed, without content, and many changes as one", async () => {
    const { response, heard, close } = await listen();
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    for (let i = 0; i < 50; i++) await stage.changes.publish();
    const changes = (): number => heard().match(/event: changed/g)?.length ?? 0;
    await until(() => changes() > 0);
    const before = changes();
    await stage.changes.publish();
    await until(() => changes() > before);
    // As many as there were seconds, not as many as there were changes.
    expect(changes()).toBeLessThan(25);
    expect(heard()).toBe(`: still here\n\n${"event: changed\ndata: \n\n".repeat(changes())}`);
    close();
  });

  it("is opened eight times by one officer, and no more", async () => {
    // Whoever listened before is gone when there is room for eight.
    const open = [];
    while (open.length < 8) {
      const one = await listen();
      if (one.response.status === 200) open.push(one);
      else await pause(20);
    }
    const ninth = await fetch(`${stage.url}/v1/events`, { headers: { Cookie: cookie } });
    expect([ninth.status, await codeOf(ninth)]).toEqual([503, "busy"]);
    for (const { close } of open) close();
    let again = await listen();
    for (; again.response.status === 503; again = await listen()) await pause(20);
    expect(again.response.status).toBe(200);
    again.close();
  });

  it("keeps no session alive: a browser opens it again by itself", async () => {
    const own = await stage.signIn(stage.lead);
    const opened = async (): Promise<number> => {
      const abort = new AbortController();
      const { status } = await fetch(`${stage.url}/v1/events`, { headers: { Cookie: own }, signal: abort.signal });
      abort.abort();
      return status;
    };
    stage.clock.now += 10 * MINUTE;
    expect(await opened()).toBe(200);
    stage.clock.now += 6 * MINUTE;
    expect(await opened()).toBe(401);
    cookie = await stage.signIn(stage.lead);
  });

  it("logs nothing when a console goes away", async () => {
    const other = await startOfficer();
    try {
      const own = await other.signIn(other.lead);
      const abort = new AbortController();
      const response = await fetch(`${other.url}/v1/events`, { headers: { Cookie: own }, signal: abort.signal });
      await response.body?.getReader().read();
      abort.abort();
      const parting = `GET /v1/events HTTP/1.1\r\nHost: a\r\nCookie: ${own}\r\nConnection: close\r\n\r\n`;
      await new Promise<void>((resolve) => {
        const socket = connect(other.port, "127.0.0.1", () => socket.write(parting));
        socket.once("data", () => socket.resetAndDestroy()).once("close", () => resolve());
      });
      await pause(200);
      expect(other.lines).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  it("is for officers who are signed in", async () => {
    const answer = await fetch(`${stage.url}/v1/events`);
    expect([answer.status, await codeOf(answer)]).toEqual([401, "not_signed_in"]);
  });

  it("says nothing when a request was refused", async () => {
    const before = stage.changes.count;
    const id = "00000000-0000-4000-8000-000000000000";
    const body = { entry: { id, epoch: 1, sealed: toBase64Url(new Uint8Array(4096)) } };
    expect((await stage.call(claimCase, { cookie, params: { id }, body })).status).toBe(404);
    expect(stage.changes.count).toBe(before);
  });

  it("is told of a change that another process made", async () => {
    const url = stage.database.url("abri_officer");
    const [here, elsewhere] = await Promise.all([openChanges(url), openChanges(url)]);
    const other = await startOfficer({ changes: here });
    try {
      const own = await other.signIn(other.lead);
      const abort = new AbortController();
      const response = await fetch(`${other.url}/v1/events`, { headers: { Cookie: own }, signal: abort.signal });
      const reader = response.body?.getReader();
      const next = async () => new TextDecoder().decode((await reader?.read())?.value);
      expect(await next()).toBe(": still here\n\n");
      await elsewhere.publish();
      expect(await next()).toBe("event: changed\ndata: \n\n");
      abort.abort();
    } finally {
      await other.stop();
      await Promise.all([here.close(), elsewhere.close()]);
    }
  });

  it("ends when the app is closed, so that the server can stop", async () => {
    const other = await startOfficer();
    const own = await other.signIn(other.lead);
    const response = await fetch(`${other.url}/v1/events`, { headers: { Cookie: own } });
    const ended = response.text();
    await other.stop();
    // A stream that is broken off would be refused here.
    expect(await ended).toBe(": still here\n\n");
  });
});
