import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { addReply, releaseReplies } from "../../../prisma/repositories/mailbox.ts";
import { encodeMailboxRequest, mailboxRowKey, openMailbox, sealReply, type CodeKeys } from "../../../security/index.ts";
import { ROW_SECRET, startReporter, type ReporterStage } from "../tools/reporter.ts";
import { codeOf } from "../tools/serve.ts";

const bytesOf = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer());

const shapeOf = async (response: Response): Promise<unknown> => ({
  status: response.status,
  headers: [...response.headers],
  length: (await bytesOf(response)).length,
});

describe("POST /v1/mailbox", () => {
  let stage: ReporterStage;
  let keys: CodeKeys;
  beforeAll(async () => {
    stage = await startReporter();
    keys = await stage.keys();
  });
  afterAll(() => stage.stop());

  const ask = (body: Uint8Array, type = "application/octet-stream"): Promise<Response> =>
    fetch(`${stage.url}/v1/mailbox`, {
      method: "POST",
      headers: { "Content-Type": type },
      body: body as BodyInit,
    });
  it("hands out a reply that its reader can open", async () => {
    const [desk] = stage.unit.desks;
    if (desk === undefined) throw new Error("no desk");
    const slot = await sealReply(stage.unit.p, {
      descriptor: keys.descriptor,
      sequence: 1,
      deskId: desk.deskId,
      signing: desk.signing,
      text: "Venez mardi.",
      part: 1,
      parts: 1,
    });
    const rowKey = await mailboxRowKey(stage.unit.p, ROW_SECRET, keys.mailboxId, keys.tokenHash);
    const db = stage.database.client();
    await db.$transaction((tx) => addReply(tx, { rowKey, sequence: 1, slot, urgent: true }));
    await releaseReplies(db, { urgentOnly: false });

    const answer = await bytesOf(await ask(encodeMailboxRequest(keys)));
    const { replies, refused } = await openMailbox(stage.unit.p, answer, keys, stage.unit.statement);
    expect(replies.map(({ text }) => text)).toEqual(["Venez mardi."]);
    expect(refused).toBe(0);
  });

  it("answers alike for a mailbox with a reply, an unknown one and a wrong token", async () => {
    const real = encodeMailboxRequest(keys);
    const wrongToken = real.slice();
    wrongToken[47] = (wrongToken[47] as number) ^ 1;
    const shapes = await Promise.all(
      [real, wrongToken, new Uint8Array(48), stage.unit.p.randomBytes(48)].map(async (request) =>
        shapeOf(await ask(request)),
      ),
    );
    expect(shapes[0]).toMatchObject({ status: 200, length: 32_768 });
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
  });

  it("answers an unknown mailbox with the same bytes each time, and with others than its neighbour", async () => {
    const request = stage.unit.p.randomBytes(48);
    const first = await bytesOf(await ask(request));
    expect(await bytesOf(await ask(request))).toEqual(first);
    const other = request.slice();
    other[0] = (other[0] as number) ^ 1;
    expect(await bytesOf(await ask(other))).not.toEqual(first);
  });

  it("fills a wrong token's answer with the same bytes that surround the real reply", async () => {
    const real = encodeMailboxRequest(keys);
    const wrong = real.slice();
    wrong[47] = (wrong[47] as number) ^ 1;
    const [mine, theirs] = [await bytesOf(await ask(real)), await bytesOf(await ask(wrong))];
    expect(mine.subarray(0, 4096)).not.toEqual(theirs.subarray(0, 4096));
    expect(mine.subarray(4096)).toEqual(theirs.subarray(4096));
  });

  it.each([0, 47, 49, 10_896])("refuses a request of %i bytes", async (length) => {
    expect((await ask(new Uint8Array(48))).status).toBe(200);
    const answer = await ask(new Uint8Array(length));
    expect([answer.status, await codeOf(answer)]).toEqual(
      length > 48 ? [413, "body_too_large"] : [400, "invalid_request"],
    );
  });

  it("refuses another content type", async () => {
    const answer = await ask(new Uint8Array(48), "application/json");
    expect([answer.status, await codeOf(answer)]).toEqual([415, "content_type"]);
  });
});
