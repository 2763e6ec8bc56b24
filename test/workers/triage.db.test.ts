import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { runJob } from "../../workers/registry.ts";
import type { WorkerDeps } from "../../workers/deps.ts";
import type { MadeEnvelope } from "./tools/envelopes.ts";
import { openWorld } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
afterEach(async () => {
  await world.db.heldItem.deleteMany();
  await world.db.quarantine.deleteMany();
});

const triage = ({ id }: MadeEnvelope, changes: Partial<WorkerDeps> = {}): Promise<void> =>
  runJob({ ...world.deps, ...changes }, "triage", {
    name: triageEnvelope.name,
    data: { intake: world.deps.handles.handleOf(id) },
  });

/** A directory that lets something happen after an envelope was taken, before it is filed. */
const meanwhile = (happens: () => Promise<unknown>): Partial<WorkerDeps> => ({
  directory: {
    ...world.deps.directory,
    epochNamed: async (...args) => {
      await happens();
      return world.deps.directory.epochNamed(...args);
    },
  },
});

describe("triage-envelope", () => {
  it("files an envelope once, however often it runs, at the same time and later", async () => {
    const one = await world.make.report();
    await world.intake(one);
    const four = meanwhile(() => Promise.all(Array.from({ length: 4 }, () => triage(one))));
    await triage(one, four);
    await triage(one);
    expect(await world.counts()).toMatchObject({ intake: 0, held: 1, cases: 0, quarantine: 0 });
    expect(world.alarms).toEqual([]);
  });

  it("files nothing of an envelope that goes while it is being filed, whatever its lock was worth", async () => {
    const one = await world.make.report();
    await world.intake(one);
    const nothing = meanwhile(async () => undefined);
    await triage(one, nothing);
    expect(await world.counts()).toMatchObject({ intake: 0, held: 1 });

    const other = await world.make.report();
    await world.intake(other);
    const gone = meanwhile(() => world.db.intakeEnvelope.deleteMany());
    await expect(triage(other, gone)).rejects.toThrow("filed_elsewhere");
    expect(await world.counts()).toMatchObject({ intake: 0, held: 1 });
    expect(world.alarms).toEqual(["job_failed filed_elsewhere"]);
    await triage(other);
    expect(await world.counts()).toMatchObject({ intake: 0, held: 1 });
  });
});
