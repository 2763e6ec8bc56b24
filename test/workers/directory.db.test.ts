import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  DESK_GENERAL,
  dayOf,
  openSummary,
  removeOfficer,
  renew,
  toHex,
  verifyStatement,
} from "../../security/index.ts";
import { openDirectory } from "../../workers/directory.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";
import { deskSecrets } from "../tools/unit.ts";
import type { MadeEnvelope } from "./tools/envelopes.ts";
import { openWorld } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

const DAY_MS = 86_400_000;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const triage = (made: MadeEnvelope, deps = world.deps) =>
  runJob(deps, "triage", { name: triageEnvelope.name, data: { intake: deps.handles.handleOf(made.id) } });

const directoryOn = (now: () => number) =>
  openDirectory({ db: world.deps.db, primitives: world.unit.p, unit: world.unit.unit, now });

describe("WorkerDirectory.current()", () => {
  it("is the newest statement, verified", async () => {
    expect(toHex((await world.deps.directory.current()).hash)).toBe(toHex(world.unit.statement.hash));
  });

  it("refuses one that is expired, or from the future, when the clock is moved", async () => {
    for (const [days, code] of [
      [36, "statement_expired"],
      [-1, "certificate_not_valid_yet"],
    ] as const) {
      const moved = directoryOn(() => Date.now() + days * DAY_MS);
      await expect(moved.current()).rejects.toMatchObject({ code });
    }
  });

  it("does not go back to a version before one that it has seen", async () => {
    const directory = directoryOn(Date.now);
    expect((await directory.current()).version).toBe(2);
    await world.db.keyStatement.delete({ where: { version: 2 } });
    await expect(directory.current()).rejects.toMatchObject({ code: "statement_rolled_back" });
    expect((await directoryOn(Date.now).current()).version).toBe(1); // as one that never saw it would
  });

  it("refuses a statement that the unit's lead did not sign", async () => {
    const { statement } = await world.db.keyStatement.findUniqueOrThrow({ where: { version: 2 } });
    const forged = new Uint8Array(statement);
    forged[70] = (forged[70] ?? 0) ^ 1;
    await world.db.keyStatement.update({ where: { version: 2 }, data: { statement: forged } });
    await expect(directoryOn(Date.now).current()).rejects.toMatchObject({ name: "SecurityError" });
  });

  it("says so when nothing was published", async () => {
    await world.db.keyStatement.deleteMany();
    await expect(directoryOn(Date.now).current()).rejects.toMatchObject({ code: "directory_empty" });
  });
});

describe("triage-envelope", () => {
  it("leaves an envelope in intake while there is no valid directory", async () => {
    const made = await world.make.report();
    await world.intake(made);
    const directory = directoryOn(() => Date.now() + 36 * DAY_MS);
    await expect(triage(made, { ...world.deps, directory })).rejects.toThrow(/^statement_expired$/);
    expect(await world.counts()).toMatchObject({ intake: 1, held: 0, quarantine: 0 });
    await triage(made);
    expect(await world.counts()).toMatchObject({ intake: 0, held: 1, quarantine: 0 });
  });

  it("does nothing the second time", async () => {
    const made = await world.make.report({ danger: "now" });
    await world.intake(made);
    await triage(made);
    const [item] = await world.db.queueItem.findMany();
    await triage(made);
    expect(await world.db.queueItem.findMany()).toEqual([item]);
    expect(world.published()).toBe(1);
  });

  it("stores the epoch that the sender knew, and seals the summary to the one of today", async () => {
    const made = await world.make.report();
    // An officer leaves: every desk gets a new epoch at once.
    const [officer] = world.unit.roster.officers;
    if (officer === undefined) throw new Error("nobody on the roster");
    const { state } = await removeOfficer(world.unit.p, world.unit.state, officer.id, world.unit.today);
    const newest = state.directory.at(-1);
    if (newest === undefined) throw new Error("no statement");
    await world.publish(newest);
    await world.intake(made);
    await triage(made);
    const item = await world.db.heldItem.findFirstOrThrow();
    expect(item.epoch).toBe(1);
    const secrets = await deskSecrets(world.unit.p, state);
    const itemId = new Uint8Array(Buffer.from(item.id.replaceAll("-", ""), "hex"));
    const open = (keys: typeof secrets, epoch: number) => {
      const desk = keys.find(({ deskId }) => deskId === DESK_GENERAL);
      if (desk === undefined) throw new Error("no desk");
      const place = { deskId: DESK_GENERAL, epoch, itemId, secretKey: desk.sealing.secretKey };
      return openSummary(world.unit.p, item.summary, place);
    };
    expect(await open(secrets, 2)).not.toBeNull();
    expect(await open([...world.unit.desks], 1)).toBeNull(); // whoever left holds this one
  });

  it("still knows the epoch of a statement that has expired since", async () => {
    const made = await world.make.report();
    const later = world.unit.today + 13;
    const renewed = await renew(world.unit.p, world.unit.state, later);
    const newest = renewed.state.directory.at(-1);
    if (newest === undefined) throw new Error("no statement");
    const { epoch } = (await verifyStatement(world.unit.p, newest.statement, world.unit.unit, later)).desks[0] ?? {};
    const now = () => (later + 5) * DAY_MS; // a clock five days after that: the first statement is over
    await world.intake(made);
    await publishAsOf(later, newest);
    await triage(made, { ...world.deps, now, directory: directoryOn(now) });
    expect(epoch).toBeGreaterThanOrEqual(1);
    expect(await world.db.heldItem.findFirstOrThrow()).toMatchObject({ epoch: 1, desk: DESK_GENERAL });
  });
});

const date = (day: number): Date => new Date(day * DAY_MS);

async function publishAsOf(day: number, link: { statement: Uint8Array; roster: Uint8Array }): Promise<void> {
  const { version, hash, issueDay, expiryDay } = await verifyStatement(
    world.unit.p,
    link.statement,
    world.unit.unit,
    day,
  );
  await world.db.keyStatement.create({
    data: {
      version,
      hash: new Uint8Array(hash),
      statement: new Uint8Array(link.statement),
      roster: new Uint8Array(link.roster),
      issueDay: date(issueDay),
      expiryDay: date(expiryDay),
      acceptUntil: date(expiryDay),
    },
  });
  expect(dayOf(Date.now())).toBeLessThan(day);
}
