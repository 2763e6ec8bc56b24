import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  admitOfficer,
  encodeAction,
  encodeAttached,
  removeOfficer,
  toBase64Url,
  toHex,
  type Action,
  type EntryKind,
  type Primitives,
  type VerifiedStatement,
} from "../../../security/index.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import { backdatedOf, type DatedStep } from "../../../web/console/domain/backdated.ts";
import { openEntries } from "../../../web/console/domain/entries.ts";
import { goneOf } from "../../../web/console/domain/keyring.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { admissionOf, deskSecrets, makeOfficer, makeUnit, type TestOfficer, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c01";
const OTHER = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c09";
const DAY = "2026-03-05";
const claimed: Action = { code: "claimed" };
const closed: Action = { code: "closed", outcome: "helped" };

describe("an officer who was removed, with the keys of their time and a hostile host", () => {
  let unit: TestUnit;
  let p: Primitives;
  let departed: TestOfficer;
  /** As it was while they were there, and after. */
  let then: VerifiedStatement;
  let now: VerifiedStatement;
  let place: Parameters<typeof openEntries>[2];
  beforeAll(async () => {
    unit = await makeUnit();
    ({ p } = unit);
    departed = makeOfficer(p, "Agent Roy");
    const request = admissionOf(p, departed, unit.unit);
    const admitted = await admitOfficer(p, unit.state, request, [1], "officer", unit.today);
    then = (await chainOf(unit, admitted.state)).newest.statement;
    const removed = await removeOfficer(p, admitted.state, departed.id, unit.today);
    const chain = await chainOf(unit, removed.state);
    now = chain.newest.statement;
    const before = await keyringOf(unit);
    const desks = [...(await deskSecrets(p, removed.state)), ...before.desks];
    place = { caseId: CASE, deskId: 1, keyring: { ...before, desks }, chain };
  });
  const open = (entries: readonly CaseEntry[], more: Partial<typeof place> = {}) =>
    openEntries(p, entries, { ...place, ...more });
  interface Change {
    readonly statement?: VerifiedStatement;
    readonly officer?: TestOfficer;
    readonly caseId?: string;
  }
  const sealed = async (kind: EntryKind, content: Uint8Array, seen: readonly CaseEntry[], change: Change = {}) => {
    const { heads: after } = await open(seen);
    const job = { caseId: CASE, deskId: 1, statement: now, officer: unit.officer, after, kind, content, ...change };
    return { ...(await buildEntry(p, job)), day: DAY };
  };
  const written = (action: Action, seen: readonly CaseEntry[] = [], change: Change = {}): Promise<CaseEntry> =>
    sealed("action", encodeAction(action), seen, change);
  const late = (action: Action, seen: readonly CaseEntry[] = []): Promise<CaseEntry> =>
    written(action, seen, { statement: then, officer: departed });
  const codes = ({ refusedEntries }: Awaited<ReturnType<typeof open>>) => refusedEntries.map(({ code }) => code);

  it("closes nothing once somebody wrote without having seen it, whatever it builds on and whoever is led to build on it", async () => {
    const first = await written(claimed, [], { statement: then });
    const end = await late(closed, [first]);
    // Written while they were there: nothing is wrong with it, before and after somebody goes on from it.
    expect((await open([first, end])).standing.closing?.signerName).toBe("Agent Roy");
    const on = await written(claimed, [first, end]);
    expect([codes(await open([first, end, on])), (await open([first, end, on])).standing.closing?.outcome]).toEqual([
      [],
      "helped",
    ]);

    const without = await written(claimed, [first]);
    for (const built of [await late(closed), await late(closed, [first]), await late(closed, [first, without])]) {
      const file = await open([first, without, built]);
      expect([codes(file), file.standing.closing]).toEqual([["backdated"], null]);
      // Who reads it refused names it all the same, as the newest there is; that takes nobody in.
      const later = await written({ code: "opened" }, [first, without, built]);
      expect(codes(await open([first, without, built, later]))).toEqual(["backdated"]);
    }
  });

  it("moves it nowhere, and puts nothing in", async () => {
    const first = await written(claimed);
    const away = await late({ code: "moved", to: 2, reason: "x" });
    expect((await open([away])).movedTo).toBe(2);
    expect([(await open([first, away])).movedTo, codes(await open([first, away]))]).toEqual([null, ["backdated"]]);
    const from = new Uint8Array(Buffer.from(OTHER.replaceAll("-", ""), "hex"));
    const content = encodeAttached({ mailboxId: p.randomBytes(16), envelopeIds: [p.randomBytes(16)], from });
    const put = await sealed("attached", content, [], { statement: then, officer: departed });
    expect(codes(await open([first, put]))).toEqual(["backdated"]);
  });

  it("adds nothing to what came along from another case, once an entry put that in here", async () => {
    const from = new Uint8Array(Buffer.from(OTHER.replaceAll("-", ""), "hex"));
    const content = encodeAttached({ mailboxId: p.randomBytes(16), envelopeIds: [p.randomBytes(16)], from });
    const there = await written(claimed, [], { caseId: OTHER, statement: then });
    const { heads: after } = await open([there], { caseId: OTHER });
    const job = { caseId: CASE, deskId: 1, statement: now, officer: unit.officer, kind: "attached", content } as const;
    const put: CaseEntry = { ...(await buildEntry(p, { ...job, after })), day: DAY };
    expect(codes(await open([there, put]))).toEqual([]);
    const added = await written(closed, [], { caseId: OTHER, statement: then, officer: departed });
    expect(codes(await open([there, put, added]))).toEqual(["backdated"]);
  });

  it("closes nothing that this session has seen since they left, though nobody wrote in it", async () => {
    const first = await written(claimed, [], { statement: then });
    const [before, end] = [await open([first]), await late(closed, [first])];
    const epoch = now.desks[0]?.epoch ?? 0;
    const seen = { caseId: CASE, deskId: 1, epoch, hashes: new Set(before.hashes) };
    const file = await open([first, end], { seen });
    expect([codes(file), file.standing.closing, file.backdated.length]).toEqual([["backdated"], null, 1]);
    expect(codes(await open([first, end]))).toEqual([]); // a session that begins now cannot know
    expect(codes(await open([first, end], { seen: { ...seen, epoch: epoch - 1 } }))).toEqual([]);
    expect(codes(await open([first, end], { seen: { ...seen, caseId: OTHER } }))).toEqual([]);
    expect(codes(await open([first, await written(closed, [first])], { seen }))).toEqual([]);
  });

  it("makes nobody's entry fall by having one left out: whoever saw it first vouches for it", async () => {
    const old = await written(closed, [], { statement: then });
    const seen = await written(claimed, [old]);
    const without = await written({ code: "opened" });
    expect(codes(await open([old, seen, without]))).toEqual([]);
    const theirs = await late(closed);
    const vouched = await written(claimed, [theirs]);
    expect(codes(await open([theirs, vouched, without]))).toEqual([]);
    expect(codes(await open([theirs, without]))).toEqual(["backdated"]);
  });

  it("is the only one whose entries fall: no colleague who is first in an epoch, and names nothing, undoes what others of the desk wrote", async () => {
    const [told, end] = [await written(claimed, [], { statement: then }), await late(closed)];
    const alone = await written({ code: "opened" });
    const after = await written({ code: "reopened" }, [told, end, alone]);
    const file = await open([told, end, alone, after]);
    expect(file.refusedEntries.map(({ id }) => id)).toEqual([end.id]);
    expect((await open([told, alone])).log.map(({ said }) => said.kind)).toEqual(["action", "action"]);
  });

  it("is not helped by entries that open to nothing, whatever keys a server says they are sealed to", async () => {
    const junk = (epoch: number): CaseEntry => ({
      id: crypto.randomUUID(),
      epoch,
      day: DAY,
      sealed: toBase64Url(p.randomBytes(4096)),
    });
    const over = { ...place.keyring, destroyed: [{ deskId: 1, epoch: now.desks[0]?.epoch ?? 0 }] };
    expect(goneOf(over, 1, now.desks[0]?.epoch ?? 0)).toBeNull(); // it is held
    const nothing = junk(now.desks[0]?.epoch ?? 0);
    const on = await written(claimed, [nothing]);
    const end = await late(closed);
    const file = await open([nothing, on, end], { keyring: over });
    expect(codes(file).toSorted()).toEqual(["backdated", "open_failed"]);
  });

  it("takes no colleague's place among the newest entries, however many there are that fall", async () => {
    const hashOf = async (entry: CaseEntry) => (await open([entry])).hashes[0] ?? "";
    // Sixteen are named, the lowest hashes there are: all of these stand before the one that holds.
    const upTo = async (write: () => Promise<CaseEntry>, isWanted: (hash: string) => boolean): Promise<CaseEntry> => {
      const entry = await write();
      return isWanted(await hashOf(entry)) ? entry : upTo(write, isWanted);
    };
    const first = await upTo(
      () => written(claimed),
      (hash) => hash > "8",
    );
    const own = await hashOf(first);
    const before: CaseEntry[] = [];
    while (before.length < 16) {
      before.push(
        await upTo(
          () => late(closed),
          (hash) => hash < own,
        ),
      );
    }
    const file = await open([first, ...before]);
    expect(codes(file)).toEqual(before.map(() => "backdated"));
    expect(file.heads).toHaveLength(16);
    expect(file.heads.map(toHex)).toContain(own);
  });

  it("hides no entry by calling its keys destroyed: those that are held are tried, whatever the server says", async () => {
    const again = await written({ code: "reopened" }, [], { statement: then });
    const keyring = { ...place.keyring, destroyed: [{ deskId: 1, epoch: 9 }] };
    const file = await open([{ ...again, epoch: 9 }], { keyring });
    expect(file.log.map(({ said }) => said.kind)).toEqual(["action"]);
  });
});

describe("backdatedOf()", () => {
  const step = (name: number, epoch: number, after: readonly number[], more: Partial<DatedStep> = {}): DatedStep => {
    const hash = (of: number) => new Uint8Array(32).fill(of);
    const rest = { deskId: 1, epoch, hasLeft: true, shut: 0, from: null, brings: null };
    return { hash: hash(name), after: after.map(hash), ...rest, ...more };
  };
  const told = (steps: readonly DatedStep[]) => [...backdatedOf(steps)].map(({ hash }) => hash[0]);

  it("asks nothing of entries of one epoch, of several desks, or of two cases that nothing joins", () => {
    expect(told([step(1, 1, []), step(2, 1, [])])).toEqual([]);
    expect(told([step(1, 1, []), step(2, 2, [], { deskId: 2 })])).toEqual([]);
    expect(told([step(1, 1, [], { from: "aa" }), step(2, 2, [])])).toEqual([]);
    expect(told([step(1, 1, [], { from: "aa" }), step(2, 2, [], { brings: "aa" })])).toEqual([1]);
    expect(told([step(1, 1, []), step(2, 2, [])])).toEqual([1]);
    expect(told([step(1, 1, [], { hasLeft: false }), step(2, 2, [])])).toEqual([]);
  });

  it("holds its peace where what nobody here opens may have built on it, and else not", () => {
    const shut = (at: number) => step(2, at, [], { after: null, deskId: null, shut: at });
    expect(told([step(1, 2, []), shut(2), step(3, 3, [2])])).toEqual([]);
    expect(told([step(1, 2, []), shut(1), step(3, 3, [2])])).toEqual([1]);
    // What was never there to be seen is an alarm by itself, and excuses nothing.
    expect(told([step(1, 2, []), step(3, 3, [2])])).toEqual([1]);
  });

  it("sees through a long log", () => {
    const chain = Array.from({ length: 100 }, (_, i) => step(i + 1, i < 50 ? 1 : 2, i === 0 ? [] : [i]));
    expect(told(chain)).toEqual([]);
    expect(told([...chain, step(120, 1, [49])])).toEqual([120]);
  });
});
