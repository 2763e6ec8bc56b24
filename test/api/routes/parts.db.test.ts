import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ApiError } from "../../../api/errors.ts";
import { REPORTER_LIMITS } from "../../../api/reporterApp.ts";
import { encodePartBody, PART_BODY_BYTES, PART_BYTES } from "../../../security/index.ts";
import { bytes } from "../../prisma/samples.ts";
import { startReporter, type ReporterStage } from "../tools/reporter.ts";
import { codeOf } from "../tools/serve.ts";

const newBody = (uploadId = bytes(16), index = 0): Uint8Array =>
  encodePartBody({ uploadId, index, part: bytes(PART_BYTES) });
const diskIsLow = (): Promise<void> => Promise.reject(new ApiError("disk_low", { retryAfter: 300 }));
const refusalOf = async (answer: Response): Promise<unknown[]> => [answer.status, await codeOf(answer)];

describe("POST /v1/parts", () => {
  let stage: ReporterStage;
  beforeAll(async () => {
    stage = await startReporter();
  });
  afterAll(() => stage.stop());

  it("takes a part and stores it once, however often it comes, with the day and nothing of the sender", async () => {
    const uploadId = bytes(16);
    const body = newBody(uploadId, 127);
    for (let i = 0; i < 3; i++) {
      const answer = await stage.sendPart(body, { "User-Agent": "parrot" });
      expect([answer.status, await answer.text()]).toEqual([200, '{"accepted":true}']);
    }
    const rows = await stage.database.client().uploadPart.findMany();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ partIndex: 127, day: new Date(stage.unit.today * 86_400_000) });
    expect(Buffer.from(rows[0]?.bytes ?? []).equals(body.subarray(17))).toBe(true);
    expect(Buffer.from(rows[0]?.uploadId ?? []).equals(uploadId)).toBe(true);
    expect(stage.lines).toEqual([]);
  });

  it("takes a part that comes ten times at once", async () => {
    const body = newBody();
    const before = await stage.count("upload_part");
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.sendPart(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await stage.count("upload_part")).toBe(before + 1);
  });

  it("refuses other bytes for a part that is here, and keeps the first", async () => {
    const uploadId = bytes(16);
    const first = newBody(uploadId);
    expect((await stage.sendPart(first)).status).toBe(200);
    expect(await refusalOf(await stage.sendPart(newBody(uploadId)))).toEqual([409, "part_reused"]);
    expect((await stage.sendPart(first)).status).toBe(200);
  });

  it.each([
    ["an empty body", () => new Uint8Array(0), 400, "part_malformed"],
    ["a byte too few", () => newBody().slice(1), 400, "part_malformed"],
    ["a byte too many", () => new Uint8Array(PART_BODY_BYTES + 1), 413, "body_too_large"],
    ["an index that no stream has", () => newBody().fill(128, 16, 17), 400, "part_malformed"],
    ["an upload id of zeros", () => newBody(new Uint8Array(16)), 400, "part_malformed"],
  ])("refuses %s and stores nothing", async (_name, make, status, code) => {
    expect((await stage.sendPart(newBody())).status).toBe(200);
    const before = await stage.count("upload_part");
    expect(await refusalOf(await stage.sendPart(make()))).toEqual([status, code]);
    expect(await stage.count("upload_part")).toBe(before);
  });

  it("refuses another content type", async () => {
    const answer = await stage.sendPart(newBody(), { "Content-Type": "image/jpeg" });
    expect(await refusalOf(answer)).toEqual([415, "content_type"]);
  });

  it("has no way to read, list or delete a part", async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      expect((await fetch(`${stage.url}/v1/parts`, { method })).status).toBe(405);
    }
    expect((await fetch(`${stage.url}/v1/parts/00`)).status).toBe(404);
  });
});

describe("the room for parts", () => {
  it("is bounded; what is begun is finished, nothing is dropped, and envelopes are still taken", async () => {
    const stage = await startReporter({ uploadsMaxBytes: 4 * PART_BYTES });
    try {
      const begun = bytes(16);
      for (const body of [newBody(begun, 0), newBody(begun, 1), newBody()]) {
        expect((await stage.sendPart(body)).status).toBe(200);
      }
      const late = await stage.sendPart(newBody());
      expect([late.status, late.headers.get("Retry-After"), await codeOf(late)]).toEqual([503, "300", "uploads_full"]);
      expect((await stage.sendPart(newBody(begun, 2))).status).toBe(200);
      expect(await refusalOf(await stage.sendPart(newBody(begun, 3)))).toEqual([503, "uploads_full"]);
      expect(await stage.count("upload_part")).toBe(4);
      expect((await stage.send((await stage.seal()).body)).status).toBe(200);

      await stage.database.client().uploadPart.deleteMany({ where: { partIndex: 0 } });
      stage.clock.now += 2_000;
      expect((await stage.sendPart(newBody(begun, 3))).status).toBe(200);
    } finally {
      await stage.stop();
    }
  });

  it("is not asked for when the disk is nearly full", async () => {
    const stage = await startReporter({ checkDisk: diskIsLow });
    try {
      expect(await refusalOf(await stage.sendPart(newBody()))).toEqual([503, "disk_low"]);
      expect(await stage.count("upload_part")).toBe(0);
    } finally {
      await stage.stop();
    }
  });

  it("is not held by senders who do not send: others are told to come again, and envelopes go through", async () => {
    const stage = await startReporter({ limits: { ...REPORTER_LIMITS, uploading: 2, partTimeoutMs: 5_000 } });
    try {
      const envelope = (await stage.seal()).body;
      const head =
        `POST /v1/parts HTTP/1.1\r\nHost: 127.0.0.1:${stage.port}\r\nContent-Type: application/octet-stream\r\n` +
        `Content-Length: ${PART_BODY_BYTES}\r\n\r\n`;
      const slow = [stage.raw([head, "x"]), stage.raw([head, "x"])];
      // Both are there when there is no room for a third.
      let third = await stage.sendPart(newBody());
      while (third.status === 200) third = await stage.sendPart(newBody());
      expect(await refusalOf(third)).toEqual([503, "busy"]);
      expect((await stage.send(envelope)).status).toBe(200);
      for (const answer of await Promise.all(slow)) expect(answer).toContain("body_timeout");
      expect((await stage.sendPart(newBody())).status).toBe(200);
    } finally {
      await stage.stop();
    }
  });
});
