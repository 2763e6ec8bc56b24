import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { shuffled } from "../../../prisma/repositories/shuffle.ts";
import {
  codeKeys,
  encodeMailboxRequest,
  fromHex,
  mailboxRowKey,
  MAILBOX_SLOTS,
  newFollowUpCode,
  SLOT_BYTES,
} from "../../../security/index.ts";
import { depth } from "../../tools/depth.ts";
import { ROW_SECRET, startReporter, type ReporterStage } from "../tools/reporter.ts";

/** Requests of each kind. Few can only show a gross difference; `npm run test:long` takes as many as the design asks for. */
const REQUESTS = depth(200, 2_500);
const WARM_UP = 60;
const OTHER_MAILBOXES = 200;
/** How much better than by tossing a coin an observer may tell two kinds apart by time: 5 points of 100. */
const ADVANTAGE_MAX = 0.05;
const LIMIT_MS = depth(120_000, 1_200_000);

/** The chance that a time drawn from `a` is longer than one from `b`: 0.5 when they cannot be told apart (Mann-Whitney). */
function chanceLonger(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((time) => ({ time, mine: 1 })), ...b.map((time) => ({ time, mine: 0 }))];
  all.sort((x, y) => x.time - y.time);
  const rankSum = all.reduce((sum, { mine }, index) => sum + mine * (index + 1), 0);
  return (rankSum - (a.length * (a.length + 1)) / 2) / (a.length * b.length);
}

/** Three standard deviations of `chanceLonger` when there is no difference. */
const noise = (n: number): number => 3 * Math.sqrt((2 * n + 1) / (12 * n * n));

describe("chanceLonger()", () => {
  it("is a half for the same times, and grows with a difference", () => {
    const times = Array.from({ length: 1_000 }, (_, i) => (i * 7919) % 1_000);
    expect(chanceLonger(times, times)).toBeCloseTo(0.5, 2);
    const later = times.map((time) => time + 200);
    expect(chanceLonger(later, times)).toBeGreaterThan(0.6);
  });
});

describe("the time of POST /v1/mailbox", () => {
  let stage: ReporterStage;
  const kinds: Record<string, Uint8Array> = {};

  beforeAll(async () => {
    stage = await startReporter();
    const { p } = stage.unit;
    const db = stage.database.client();
    const write = async (rowKey: Uint8Array, replies: number): Promise<void> => {
      for (let index = 0; index < replies; index += 1) {
        const slot = new Uint8Array(p.randomBytes(SLOT_BYTES));
        const digest = new Uint8Array(await p.sha256(slot));
        const row = { rowKey: new Uint8Array(rowKey), slotIndex: index, sequence: index + 1, slot, digest };
        await db.mailboxSlot.create({ data: row });
      }
    };
    for (let i = 0; i < OTHER_MAILBOXES; i += 1) await write(p.randomBytes(32), 1 + (i % MAILBOX_SLOTS));
    for (const [kind, replies] of [
      ["full", MAILBOX_SLOTS],
      ["one reply", 1],
    ] as const) {
      const keys = await codeKeys(p, newFollowUpCode(p), fromHex(stage.unit.unit.unitId));
      await write(await mailboxRowKey(p, ROW_SECRET, keys.mailboxId, keys.tokenHash), replies);
      kinds[kind] = encodeMailboxRequest(keys);
    }
    kinds["unknown"] = p.randomBytes(48);
    const wrongToken = (kinds["full"] as Uint8Array).slice();
    wrongToken[47] = (wrongToken[47] as number) ^ 1;
    kinds["wrong token"] = wrongToken;
  }, LIMIT_MS);
  afterAll(() => stage.stop());

  const timeOf = async (body: Uint8Array): Promise<number> => {
    const start = performance.now();
    const headers = { "content-type": "application/octet-stream" };
    const answer = await fetch(`${stage.url}/v1/mailbox`, { method: "POST", headers, body: new Uint8Array(body) });
    await answer.arrayBuffer();
    return performance.now() - start;
  };

  it(
    "does not tell a full mailbox, one with a reply, an unknown one and a wrong token apart",
    async () => {
      for (let i = 0; i < WARM_UP; i += 1) for (const body of Object.values(kinds)) await timeOf(body);
      const times = new Map(Object.keys(kinds).map((kind) => [kind, [] as number[]]));
      for (let round = 0; round < REQUESTS; round += 1) {
        for (const [kind, body] of shuffled(Object.entries(kinds))) times.get(kind)?.push(await timeOf(body));
      }
      const unknown = times.get("unknown") ?? [];
      const chances = [...times].map(([kind, found]) => [kind, chanceLonger(found, unknown)] as const);
      const bound = ADVANTAGE_MAX + noise(REQUESTS);
      expect(chances.filter(([, chance]) => Math.abs(chance - 0.5) > bound)).toEqual([]);
    },
    LIMIT_MS,
  );
});
