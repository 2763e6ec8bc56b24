import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  ALIAS_WORDS,
  deskSecret,
  fromBase64Url,
  openSummary,
  slipOf,
  type DeskSecret,
  type Opened,
} from "../../../security/index.ts";
import { newAlias } from "../../../web/console/domain/alias.ts";
import { openEnvelope } from "../../../web/console/domain/caseFile.ts";
import { openItemSummary } from "../../../web/console/domain/itemSummary.ts";
import { uuidBytes } from "../../../web/console/domain/ids.ts";
import { quarantineCase } from "../../../web/console/domain/quarantineCase.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { keyringOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf } from "./tools/reports.ts";

let unit: TestUnit;
beforeAll(async () => {
  unit = await makeUnit();
});

type OpenedEnvelope = Extract<Opened, { state: "opened" }>;
const answers = answersWith({ kinds: ["family", "child"], child: "yes", accused: ["police"] });

async function opened(): Promise<OpenedEnvelope> {
  const { envelope } = await firstItem(unit, answers, await keysOf(unit));
  const trial = await openEnvelope(unit.p, envelope, unit.desks);
  if (trial.state !== "opened") throw new Error(trial.state);
  return trial;
}

/** The directory a month later: the restricted desk has new keys. */
async function nextEpoch(): Promise<{ statement: TestUnit["statement"]; key: DeskSecret }> {
  const key = await deskSecret(unit.p, { deskId: 2, epoch: 2, seed: unit.p.randomBytes(32) });
  const desks = unit.statement.desks.map((desk) =>
    desk.id === 2 ? { ...desk, epoch: 2, sealingKey: key.sealing.publicKey } : desk,
  );
  return { statement: { ...unit.statement, desks }, key };
}

describe("quarantineCase()", () => {
  it("names the desk that opened it, and seals the slip from inside the payload to that desk for a fresh item", async () => {
    const trial = await opened();
    const request = await quarantineCase(unit.p, trial, unit.statement);
    expect([request.desk, request.epoch]).toEqual([2, 1]);
    expect(request.itemId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const { sealing } = unit.desks[1] as DeskSecret;
    const place = { deskId: 2, epoch: 1, itemId: uuidBytes(request.itemId), secretKey: sealing.secretKey };
    const summary = await openSummary(unit.p, fromBase64Url(request.summary), place);
    expect(summary?.slip).toEqual(slipOf(answers));
    const again = await quarantineCase(unit.p, trial, unit.statement);
    expect(again.itemId).not.toBe(request.itemId);
  });

  it("seals to the desk's current epoch and names the envelope's, so that the queue shows both", async () => {
    const { statement, key } = await nextEpoch();
    const request = await quarantineCase(unit.p, await opened(), statement);
    expect(request.epoch).toBe(1);
    const item = { id: request.itemId, epoch: request.epoch, releasedDay: "2026-03-02", summary: request.summary };
    const held = await keyringOf(unit);
    expect(await openItemSummary(unit.p, item, 2, { ...held, desks: [key, ...held.desks] })).toMatchObject({
      slip: slipOf(answers),
    });
    expect(await openItemSummary(unit.p, item, 2, held)).toBeNull();
    const elsewhere = { ...key, deskId: 1 };
    expect(await openItemSummary(unit.p, item, 2, { ...held, desks: [elsewhere, ...held.desks] })).toBeNull();
  });

  it("refuses a desk that the directory no longer has", async () => {
    const without = { ...unit.statement, desks: unit.statement.desks.filter(({ id }) => id !== 2) };
    await expect(quarantineCase(unit.p, await opened(), without)).rejects.toMatchObject({ code: "unknown_desk" });
  });
});

describe("newAlias()", () => {
  it("draws both words from the whole list", () => {
    const words = Array.from({ length: 2000 }, () => newAlias(unit.p)).flat();
    expect(Math.max(...words)).toBeLessThan(ALIAS_WORDS);
    expect(Math.max(...words)).toBeGreaterThan(ALIAS_WORDS * 0.98);
    expect(Math.min(...words)).toBeLessThan(ALIAS_WORDS * 0.02);
    expect(new Set(words).size).toBeGreaterThan(1500);
  });
});
