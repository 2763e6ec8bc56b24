import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readCase } from "../../../api/routes/cases/schema.ts";
import { addAttachment, collectAttachments } from "../../../prisma/repositories/attachments.ts";
import { releaseNow } from "../../../prisma/repositories/triage.ts";
import { storePart } from "../../../prisma/repositories/uploads.ts";
import { PART_BYTES } from "../../../security/index.ts";
import { bytes, newItem, newPart } from "../../prisma/samples.ts";
import { startOfficer, type OfficerStage } from "../tools/officer.ts";
import { codeOf } from "../tools/serve.ts";

let stage: OfficerStage;
let cookie: string;
beforeAll(async () => {
  stage = await startOfficer();
  const officer = await stage.enrol();
  await stage.admit(officer, [1]);
  cookie = await stage.signIn(officer);
});
afterAll(() => stage.stop());

interface Made {
  readonly caseId: string;
  readonly itemId: string;
  readonly parts: readonly Uint8Array[];
}

/** An item with two parts uploaded, of as many as its envelope names. */
async function newCaseWith(desk: number, partCount = 2): Promise<Made> {
  const db = stage.database.client();
  const { today } = stage.unit;
  const uploadId = bytes(16);
  const parts = [0, 1].map((index) => newPart({ uploadId, index, day: today }));
  for (const part of parts) await storePart(db, part);
  const item = newItem({ desk });
  const caseId = await db.$transaction(async (tx) => {
    const attachmentId = await addAttachment(tx, { uploadId, partCount }, today);
    return releaseNow(tx, { ...item, attachmentId }, { today, due: new Date(stage.clock.now) });
  });
  return { caseId, itemId: item.id, parts: parts.map((part) => part.bytes) };
}
const collect = (): Promise<number> => collectAttachments(stage.database.client(), stage.unit.today);
const get = (itemId: string, part: number | string, as = cookie): Promise<Response> =>
  fetch(`${stage.url}/v1/items/${itemId}/attachments/${part}`, { headers: { Cookie: as } });
const refusalOf = async (answer: Response): Promise<unknown[]> => [answer.status, await codeOf(answer)];

describe("GET /v1/items/{id}/attachments/{part}", () => {
  it("gives the sealed parts as they came, as bytes of no kind that nothing keeps", async () => {
    const { itemId, parts } = await newCaseWith(1);
    await collect();
    for (const [index, part] of parts.entries()) {
      const answer = await get(itemId, index);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("Content-Type")).toBe("application/octet-stream");
      expect(answer.headers.get("Content-Length")).toBe(String(PART_BYTES));
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
      expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(Buffer.from(await answer.arrayBuffer()).equals(part)).toBe(true);
    }
  });

  it("gives nothing of another desk, nothing to an officer of no desk, nothing without a session", async () => {
    const { itemId } = await newCaseWith(2);
    await collect();
    expect(await refusalOf(await get(itemId, 0))).toEqual([404, "not_found"]);
    expect((await get(itemId, 0, await stage.signIn(stage.lead))).status).toBe(200);
    expect(await refusalOf(await get(itemId, 0, ""))).toEqual([401, "not_signed_in"]);
    const pending = await stage.signIn(await stage.enrol());
    expect(await refusalOf(await get(itemId, 0, pending))).toEqual([403, "forbidden"]);
  });

  it.each(["-1", "128", "01", "1e1", "1.0", "x"])("refuses part %s", async (part) => {
    const { itemId } = await newCaseWith(1);
    expect(await refusalOf(await get(itemId, part))).toEqual([400, "invalid_request"]);
  });

  it("says not found for an item whose parts have not all come, and for an unknown one", async () => {
    const { itemId } = await newCaseWith(1, 4);
    await collect();
    expect(await refusalOf(await get(itemId, 0))).toEqual([404, "not_found"]);
    expect(await refusalOf(await get(randomUUID(), 0))).toEqual([404, "not_found"]);
    expect(await refusalOf(await get("1", 0))).toEqual([400, "invalid_request"]);
  });
});

const itemsOf = async (caseId: string): Promise<unknown> => {
  const answer = await stage.call(readCase, { cookie, params: { id: caseId } });
  return (answer.json as { items: unknown[] }).items;
};

describe("a case with attachments", () => {
  it("says how many parts there are, and whether they are here", async () => {
    const { caseId } = await newCaseWith(1);
    expect(await itemsOf(caseId)).toMatchObject([{ attachments: { state: "waiting", parts: 2 } }]);
    await collect();
    expect(await itemsOf(caseId)).toMatchObject([{ attachments: { state: "here", parts: 2 } }]);
  });

  it("says so when there are none", async () => {
    const db = stage.database.client();
    const at = { today: stage.unit.today, due: new Date(stage.clock.now) };
    const caseId = await db.$transaction((tx) => releaseNow(tx, newItem(), at));
    expect(await itemsOf(caseId)).toMatchObject([{ attachments: null }]);
  });
});
