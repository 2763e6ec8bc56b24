import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { publishDirectory } from "../../api/commands/publishDirectory.ts";
import { publishDirectory as publishContract } from "../../api/routes/directory/schema.ts";
import { listQueue } from "../../api/routes/queue/schema.ts";
import { readSession } from "../../api/routes/session/schema.ts";
import { signIn, signOut, startSignIn } from "../../api/routes/signIn/schema.ts";
import { DESK_GENERAL, removeOfficer, toBase64Url } from "../../security/index.ts";
import { refusal, startOfficer, type OfficerStage } from "./tools/officer.ts";
import { codeOf, parseRaw } from "./tools/serve.ts";
import { OPENER, VIEWER } from "./tools/site.ts";

describe("createOfficerApp()", () => {
  let stage: OfficerStage;
  let cookie: string;
  beforeAll(async () => {
    stage = await startOfficer();
    cookie = await stage.signIn(stage.lead);
  });
  afterAll(() => stage.stop());

  const post = (headers: Record<string, string>, body: BodyInit = '{"name":"x"}') =>
    fetch(`${stage.url}/v1/sign-in/start`, { method: "POST", headers, body });

  it("lets the console run WebAssembly, and nothing else that the reporters' page may not", async () => {
    const { headers } = await fetch(`${stage.url}/`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).not.toContain("'unsafe-inline'");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("lets its own pages make and use passkeys, and asks nothing else of a device", async () => {
    for (const path of ["/", "/v1/session"]) {
      const { headers } = await fetch(stage.url + path);
      const asked = headers.get("permissions-policy")?.split(", ") ?? [];
      expect(asked.filter((each) => !each.endsWith("=()"))).toEqual([
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
      ]);
      expect(asked).toContain("microphone=()");
    }
  });

  it("gives the viewer a policy of its own, with no origin and no host in it, and lets its own pages frame it", async () => {
    const { headers } = await fetch(`${stage.url}${VIEWER.path}`);
    const directives = (headers.get("content-security-policy") ?? "").split(";");
    expect([...directives].sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      "img-src blob:",
      "media-src blob:",
      "require-trusted-types-for 'script'",
      "sandbox allow-scripts allow-downloads",
      `script-src '${VIEWER.scriptHash}'`,
      `style-src '${VIEWER.styleHash}'`,
      "trusted-types 'none'",
    ]);
    expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");

    const page = await fetch(`${stage.url}/`);
    expect(page.headers.get("content-security-policy")).toContain("frame-src 'self';");
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none';");
    expect(page.headers.get("x-frame-options")).toBe("DENY");
  });

  it("lets its page run one worker, whose address alone may become one, and which reaches no host", async () => {
    const policy = (await fetch(`${stage.url}/`)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("worker-src 'self';");
    expect(policy).toContain("trusted-types abri-opener");
    const { headers } = await fetch(`${stage.url}${OPENER}`);
    expect((headers.get("content-security-policy") ?? "").split(";").sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "script-src 'wasm-unsafe-eval'",
      "trusted-types 'none'",
    ]);
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  it("takes changes from its own pages only", async () => {
    const json = { "Content-Type": "application/json" };
    const own = new URL(stage.url).host;
    for (const headers of [
      { Origin: `http://${own}` },
      { "Sec-Fetch-Site": "same-origin" },
      { Origin: `http://${own}`, "Sec-Fetch-Site": "same-origin" },
    ]) {
      expect((await post({ ...json, ...headers })).status).toBe(200);
    }
    for (const headers of [
      {},
      { Origin: "https://evil.example" },
      { Origin: "null" },
      { Origin: `http://${own}.evil.example` },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { "Sec-Fetch-Site": "none" },
      { Origin: `http://${own}`, "Sec-Fetch-Site": "cross-site" },
    ] as Record<string, string>[]) {
      const answer = await post({ ...json, ...headers });
      expect([answer.status, await codeOf(answer)]).toEqual([403, "wrong_origin"]);
    }
  });

  it.each([
    ["text", { "Content-Type": "text/plain" }, "{}", 415],
    ["a form", { "Content-Type": "application/x-www-form-urlencoded" }, "name=x", 415],
    ["no JSON", { "Content-Type": "application/json" }, "{", 400],
    ["a list", { "Content-Type": "application/json" }, "[]", 400],
    ["an unknown field", { "Content-Type": "application/json" }, '{"name":"x","more":1}', 400],
    ["bytes that are no UTF-8", { "Content-Type": "application/json" }, new Uint8Array([0x22, 0xff, 0x22]), 400],
    ["17 kB of a stranger", { "Content-Type": "application/json" }, `{"name":"${"x".repeat(17_000)}"}`, 413],
  ])("refuses %s", async (_what, headers, body, status) => {
    expect((await post({ Origin: stage.url, ...headers }, body)).status).toBe(status);
  });

  it("reads no body of whoever is not signed in", async () => {
    const answer = await stage.raw(
      `PUT /v1/vault HTTP/1.1\r\nHost: 127.0.0.1:${stage.port}\r\nOrigin: ${stage.url}\r\nConnection: close\r\n` +
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
    );
    expect(parseRaw(answer).status).toBe(401);
  });

  it("marks cookies for TLS and this very host behind TLS", async () => {
    const behind = await startOfficer({ behindTls: true });
    try {
      behind.clock.now += 30_000;
      const { lead } = behind;
      const answer = await behind.call(signIn, {
        body: { name: lead.name, authKey: toBase64Url(lead.authKey), totp: behind.digits(lead) },
      });
      expect(answer.headers.get("set-cookie")).toMatch(
        /^__Host-abri=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
      );
      expect(answer.headers.get("strict-transport-security")).toContain("max-age=");
    } finally {
      await behind.stop();
    }
  });

  it("answers an unknown address, a wrong method and a trailing slash in the one shape", async () => {
    for (const [method, path, status] of [
      ["GET", "/v1/nothing", 404],
      ["GET", "/v1/session/", 404],
      ["GET", "/v1/sign-in", 405],
      ["POST", "/v1/queue", 405],
      ["DELETE", "/v1/session", 405],
      ["POST", "/v1/envelopes", 404],
    ] as const) {
      const answer = await fetch(stage.url + path, { method });
      expect([path, answer.status]).toEqual([path, status]);
      expect(await codeOf(answer)).toBe(status === 404 ? "not_found" : "method_not_allowed");
    }
  });

  it("gives no rights for a role or state written into the database", async () => {
    const account = await stage.enrol();
    const own = await stage.signIn(account);
    await stage.database
      .client()
      .officer.update({ where: { id: account.uuid }, data: { role: "lead", state: "active" } });
    expect(refusal(await stage.call(publishContract, { cookie: own, body: {} }))).toEqual([403, "forbidden"]);
    expect(refusal(await stage.call(listQueue, { cookie: own }))).toEqual([403, "forbidden"]);
  });

  it("gives a removed officer no desk back when the newest version is taken out of the database", async () => {
    const account = await stage.enrol();
    await stage.admit(account, [DESK_GENERAL]);
    expect((await stage.call(listQueue, { cookie: await stage.signIn(account) })).status).toBe(200);
    const kept = stage.state;
    const removed = await removeOfficer(stage.unit.p, kept, account.id, stage.unit.today);
    await publishDirectory(
      {
        db: stage.database.client(),
        primitives: stage.unit.p,
        unit: stage.unit.unit,
        keyStore: stage.keyStore,
        now: () => stage.clock.now,
      },
      { links: removed.state.directory, grants: removed.grants, removal: true },
    );
    expect((await stage.call(readSession, { cookie })).status).toBe(200);

    const db = stage.database.client();
    await db.keyStatement.delete({ where: { version: removed.state.directory.length } });
    await db.officer.update({ where: { id: account.uuid }, data: { state: "active" } });
    const own = await stage.signIn(account);
    expect(refusal(await stage.call(listQueue, { cookie: own }))).toEqual([403, "forbidden"]);
  });

  it("gives no rights to keys that the roster does not name", async () => {
    expect((await stage.call(listQueue, { cookie })).status).toBe(200);
    await stage.database
      .client()
      .officer.update({ where: { id: stage.lead.uuid }, data: { signingKey: new Uint8Array(32).fill(1) } });
    expect(refusal(await stage.call(listQueue, { cookie }))).toEqual([403, "forbidden"]);
    await stage.database.client().officer.update({
      where: { id: stage.lead.uuid },
      data: { signingKey: new Uint8Array(stage.lead.signing.publicKey) },
    });
  });

  it("writes no line for all of this", async () => {
    await stage.call(startSignIn, { body: { name: "Nul" } });
    await stage.call(readSession, { cookie });
    await stage.call(signOut, { cookie });
    expect(stage.lines).toEqual([]);
  });
});
