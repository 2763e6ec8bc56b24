import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DAY_MS, removeOfficer, sealAttachments, sealFirstReport, verifyStatement } from "../../../security/index.ts";
import type { SealedAttachments } from "../../../security/index.ts";
import { publishDirectory } from "../../../api/commands/publishDirectory.ts";
import { freshKeyStore } from "../tools/publish.ts";
import { ANSWERS, startReporter, type ReporterStage } from "../tools/reporter.ts";
import { depth } from "../../tools/depth.ts";
import { codeOf } from "../tools/serve.ts";

/** No more than the gate lets wait. */
const COPIES = depth(12, 400);

describe("POST /v1/envelopes", () => {
  let stage: ReporterStage;
  beforeAll(async () => {
    stage = await startReporter();
  });
  afterAll(() => stage.stop());

  it("takes a sealed report and stores it once, however often it comes", async () => {
    const { body } = await stage.seal();
    const before = await stage.count("intake_envelope");
    for (let i = 0; i < 3; i++) {
      const answer = await stage.send(body);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe('{"accepted":true}');
    }
    expect(await stage.count("intake_envelope")).toBe(before + 1);
  });

  it("stores one of many copies that come at once, and says yes to each", async () => {
    const { body } = await stage.seal();
    const before = await stage.count("intake_envelope");
    const answers = await Promise.all(Array.from({ length: COPIES }, () => stage.send(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: COPIES }, () => 200));
    expect(await stage.count("intake_envelope")).toBe(before + 1);
  });

  it("gives the same answer after the envelope was triaged, and does not take it in again", async () => {
    const { body } = await stage.seal();
    await stage.send(body);
    await stage.database.client().intakeEnvelope.deleteMany();
    const again = await stage.send(body);
    expect(again.status).toBe(200);
    expect(await again.text()).toBe('{"accepted":true}');
    expect(await stage.count("intake_envelope")).toBe(0);
  });

  it("refuses an envelope id that comes with other bytes", async () => {
    const { body } = await stage.seal();
    expect((await stage.send(body)).status).toBe(200);
    const other = body.slice();
    other[2000] = (other[2000] as number) ^ 1;
    const answer = await stage.send(other);
    expect(answer.status).toBe(409);
    expect(await codeOf(answer)).toBe("envelope_id_reused");
  });

  it.each([
    ["an empty body", 0],
    ["one byte too few", -1],
    ["one byte too many", 1],
    ["the length of an envelope without its slip", -1392],
  ])("refuses %s and stores nothing", async (_name, change) => {
    const { body } = await stage.seal();
    const before = await stage.count("intake_envelope");
    const changed = new Uint8Array(change === 0 ? 0 : body.length + change);
    changed.set(body.subarray(0, changed.length));
    const answer = await stage.send(changed);
    expect([answer.status, await codeOf(answer)]).toEqual([400, "envelope_malformed"]);
    expect(await stage.count("intake_envelope")).toBe(before);
    expect((await stage.send(body)).status).toBe(200);
  });

  it.each([
    ["another mark", 0],
    ["another version", 4],
    ["a reserved byte", 6],
    ["another bucket", 59],
    ["another slip hash", 60],
    ["a changed slip", 10_895],
  ])("refuses %s", async (_name, at) => {
    const { body } = await stage.seal();
    const changed = body.slice();
    changed[at] = (changed[at] as number) ^ 1;
    const answer = await stage.send(changed);
    expect([answer.status, await codeOf(answer)]).toEqual([400, "envelope_malformed"]);
    expect((await stage.send(body)).status).toBe(200);
  });

  it("takes an envelope that names attachments, whether its parts are here or not", async () => {
    const { unit } = stage;
    const content = new Blob([new Uint8Array(9)]);
    const { parts } = sealAttachments(unit.p, [{ name: "a", type: "", state: "recorded", content }]);
    await parts.next();
    const sealed = (await parts.next()).value as SealedAttachments;
    const { body } = await sealFirstReport(unit.p, unit.statement, ANSWERS, await stage.keys(), sealed);
    expect((await stage.send(body)).status).toBe(200);
  });

  it.each([
    ["a stream length that no stream has", 92, 144],
    ["a stream length without a hash", 92, 96],
    ["a hash without a stream length", 96, 144],
  ])("refuses %s", async (_name, from, to) => {
    const { body } = await stage.seal();
    const answer = await stage.send(body.slice().fill(7, from, to));
    expect([answer.status, await codeOf(answer)]).toEqual([400, "envelope_malformed"]);
  });

  it.each([
    ["text/plain", {}],
    ["multipart/form-data; boundary=x", {}],
    ["application/octet-stream; charset=utf-8", {}],
    ["application/octet-stream", { "Content-Encoding": "gzip" }],
  ])("refuses the content type %s %j", async (type, more) => {
    const { body } = await stage.seal();
    const answer = await stage.send(body, { "Content-Type": type, ...(more as Record<string, string>) });
    expect([answer.status, await codeOf(answer)]).toEqual([415, "content_type"]);
  });

  it("refuses an envelope sealed to a statement it does not know", async () => {
    const { body } = await stage.seal();
    const changed = body.slice();
    changed[8] = (changed[8] as number) ^ 1;
    const answer = await stage.send(changed);
    expect([answer.status, await codeOf(answer)]).toEqual([409, "directory_not_accepted"]);
  });
});

describe("acceptance of earlier statements", () => {
  it("ends at once after a removal, but not for bytes that were taken in before", async () => {
    const stage = await startReporter();
    try {
      const { unit } = stage;
      const sent = (await stage.seal()).body;
      const late = (await stage.seal()).body;
      expect((await stage.send(sent)).status).toBe(200);

      const { state } = await removeOfficer(unit.p, unit.state, unit.officer.id, unit.today);
      await publishDirectory(
        {
          db: stage.database.client(),
          primitives: unit.p,
          unit: state.publicJson,
          keyStore: await freshKeyStore(),
          now: () => stage.clock.now,
        },
        { links: state.directory, grants: [], removal: true },
      );
      const refused = await stage.send(late);
      expect([refused.status, await codeOf(refused)]).toEqual([409, "directory_not_accepted"]);
      expect((await stage.send(sent)).status).toBe(200);

      const newest = state.directory.at(-1);
      if (newest === undefined) throw new Error("no directory");
      const statement = await verifyStatement(unit.p, newest.statement, state.publicJson, unit.today);
      const again = await sealFirstReport(unit.p, statement, ANSWERS, await stage.keys());
      expect((await stage.send(again.body)).status).toBe(200);
    } finally {
      await stage.stop();
    }
  });

  it("ends with the statement", async () => {
    const stage = await startReporter();
    try {
      const { body } = await stage.seal();
      stage.clock.now = (stage.unit.statement.expiryDay + 1) * DAY_MS;
      const answer = await stage.send(body);
      expect([answer.status, await codeOf(answer)]).toEqual([409, "directory_not_accepted"]);
      stage.clock.now -= 1;
      expect((await stage.send(body)).status).toBe(200);
    } finally {
      await stage.stop();
    }
  });
});
