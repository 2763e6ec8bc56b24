/** A case whose person changed the code, or takes the report back: what a hostile host, and who kept the old code, get out of it. */
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { openMailbox, parseDescriptor, sealReply, type CodeKeys, type DeskSecret } from "../../../security/index.ts";
import type { CaseItem } from "../../../api/routes/cases/schema.ts";
import type { CaseContext } from "../../../web/console/domain/caseFile.ts";
import { newUuid } from "../../../web/console/domain/ids.ts";
import { LONG } from "../../tools/depth.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { mailboxWith } from "../form/support/mailboxes.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf, messageItem, rekeyItem, withdrawalItem } from "./tools/reports.ts";
import { said, StoredCase } from "./tools/storedCase.ts";

let unit: TestUnit;
let context: CaseContext;
let old: CodeKeys;
let fresh: CodeKeys;
let other: CodeKeys;
let report: CaseItem;
let stored: StoredCase;

beforeAll(async () => {
  unit = await makeUnit();
  context = { chain: await chainOf(unit), keyring: await keyringOf(unit) };
  [old, fresh, other] = await Promise.all([keysOf(unit), keysOf(unit), keysOf(unit)]);
  report = await firstItem(unit, answersWith({ subject: "helping" }), old);
});
beforeEach(() => {
  stored = new StoredCase(unit, context, report);
});

/** The same envelope in a row of its own, as whoever has the database can make it. */
const copyOf = (item: CaseItem): CaseItem => ({ ...item, id: newUuid(unit.p) });

const mailboxInUse = async (): Promise<Uint8Array | undefined> => (await stored.open()).code?.mailboxId;

describe("a host that plays something again", () => {
  it.each(["withdrawal", "change of code"])("gets a %s called repeated, whichever copy comes first", async (what) => {
    const make = what === "withdrawal" ? withdrawalItem(unit, old) : rekeyItem(unit, { old, fresh });
    const item = await make;
    const state = what === "withdrawal" ? "withdrawal" : "rekey taken up";
    await stored.bring(item, old);
    expect(said(await stored.open())).toEqual(["report", state]);
    const before = await mailboxInUse();
    await stored.bring(copyOf(item), old);
    expect(said(await stored.open())).toEqual(["report", state, "repeated"]);
    stored.items.reverse();
    expect(said(await stored.open())).toEqual([state, "repeated", "report"]);
    expect(await mailboxInUse()).toEqual(before);
  });

  it("gets nothing of a first change when there was a second: the code in use stays the newest", async () => {
    const [first, second] = [
      await rekeyItem(unit, { old, fresh }),
      await rekeyItem(unit, { old: fresh, fresh: other }),
    ];
    await stored.bring(first, old);
    await stored.bring(second, fresh);
    await stored.bring(copyOf(first), old);
    await stored.bring(copyOf(second), fresh);
    expect(said(await stored.open())).toEqual(["report", "rekey taken up", "rekey taken up", "repeated", "repeated"]);
    expect(await mailboxInUse()).toEqual(other.mailboxId);
  });
});

describe("a host that lets things come in an order of its own", () => {
  const SENT = [
    "old withdrawal",
    "change",
    "new withdrawal",
    ...(LONG ? (["new message", "old message"] as const) : []),
  ] as const;
  const ordersOf = <T>(all: readonly T[]): T[][] =>
    all.length < 2 ? [[...all]] : all.flatMap((one, i) => ordersOf(all.toSpliced(i, 1)).map((rest) => [one, ...rest]));

  it("ends with the new code in use and its withdrawal believed, whatever the order", async () => {
    const made = {
      "old withdrawal": [await withdrawalItem(unit, old), old],
      change: [await rekeyItem(unit, { old, fresh }), old],
      "new message": [await messageItem(unit, { text: "moi" }, fresh), fresh],
      "old message": [await messageItem(unit, { text: "moi aussi" }, old), old],
      "new withdrawal": [await withdrawalItem(unit, fresh), fresh],
    } as const;
    for (const order of ordersOf(SENT)) {
      stored = new StoredCase(unit, context, report);
      let lying = order;
      // What no case is known for stays where it is, and is opened again later.
      for (let round = 0; lying.length > 0 && round < 3; round++) {
        const left: typeof order = [];
        for (const each of lying) {
          const [item, by] = made[each];
          await stored.bring(item, by).catch(() => left.push(each));
        }
        lying = left;
      }
      const file = await stored.open();
      const states = said(file).slice(1).sort();
      const changed = order.indexOf("change");
      const expected = order.map((each, i) => {
        if (each === "change") return "rekey taken up";
        const [whose, what = ""] = each.split(" ");
        return whose === "old" && i > changed ? each : what;
      });
      expect({ order, states, missing: file.missing }).toEqual({ order, states: expected.sort(), missing: 0 });
      expect(file.code?.mailboxId).toEqual(fresh.mailboxId);
    }
  });
});

describe("a host that holds something back", () => {
  it.each(["withdrawal", "message"] as const)("is found out when an officer had put the %s there", async (what) => {
    const item = await (what === "withdrawal" ? withdrawalItem(unit, old) : messageItem(unit, { text: "x" }, old));
    await stored.bring(item, old);
    expect(await stored.open()).toMatchObject({ missing: 0 });
    stored.items.pop();
    expect(await stored.open()).toMatchObject({ missing: 1 });
    // What is given in its place does not hide that.
    stored.items.push(copyOf(report));
    expect(await stored.open()).toMatchObject({ missing: 1 });
  });

  it("is found out by the entry of a change of code, which names all that was there before", async () => {
    await stored.bring(await withdrawalItem(unit, old), old);
    await stored.bring(await rekeyItem(unit, { old, fresh }), old);
    // The withdrawal, and the entry that was written with it.
    stored.items.splice(1, 1);
    stored.entries.shift();
    expect(await stored.open()).toMatchObject({ missing: 1 });
  });

  it("has nothing written to the old code when it hides the change, or that it was recorded", async () => {
    await stored.bring(await rekeyItem(unit, { old, fresh }), old);
    expect(await mailboxInUse()).toEqual(fresh.mailboxId);
    const { items } = stored;
    stored.items = [report];
    expect(await stored.open()).toMatchObject({ code: null, unrecorded: false, missing: 1 });
    [stored.items, stored.entries] = [items, []];
    expect(await stored.open()).toMatchObject({ code: null, unrecorded: true });
    // The person can still be heard: another change by the same code is taken up, and counts.
    await stored.bring(await rekeyItem(unit, { old, fresh: other }), old);
    expect(await stored.open()).toMatchObject({ code: { mailboxId: other.mailboxId }, unrecorded: false });
  });
});

describe("whoever kept the old code", () => {
  beforeEach(async () => {
    await stored.bring(await rekeyItem(unit, { old, fresh }), old);
  });

  it("signs nothing in the name of the new one", async () => {
    await stored.bring(await withdrawalItem(unit, fresh), fresh);
    stored.items.push(await withdrawalItem(unit, { mailboxId: fresh.mailboxId, thread: old.thread }));
    stored.items.push(await rekeyItem(unit, { old: { mailboxId: fresh.mailboxId, thread: old.thread }, fresh: other }));
    expect(said(await stored.open())).toEqual(["report", "rekey taken up", "withdrawal", "unsigned", "unsigned"]);
    expect(await mailboxInUse()).toEqual(fresh.mailboxId);
  });

  it("begins no second case with it: the mailbox is one that the case has had", async () => {
    const again = await firstItem(unit, answersWith({ narrative: "Tout va bien" }), old);
    expect(said(await stored.openAlone([again]))).toEqual(["report"]);
    expect((await stored.findBy(old)).codes.codes).toHaveLength(2);
    expect(said(await stored.openAlone([again], { mailboxTaken: true }))).toEqual(["known_mailbox"]);
    stored.items.push(again);
    expect(said(await stored.open())).toEqual(["report", "rekey taken up", "known_mailbox"]);
  });

  it("reads nothing that is written to the new one, with the whole mailbox at hand", async () => {
    const { code } = await stored.open();
    const { deskId, signing } = unit.desks[0] as DeskSecret;
    const { descriptor } = code as NonNullable<typeof code>;
    const reply = { descriptor, signing, deskId, sequence: 1, part: 1, parts: 1, text: "Au refuge" };
    const mailbox = mailboxWith(unit.p, [await sealReply(unit.p, reply)]);
    const read = async (keys: CodeKeys): Promise<unknown> => {
      const { replies, refused } = await openMailbox(unit.p, mailbox, keys, unit.statement);
      return [replies.map(({ text }) => text), refused];
    };
    expect(await read(fresh)).toEqual([["Au refuge"], 0]);
    expect(await read(old)).toEqual([[], 0]);
    // Nor with the new mailbox's id, which is no secret from the host.
    expect(await read({ ...old, mailboxId: fresh.mailboxId, descriptor })).toEqual([[], 0]);
    const [had, has] = [parseDescriptor(old.descriptor), parseDescriptor(descriptor)];
    for (const part of ["tokenHash", "replyKey", "outerKey", "threadKey"] as const) {
      expect([part, Buffer.compare(had[part], has[part]) === 0]).toEqual([part, false]);
    }
  });
});
