import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { putViews, readViews, type ReadViewsAnswer } from "../../../api/routes/views/schema.ts";
import { sealViews, toBase64Url, viewsKey, VIEWS_BYTES } from "../../../security/index.ts";
import { startDesks } from "../tools/desks.ts";
import { refusal, type OfficerStage } from "../tools/officer.ts";

let stage: OfficerStage;
let lead: string;
let general: string;
let pending: string;

beforeAll(async () => {
  ({ stage, lead, general, pending } = await startDesks());
});
afterAll(() => stage.stop());

const blob = (length = VIEWS_BYTES): string => toBase64Url(stage.unit.p.randomBytes(length));
const put = (cookie: string, counter: unknown, sealed = blob()) =>
  stage.call(putViews, { cookie, body: { sealed, counter } });
const viewsOf = async (cookie: string) => ((await stage.call(readViews, { cookie })).json as ReadViewsAnswer).views;

describe("saved views", () => {
  it("are each officer's own, there for whichever browser they sign in with", async () => {
    expect(await viewsOf(lead)).toBeNull();
    const sealed = blob();
    expect((await put(lead, 1, sealed)).json).toEqual({ counter: 1 });
    expect(await viewsOf(lead)).toEqual({ sealed, counter: 1 });
    expect(await viewsOf(general)).toBeNull();
  });

  it("never go back, and of two consoles at once one is told to read again", async () => {
    const counter = ((await viewsOf(lead))?.counter ?? 0) + 2;
    const both = await Promise.all([put(lead, counter), put(lead, counter)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const kept = await viewsOf(lead);
    for (const old of [counter - 1, counter]) expect(refusal(await put(lead, old))).toEqual([409, "views_conflict"]);
    expect(await viewsOf(lead)).toEqual(kept);
    expect((await put(lead, counter + 5)).status).toBe(200);
  });

  it("go up by small steps alone: whoever has a session does not use the numbers up", async () => {
    const counter = ((await viewsOf(lead))?.counter ?? 0) + 1;
    expect((await put(lead, counter)).status).toBe(200);
    for (const far of [counter + 257, 2 ** 31 - 1]) {
      expect(refusal(await put(lead, far))).toEqual([409, "views_conflict"]);
      expect(refusal(await put(general, far))).toEqual([409, "views_conflict"]);
    }
    expect([(await viewsOf(lead))?.counter, await viewsOf(general)]).toEqual([counter, null]);
    expect((await put(lead, counter + 256)).status).toBe(200);
  });

  it("have one length and a counter, and belong to somebody on the roster", async () => {
    for (const length of [VIEWS_BYTES - 1, VIEWS_BYTES + 1, 0]) {
      expect(refusal(await put(general, 1, blob(length)))).toEqual([400, "invalid_request"]);
    }
    for (const counter of [0, -1, 1.5, "1", 2 ** 31]) {
      expect(refusal(await put(general, counter))).toEqual([400, "invalid_request"]);
    }
    expect(await viewsOf(general)).toBeNull();
    expect((await put(general, 1)).status).toBe(200);
    expect(refusal(await put(pending, 1))).toEqual([403, "forbidden"]);
    expect(refusal(await stage.call(readViews, { cookie: pending }))).toEqual([403, "forbidden"]);
    expect(refusal(await stage.call(readViews))).toEqual([401, "not_signed_in"]);
  });

  it("leave no word of theirs in the database", async () => {
    const { p, officer } = stage.unit;
    const word = "tournesol-quatorze";
    const key = await viewsKey(p, officer.signing.secretKey);
    const counter = ((await viewsOf(lead))?.counter ?? 0) + 1;
    const content = { views: [{ name: word, filter: { text: word, label: word } }], singleKeys: true };
    const sealed = sealViews(p, key, { officerId: officer.id, counter, content });
    expect((await put(lead, counter, toBase64Url(sealed))).status).toBe(200);
    const rows = await stage.database.client().officerViews.findMany();
    const stored = rows.map((row) => Buffer.from(row.sealed).toString("latin1")).join();
    expect(stored).toContain(Buffer.from(sealed).toString("latin1"));
    expect(stored).not.toContain(word);
  });
});
