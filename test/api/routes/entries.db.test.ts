import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { publishDirectory } from "../../../api/commands/publishDirectory.ts";
import * as cases from "../../../api/routes/cases/schema.ts";
import * as handling from "../../../api/routes/handling/schema.ts";
import { releaseNow } from "../../../prisma/repositories/triage.ts";
import { DESK_GENERAL, DESK_RESTRICTED, removeOfficer, toBase64Url } from "../../../security/index.ts";
import { newItem } from "../../prisma/samples.ts";
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

async function addCase(desk = DESK_GENERAL): Promise<string> {
  const at = { today: stage.unit.today, due: new Date(stage.clock.now + 3_600_000) };
  return stage.database.client().$transaction((tx) => releaseNow(tx, newItem({ desk, level: 2 }), at));
}
const on = (id: string, cookie: string) => ({ cookie, params: { id } });
const entry = () => ({ id: randomUUID(), epoch: 1, sealed: toBase64Url(stage.unit.p.randomBytes(4096)) });

describe("POST /v1/cases/{id}/entries", () => {
  const write = (id: string, cookie: string, body: unknown) => stage.call(cases.addEntry, { ...on(id, cookie), body });
  const entriesOf = async (id: string) =>
    ((await stage.call(cases.readCase, on(id, lead))).json as cases.ReadCaseAnswer).entries;

  it("takes what any officer of the desk wrote, whoever holds the case, once", async () => {
    const id = await addCase();
    await stage.call(cases.claimCase, on(id, lead));
    const [mine, theirs] = [entry(), entry()];
    expect((await write(id, lead, mine)).json).toEqual({ done: true });
    expect((await write(id, lead, mine)).status).toBe(200);
    expect((await write(id, general, theirs)).status).toBe(200);
    const stored = await entriesOf(id);
    expect(stored.map((each) => each.id).toSorted()).toEqual([mine.id, theirs.id].toSorted());
    expect(stored.find((each) => each.id === mine.id)).toMatchObject({ sealed: mine.sealed, epoch: 1 });
    expect(stored[0]?.day).toMatch(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);
  });

  it("takes the same bytes twice at once as one entry", async () => {
    const [id, one] = [await addCase(), entry()];
    const answers = await Promise.all([write(id, lead, one), write(id, lead, one)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await entriesOf(id)).toHaveLength(1);
  });

  it("refuses an id that is in use with other bytes, or in another case, and changes nothing", async () => {
    const [id, other, one] = [await addCase(), await addCase(), entry()];
    expect((await write(id, lead, one)).status).toBe(200);
    expect(refusal(await write(id, lead, { ...one, sealed: entry().sealed }))).toEqual([409, "id_taken"]);
    expect(refusal(await write(other, lead, one))).toEqual([409, "id_taken"]);
    expect(await entriesOf(id)).toMatchObject([{ id: one.id, sealed: one.sealed }]);
    expect(await entriesOf(other)).toEqual([]);
  });

  it("refuses an officer of another desk, whoever is on no roster, and whoever is not signed in", async () => {
    const [open, id] = [await addCase(), await addCase(DESK_RESTRICTED)];
    expect((await write(open, general, entry())).status).toBe(200);
    expect(refusal(await write(id, general, entry()))).toEqual([404, "not_found"]);
    expect(refusal(await write(id, pending, entry()))).toEqual([403, "forbidden"]);
    const nobody = await stage.call(cases.addEntry, { params: { id }, body: entry() });
    expect(refusal(nobody)).toEqual([401, "not_signed_in"]);
    expect(refusal(await write(randomUUID(), lead, entry()))).toEqual([404, "not_found"]);
    expect(await entriesOf(id)).toEqual([]);
  });

  it("refuses what is no entry: too long, too short, of epoch 0, in clear, or with anything beside it", async () => {
    const [id, right] = [await addCase(), entry()];
    const bytes = (length: number) => toBase64Url(stage.unit.p.randomBytes(length));
    expect((await write(id, lead, { ...right, sealed: bytes(65_536) })).status).toBe(200);
    for (const wrong of [
      { sealed: bytes(65_537) },
      { sealed: bytes(1135) },
      { epoch: 0 },
      { text: "called back" },
      { day: "2026-03-05" },
      { id: "1" },
    ]) {
      expect(refusal(await write(id, lead, { ...entry(), ...wrong }))).toEqual([400, "invalid_request"]);
    }
    expect(await entriesOf(id)).toHaveLength(1);
  });
});

describe("a claim and its end", () => {
  const act = (of: typeof cases.claimCase | typeof cases.releaseCase, id: string, cookie: string, body: unknown) =>
    stage.call(of, { ...on(id, cookie), body });
  const read = async (id: string) => (await stage.call(cases.readCase, on(id, lead))).json as cases.ReadCaseAnswer;

  it("stand with the entry that says so, each once", async () => {
    const [id, claimed, released] = [await addCase(), entry(), entry()];
    expect((await act(cases.claimCase, id, lead, { entry: claimed })).status).toBe(200);
    // One entry says one act: another claim needs a word of its own.
    expect(refusal(await act(cases.claimCase, id, lead, { entry: claimed }))).toEqual([409, "id_taken"]);
    expect((await read(id)).entries.map((each) => each.id)).toEqual([claimed.id]);
    expect((await act(cases.releaseCase, id, lead, { entry: released })).status).toBe(200);
    expect((await read(id)).case.holder).toBeNull();
    expect((await read(id)).entries.map((each) => each.id).toSorted()).toEqual([claimed.id, released.id].toSorted());
  });

  it("happen neither without an entry nor with one that cannot stand, and no entry stands without them", async () => {
    const [id, other] = [await addCase(), await addCase()];
    const taken = entry();
    expect((await act(cases.claimCase, other, lead, { entry: taken })).status).toBe(200);
    for (const body of [{}, { entry: null }, undefined]) {
      expect((await act(cases.claimCase, id, lead, body)).status).toBeGreaterThanOrEqual(400);
    }
    expect(refusal(await act(cases.claimCase, id, lead, { entry: taken }))).toEqual([409, "id_taken"]);
    expect(await read(id)).toMatchObject({ case: { holder: null }, entries: [] });

    expect((await act(cases.claimCase, id, general, { entry: entry() })).status).toBe(200);
    expect(refusal(await act(cases.claimCase, id, lead, { entry: entry() }))).toEqual([409, "held_by_other"]);
    expect(refusal(await act(cases.releaseCase, id, lead, { entry: entry() }))).toEqual([409, "not_holder"]);
    expect(refusal(await act(cases.releaseCase, id, general, { entry: taken }))).toEqual([409, "id_taken"]);
    const { case: head, entries } = await read(id);
    expect([head.holder?.name === undefined, entries.length]).toEqual([false, 1]);
  });
});

/** Last: from here on the general desk is in its second epoch. */
describe("an entry of an epoch that is over", () => {
  it("is taken no more once somebody was removed, by any way there is; one that was there stays, and is there again", async () => {
    const { unit, database, keyStore, clock } = stage;
    const leaver = await stage.enrol();
    await stage.admit(leaver, [DESK_GENERAL]);
    const [id, held, before] = [await addCase(), await addCase(), entry()];
    const write = (body: unknown) => stage.call(cases.addEntry, { ...on(id, lead), body });
    expect((await write(before)).status).toBe(200);
    expect((await stage.call(cases.claimCase, { ...on(held, lead), body: { entry: entry() } })).status).toBe(200);

    const change = await removeOfficer(unit.p, stage.state, leaver.id, unit.today);
    const deps = { db: database.client(), primitives: unit.p, unit: unit.unit, keyStore, now: () => clock.now };
    const publish = () =>
      publishDirectory(deps, { links: change.state.directory, grants: change.grants, removal: true });
    // While it is published entries go on coming: each stands in the epoch that its desk is in, or not at all.
    const during = await Promise.all([...Array.from({ length: 6 }, () => write(entry())), publish(), write(entry())]);
    expect(during.flatMap((answer) => (typeof answer === "number" ? [] : [answer.status]))).toHaveLength(7);

    expect(refusal(await write(entry()))).toEqual([409, "directory_conflict"]);
    expect(refusal(await write({ ...entry(), epoch: 3 }))).toEqual([409, "directory_conflict"]);
    expect((await write(before)).status).toBe(200);
    expect((await write({ ...entry(), epoch: 2 })).status).toBe(200);
    const old = { ...on(held, lead), body: { entry: entry() } };
    expect(refusal(await stage.call(cases.releaseCase, old))).toEqual([409, "directory_conflict"]);
    expect(refusal(await stage.call(handling.closeCase, { ...old, body: { ...old.body, items: 1 } }))).toEqual([
      409,
      "directory_conflict",
    ]);
    expect((await stage.call(cases.readCase, on(held, lead))).json).toMatchObject({ case: { state: "open" } });
  });
});
