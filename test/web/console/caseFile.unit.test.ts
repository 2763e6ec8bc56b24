import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  deskSecret,
  sealSummary,
  slipOf,
  toBase64Url,
  type CodeKeys,
  type DeskSecret,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { CaseEntry, CaseItem, ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { openCaseFile, type CaseContext, type CaseFile } from "../../../web/console/domain/caseFile.ts";
import { findCaseOf } from "../../../web/console/domain/findCase.ts";
import { uuidBytes } from "../../../web/console/domain/ids.ts";
import { buildReply } from "../../../web/console/domain/reply.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./tools/reports.ts";
import { UNDECIDED } from "./tools/head.ts";

let unit: TestUnit;
let keys: CodeKeys;
let otherKeys: CodeKeys;
let chain: VerifiedChain;
let context: CaseContext;

beforeAll(async () => {
  unit = await makeUnit();
  keys = await keysOf(unit);
  otherKeys = await keysOf(unit);
  chain = await chainOf(unit);
  context = { chain, keyring: await keyringOf(unit) };
});

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0001";

function caseWith(items: CaseItem[], { desk = 1, entries = [] as CaseEntry[] } = {}): ReadCaseAnswer {
  const head = { level: 2, state: "open" as const, releasedDay: "2026-03-02", dueDay: "2026-03-05" };
  return {
    case: { id: CASE, desk, ...head, dueHour: null, overdue: false, onCall: false, holder: null, ...UNDECIDED },
    items,
    entries,
  };
}

const open = (items: CaseItem[], more: Partial<CaseContext> = {}): Promise<CaseFile> =>
  openCaseFile(unit.p, caseWith(items), { ...context, ...more });
const states = (file: CaseFile): string[] =>
  file.items.map((item) => (item.state === "refused" ? item.reason : item.state));

const flip = (at: number) => (envelope: Uint8Array) => {
  envelope[at] = (envelope[at] as number) ^ 1;
};

describe("openCaseFile()", () => {
  it("opens a first report, and finds nothing to say against its slip", async () => {
    const answers = answersWith({ narrative: "نص طويل", language: "ar", consent: ["support"] });
    const file = await open([await firstItem(unit, answers, keys)]);
    expect(states(file)).toEqual(["report"]);
    expect(file.report?.answers).toEqual(answers);
    expect(file.report?.mailboxId).toEqual(keys.mailboxId);
    const [item] = file.items;
    expect(item?.state === "report" && item.differences).toEqual([]);
    expect(item?.summary).toEqual({ alias: [7, 77], slip: slipOf(answers) });
  });

  it("believes a later message that the thread key signed", async () => {
    const file = await open([
      await firstItem(unit, answersWith(), keys),
      await messageItem(unit, { text: "encore moi" }, keys),
    ]);
    expect(states(file)).toEqual(["report", "message"]);
    const message = file.items[1];
    expect(message?.state === "message" && message.content.text).toBe("encore moi");
    expect(file.strays).toEqual([]);
  });

  it("refuses a later message signed by another key, though it names the mailbox", async () => {
    const forged = { mailboxId: keys.mailboxId, thread: otherKeys.thread };
    const file = await open([
      await firstItem(unit, answersWith(), keys),
      await messageItem(unit, { text: "faux" }, forged),
    ]);
    expect(states(file)).toEqual(["report", "unsigned"]);
    expect(JSON.stringify(file.items[1])).not.toContain("faux");
  });

  it("refuses a rightly signed message for another mailbox", async () => {
    const file = await open([
      await firstItem(unit, answersWith(), keys),
      await messageItem(unit, { text: "ailleurs" }, otherKeys),
    ]);
    expect(states(file)).toEqual(["report", "unsigned"]);
  });

  it("refuses a second first report and a repeated envelope", async () => {
    const first = await firstItem(unit, answersWith(), keys);
    const again = await firstItem(unit, answersWith({ narrative: "autre" }), keys);
    expect(states(await open([first, again]))).toEqual(["report", "known_mailbox"]);
    expect(states(await open([first, { ...first, id: again.id }]))).toEqual(["report", "repeated"]);
  });

  it("refuses a first report whose mailbox another case has", async () => {
    const first = await firstItem(unit, answersWith(), keys);
    expect(states(await open([first]))).toEqual(["report"]);
    const file = await open([first], { mailboxTaken: true });
    expect(states(file)).toEqual(["known_mailbox"]);
    expect(file.report).toBeNull();
  });

  it("shows a report that was moved into another person’s case, and does not call its mailbox known", async () => {
    const first = await firstItem(unit, answersWith(), keys);
    const moved = await firstItem(unit, answersWith({ narrative: "caché" }), otherKeys);
    const file = await open([first, moved]);
    expect(states(file)).toEqual(["report", "report"]);
    expect(file.report?.mailboxId).toEqual(keys.mailboxId);
    const about = await open([first, moved], { about: otherKeys.mailboxId });
    expect(states(about)).toEqual(["report", "report"]);
    expect(about.report?.mailboxId).toEqual(otherKeys.mailboxId);
  });

  it("refuses a sent reply that was moved here from another person’s case", async () => {
    const first = await firstItem(unit, answersWith(), keys);
    const sent = async (to: CodeKeys, id: string): Promise<CaseEntry> => {
      const { entry } = await buildReply(unit.p, {
        caseId: CASE,
        code: to,
        parts: ["viens mardi"],
        firstSequence: 1,
        desk: unit.desks[0] as DeskSecret,
        entryId: id,
        after: [],
        officer: unit.officer,
      });
      return { ...entry, day: "2026-03-03" };
    };
    const own = await sent(keys, "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0aa1");
    const moved = await sent(otherKeys, "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0aa2");
    const file = await openCaseFile(unit.p, caseWith([first], { entries: [own, moved] }), context);
    expect(file.replies.map(({ id }) => id)).toEqual([own.id]);
    expect(file.refusedEntries).toEqual([{ id: moved.id, day: moved.day, code: "other_mailbox" }]);
  });

  it("opens a summary that triage sealed to a later epoch than the report names", async () => {
    const item = await firstItem(unit, answersWith(), keys);
    expect((await open([item])).items[0]?.summary).not.toBeNull();
    const [general] = context.keyring.desks.filter(({ deskId }) => deskId === 1);
    const next = await deskSecret(unit.p, { deskId: 1, epoch: 2, seed: unit.p.randomBytes(32) });
    const place = { deskId: 1, epoch: 2, itemId: uuidBytes(item.id), deskKey: next.sealing.publicKey };
    const later = await sealSummary(unit.p, { alias: [1, 2], slip: slipOf(answersWith()) }, place);
    const keyring = { ...context.keyring, desks: [next, general as DeskSecret] };
    const file = await open([{ ...item, summary: toBase64Url(later) }], { keyring });
    expect(states(file)).toEqual(["report"]);
    expect(file.items[0]?.summary?.alias).toEqual([1, 2]);
  });

  it("says sealed to another desk when no key held opens the wrap", async () => {
    const item = await firstItem(unit, answersWith({ accused: ["police"] }), keys, { queueDesk: 1 });
    expect(states(await open([item]))).toEqual(["report"]);
    const general = {
      ...context.keyring,
      desks: context.keyring.desks.filter(({ deskId }) => deskId === 1),
    };
    expect(states(await open([item], { keyring: general }))).toEqual(["other_desk"]);
  });

  it("says damaged when the wrap opens and the payload does not, malformed when it is no envelope", async () => {
    const damaged = await firstItem(unit, answersWith(), keys, { change: flip(5000) });
    expect(states(await open([damaged]))).toEqual(["damaged"]);
    const strange = await firstItem(unit, answersWith(), keys, { change: flip(0) });
    expect(states(await open([strange]))).toEqual(["malformed"]);
  });

  it("lists what triage was told and the report does not say", async () => {
    const answers = answersWith({ danger: "now", kinds: ["trafficking", "pay"], child: "yes" });
    const slip = { ...slipOf(answers), danger: "no" as const, kinds: ["pay" as const] };
    const [item] = (await open([await firstItem(unit, answers, keys, { slip })])).items;
    expect(item?.state === "report" && item.differences).toEqual([
      { field: "danger", triage: ["no"], sealed: ["now"] },
      { field: "kinds", triage: ["pay"], sealed: ["pay", "trafficking"] },
    ]);
  });

  it("lists a desk that is not the one it was sealed to", async () => {
    const item = await firstItem(unit, answersWith({ accused: ["police"] }), keys, { queueDesk: 1 });
    const [opened] = (await open([item])).items;
    expect(opened?.state === "report" && opened.differences).toEqual([{ field: "desk", triage: ["1"], sealed: ["2"] }]);
  });
});

describe("findCaseOf()", () => {
  const home = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d00ff";
  const at = { caseId: "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0001", deskId: 1 };

  it("finds the case by its tag and hands back the report to verify against", async () => {
    const first = await firstItem(unit, answersWith(), keys);
    const message = await messageItem(unit, { text: "c’est moi" }, keys);
    const stray = await open([message]);
    expect(states(stray)).toEqual(["unmatched"]);
    const [content] = stray.strays;
    if (content === undefined) throw new Error("the message is a stray");
    const asked: string[] = [];
    const finder = {
      findCase: async (tag: string) => {
        asked.push(tag);
        return Promise.resolve({ caseId: home });
      },
      readCase: async () => Promise.resolve(caseWith([first])),
    };
    const found = await findCaseOf(unit.p, content, at, finder, context);
    expect(found?.caseId).toBe(home);
    expect(asked[0]).not.toContain(toBase64Url(keys.mailboxId));
    if (found === null) throw new Error("the case is found");
    expect(states(await open([message], { elsewhere: found.codes }))).toEqual(["message"]);
    const forged = await messageItem(unit, { text: "x" }, { mailboxId: keys.mailboxId, thread: otherKeys.thread });
    expect(states(await open([forged], { elsewhere: found.codes }))).toEqual(["unsigned"]);
  });

  it("does not take a case for the message's when its report has another mailbox, whatever tag it carries", async () => {
    const finder = (report: CaseItem) => ({
      findCase: async () => Promise.resolve({ caseId: home }),
      readCase: async () => Promise.resolve(caseWith([report])),
    });
    const own = finder(await firstItem(unit, answersWith(), keys));
    expect((await findCaseOf(unit.p, keys, at, own, context))?.caseId).toBe(home);
    const planted = finder(await firstItem(unit, answersWith(), otherKeys));
    expect(await findCaseOf(unit.p, keys, at, planted, context)).toBeNull();
  });

  it("tries every desk's tag and gives up when none is known", async () => {
    let asked = 0;
    const finder = {
      findCase: async () => {
        asked++;
        return Promise.resolve({ caseId: null });
      },
      readCase: async () => Promise.reject(new Error("nothing to read")),
    };
    expect(await findCaseOf(unit.p, keys, at, finder, context)).toBeNull();
    expect(asked).toBe(2);
  });
});
