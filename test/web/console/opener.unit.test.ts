/** Summaries that are opened beside the page, and by the page where there is no worker, or it dies. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { sealSummary, slipOf, toBase64Url, uuidBytes } from "../../../security/index.ts";
import type { FromOpener, SealedSummary, ToOpener } from "../../../web/console/opener/messages.ts";
import type { OpenSession } from "../../../web/console/state/session.ts";
import type { TestUnit } from "../../tools/unit.ts";
import { answersWith } from "../../tools/answers.ts";
import { sessionOf, signedIn, standIn, until } from "./tools/openSession.ts";

standIn();
const opener = await import("../../../web/console/state/opener.ts");
const { lock, phase } = await import("../../../web/console/state/session.ts");

/** A worker that answers when it is told to, and remembers what it was told. */
class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  readonly told: ToOpener[] = [];
  ended = false;
  constructor() {
    super();
    FakeWorker.made.push(this);
  }
  postMessage(message: ToOpener): void {
    this.told.push(structuredClone(message));
  }
  terminate(): void {
    this.ended = true;
  }
  /** Everything that it was asked to open. */
  get asked(): readonly SealedSummary[] {
    return this.told.flatMap((message) => (message.say === "open" ? message.sealed : []));
  }
  answer(data: FromOpener): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

let unit: TestUnit;
let open: OpenSession;
beforeEach(async () => {
  FakeWorker.made = [];
  ({ unit, open } = await signedIn(phase));
});
afterEach(() => {
  lock("lost");
  Reflect.deleteProperty(globalThis, "Worker");
});

const slip = slipOf(answersWith());
async function sealed(count: number): Promise<SealedSummary[]> {
  const deskKey = unit.desks[0]?.sealing.publicKey as Uint8Array;
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const itemId = randomUUID();
      const place = { deskId: 1, epoch: 1, itemId: uuidBytes(itemId), deskKey };
      const summary = toBase64Url(await sealSummary(unit.p, { alias: [i, 7], slip }, place));
      return { key: opener.summaryKey(1, { id: itemId, epoch: 1 }), itemId, desk: 1, epoch: 1, summary };
    }),
  );
}
const useWorker = (): void => void Object.assign(globalThis, { Worker: FakeWorker });
const allOpened = (these: readonly SealedSummary[]) =>
  until(() => these.every(({ key }) => opener.openedSummary(key) !== undefined));
const aliasOf = (each: SealedSummary | undefined) => opener.openedSummary(each?.key ?? "")?.alias;

describe("where no worker can be made", () => {
  it.each([
    ["has none", () => undefined],
    [
      "refuses it",
      () =>
        Object.assign(globalThis, {
          Worker: function refused(): never {
            throw new Error("refused");
          },
        }),
    ],
  ])("the page opens all of them itself: a browser that %s", async (_which, make) => {
    make();
    const these = await sealed(70);
    const [nonsense] = these;
    if (nonsense) these[0] = { ...nonsense, summary: toBase64Url(new Uint8Array(1392)) };
    opener.handIn(these);
    expect(these.some(({ key }) => opener.isUnknown(key))).toBe(false);
    await allOpened(these);
    expect(these.map(aliasOf)).toEqual([undefined, ...Array.from({ length: 69 }, (_, i) => [i + 1, 7])]);
    expect(opener.openedSummary(nonsense?.key ?? "")).toBeNull();
    await until(() => opener.opening.value.done === 70);
    expect(opener.opening.value).toEqual({ done: 70, of: 70, stopped: false });
  });

  it("what was begun before the keys were forgotten is not kept", async () => {
    const these = await sealed(3);
    opener.handIn(these);
    lock("lost");
    phase.value = { at: "open", session: await sessionOf(unit) };
    expect(these.every(({ key }) => opener.isUnknown(key))).toBe(true);
    const [other] = await sealed(1);
    opener.handIn(other ? [other] : []);
    await allOpened(other ? [other] : []);
    expect(these.every(({ key }) => opener.isUnknown(key))).toBe(true);
  });
});

describe("a worker", () => {
  beforeEach(useWorker);

  it("has two handfuls at a time, what is on the screen first, and waits where somebody said stop", async () => {
    const these = await sealed(100);
    opener.stopOpening(true);
    opener.handIn(these);
    opener.openFirst([these[99]?.key ?? ""]);
    const [worker] = FakeWorker.made;
    expect(worker?.told[0]).toMatchObject({ say: "keys" });
    expect(worker?.asked.map(({ key }) => key)).toEqual([these[99]?.key]);
    opener.stopOpening(false);
    expect(worker?.asked).toHaveLength(33);
    worker?.answer({ opened: [{ key: these[99]?.key ?? "", summary: { alias: [99, 7], slip } }] });
    expect(worker?.asked).toHaveLength(65);
    expect(aliasOf(these[99])).toEqual([99, 7]);
  });

  it("that dies leaves what it had to the page", async () => {
    const these = await sealed(80);
    opener.handIn(these);
    const [worker] = FakeWorker.made;
    expect(worker?.asked).toHaveLength(64);
    worker?.dispatchEvent(new Event("error"));
    await allOpened(these);
    expect([worker?.ended, FakeWorker.made.length]).toEqual([true, 1]);
    expect(these.map(aliasOf)).toEqual(these.map((_, i) => [i, 7]));
    // A late answer of it changes nothing.
    worker?.answer({ opened: [{ key: these[3]?.key ?? "", summary: null }] });
    expect(aliasOf(these[3])).toEqual([3, 7]);
  });

  it("goes with its keys: with others another begins, which is asked for what the first one had", async () => {
    const these = await sealed(2);
    opener.handIn(these);
    const [first] = FakeWorker.made;
    const other = await sessionOf(unit);
    phase.value = { at: "open", session: { ...open, keyring: other.keyring } };
    const more = await sealed(1);
    opener.handIn(more);
    const second = FakeWorker.made[1];
    expect(first?.told.at(-1)).toEqual({ say: "forget" });
    expect(second?.asked).toEqual(expect.arrayContaining([...these, ...more]));
    first?.answer({ opened: these.map(({ key }) => ({ key, summary: null })) });
    expect(these.every(({ key }) => opener.openedSummary(key) === undefined)).toBe(true);
    // With the same ones it stays.
    phase.value = { at: "open", session: { ...open, keyring: other.keyring, releaseTickS: 61 } };
    opener.handIn(await sealed(1));
    expect(FakeWorker.made).toHaveLength(2);
    phase.value = { at: "open", session: open };
  });

  it("is asked again for what did not open, when somebody says that other keys came", async () => {
    const these = await sealed(2);
    opener.handIn(these);
    const [worker] = FakeWorker.made;
    const [one, two] = these as [SealedSummary, SealedSummary];
    worker?.answer({
      opened: [
        { key: one.key, summary: null },
        { key: two.key, summary: { alias: [1, 7], slip } },
      ],
    });
    expect(opener.forgetFailures()).toBe(true);
    expect([opener.isUnknown(one.key), opener.isUnknown(two.key)]).toEqual([true, false]);
    expect(opener.forgetFailures()).toBe(false);
  });

  it("forgets what was opened of a case that is gone, and everything with the keys", async () => {
    const these = await sealed(2);
    opener.handIn(these);
    const [worker] = FakeWorker.made;
    worker?.answer({ opened: these.map(({ key }) => ({ key, summary: { alias: [1, 7], slip } })) });
    opener.forgetSummaries([these[0]?.key ?? ""]);
    expect([aliasOf(these[0]), aliasOf(these[1])]).toEqual([undefined, [1, 7]]);
    lock("lost");
    expect([aliasOf(these[1]), opener.hasOpened(), worker?.told.at(-1)]).toEqual([undefined, false, { say: "forget" }]);
  });
});
