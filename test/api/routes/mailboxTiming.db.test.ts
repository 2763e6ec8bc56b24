/**
 * What a stranger sees of mailboxes that hold replies, that hold none, and that do not exist: the same shapes, in the same
 * times. Samples are compared, never a time with a bound, and requests are mixed at random: a busy machine slows all alike.
 * The modest run sees a kind that takes three times as long, the long one a quarter of a millisecond.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { addReply, releaseReplies } from "../../../prisma/repositories/mailbox.ts";
import { encodeMailboxRequest, mailboxRowKey } from "../../../security/index.ts";
import { depth, LONG } from "../../tools/depth.ts";
import { compareSamples } from "../../tools/twoSamples.ts";
import { ROW_SECRET, startReporter, type ReporterStage } from "../tools/reporter.ts";

const KINDS = [
  "with eight replies",
  "with one reply",
  "without a reply",
  "by a wrong token",
  "that nobody has",
] as const;
type Kind = (typeof KINDS)[number];

const REPLIES: Readonly<Record<Kind, number>> = {
  "with eight replies": 8,
  "with one reply": 1,
  "without a reply": 0,
  "by a wrong token": 8,
  "that nobody has": 0,
};

/** Of each kind. Asked in random order, so that none has the caches for itself. */
const MAILBOXES = 20;
const REQUESTS = depth(200, 2_000);
const WARM_UP = depth(20, 300);
/**
 * Five: by accident once in 1.7 million comparisons; with 2,000 a side, 4.6 points better than a guess. The modest run shares
 * its machine with other tests, which a mailbox of eight rows feels before it would on a host of its own: eight.
 */
const DEVIATIONS_MAX = depth(8, 5);
/** What would be noticed, in milliseconds: without it, sameness could be noise. */
const slower = (ms: number): number => (LONG ? ms + 0.25 : 3 * ms);
const LIMIT_MS = depth(180_000, 30 * 60_000);

interface Answer {
  readonly ms: number;
  readonly shape: { status: number | undefined; headers: string[]; length: number };
}

/** Names and values in their order. A connection ends after some requests, whatever they are for, and says when. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []));
  return lines.filter((line) => !/^(connection|keep-alive):/i.test(line));
}

/** A fair shuffle of `each` requests of every kind. */
function interleaved(each: number): Kind[] {
  return KINDS.flatMap((kind) => Array.from({ length: each }, () => ({ kind, at: Math.random() })))
    .sort((a, b) => a.at - b.at)
    .map(({ kind }) => kind);
}

describe("the mailbox route, to a stranger with a watch", () => {
  let stage: ReporterStage;
  const requests = new Map<Kind, Uint8Array[]>();
  /** One connection, as a prober would keep it open to hear least of anything else. */
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  beforeAll(async () => {
    stage = await startReporter();
    const { p } = stage.unit;
    const db = stage.database.client();
    for (const kind of KINDS) {
      const made = Array.from({ length: MAILBOXES }, () => ({
        mailboxId: p.randomBytes(16),
        token: p.randomBytes(32),
      }));
      requests.set(kind, made.map(encodeMailboxRequest));
      const replies = REPLIES[kind];
      for (const [i, { mailboxId, token }] of made.entries()) {
        const rowKey = await mailboxRowKey(p, ROW_SECRET, mailboxId, await p.sha256(token));
        for (let sequence = 1; sequence <= replies; sequence++) {
          const reply = { rowKey, sequence, slot: p.randomBytes(4096), urgent: false };
          await db.$transaction((tx) => addReply(tx, reply));
        }
        if (kind === "by a wrong token") {
          requests.get(kind)?.splice(i, 1, encodeMailboxRequest({ mailboxId, token: p.randomBytes(32) }));
        }
        // A mailbox without a reply belongs to a report that is there; a mailbox that nobody has, to none.
        if (kind === "without a reply") await stage.send((await stage.seal()).body);
      }
    }
    await releaseReplies(db, { urgentOnly: false });
    await db.$executeRaw`ANALYZE mailbox_slot`;
  }, LIMIT_MS);
  afterAll(async () => {
    agent.destroy();
    await stage.stop();
  });

  function ask(body: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const began = performance.now();
      const read = (answer: IncomingMessage): void => {
        let length = 0;
        answer.on("data", (chunk: Buffer) => (length += chunk.length));
        answer.on("error", reject).on("end", () => {
          const shape = { status: answer.statusCode, headers: endToEnd(answer.rawHeaders), length };
          resolve({ ms: performance.now() - began, shape });
        });
      };
      const headers = { "Content-Type": "application/octet-stream", "Content-Length": body.length };
      httpRequest(`${stage.url}/v1/mailbox`, { method: "POST", agent, headers }, read).on("error", reject).end(body);
    });
  }

  async function askAll(each: number): Promise<Map<Kind, Answer[]>> {
    const answers = new Map<Kind, Answer[]>(KINDS.map((kind) => [kind, []]));
    for (const kind of interleaved(each)) {
      const bodies = requests.get(kind) ?? [];
      answers.get(kind)?.push(await ask(bodies[Math.floor(Math.random() * bodies.length)] as Uint8Array));
    }
    return answers;
  }

  it(
    "answers all of them alike, and in times that nobody can tell apart",
    async () => {
      await askAll(WARM_UP);
      const answers = await askAll(REQUESTS);
      const shapes = new Set([...answers.values()].flat().map(({ shape }) => JSON.stringify(shape)));
      expect([...shapes]).toHaveLength(1);
      expect(JSON.parse([...shapes][0] ?? "")).toMatchObject({ status: 200, length: 32_768 });

      const times = (kind: Kind): number[] => (answers.get(kind) ?? []).map(({ ms }) => ms);
      const pairs = KINDS.flatMap((one, i) => KINDS.slice(i + 1).map((other) => [one, other] as const));
      const told = pairs.map(([one, other]) => ({ one, other, ...compareSamples(times(one), times(other)) }));
      expect(told.filter(({ deviations }) => deviations > DEVIATIONS_MAX)).toEqual([]);
      const noticed = compareSamples(times("with one reply").map(slower), times("that nobody has"));
      expect(noticed.deviations).toBeGreaterThan(DEVIATIONS_MAX);
    },
    LIMIT_MS,
  );
});
