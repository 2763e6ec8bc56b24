import { beforeAll, describe, expect, it } from "@jest/globals";
import { routeEnvelope } from "../../workers/routing.ts";
import {
  DESK_GENERAL,
  DESK_RESTRICTED,
  issueAsLead,
  openSlip,
  parseEnvelope,
  verifyChain,
} from "../../security/index.ts";
import { sealSlip } from "../../security/slip.ts";
import { makeUnit } from "../tools/unit.ts";
import type { TestUnit } from "../tools/unit.ts";
import { envelopeMaker, noise } from "./tools/envelopes.ts";
import type { EnvelopeMaker } from "./tools/envelopes.ts";

let unit: TestUnit;
let make: EnvelopeMaker;

beforeAll(async () => {
  unit = await makeUnit();
  make = await envelopeMaker(unit);
});

const route = (made: { envelope: Uint8Array; slip: Uint8Array }, secrets = [unit.triageSecret]) =>
  routeEnvelope(unit.p, made, secrets, unit.statement);

describe("routeEnvelope()", () => {
  it("takes level and desk from the slip", async () => {
    const calm = await route(await make.report());
    expect(calm).toMatchObject({ to: "desk", level: 3, desk: { id: DESK_GENERAL } });
    const urgent = await route(await make.report({ danger: "now", accused: ["police"] }));
    expect(urgent).toMatchObject({ to: "desk", level: 0, desk: { id: DESK_RESTRICTED } });
  });

  it("opens with the secret before this one, too", async () => {
    const made = await make.report();
    const fresh = unit.p.randomBytes(32);
    expect((await route(made, [fresh, unit.triageSecret])).to).toBe("desk");
    expect((await route(made, [fresh])).to).toBe("quarantine");
  });

  it("sorts what pages seal to a directory that names another triage key, and what those with the one before still send", async () => {
    const { p, state, directory, today } = unit;
    const lead = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
    const fresh = p.randomBytes(32);
    const chain = await verifyChain(p, directory, unit.unit, today);
    const change = { officers: chain.newest.roster.officers, triageKey: p.xwingKeyPair(fresh).publicKey };
    const { statement } = (await issueAsLead(p, unit.unit, chain, lead, change, today)).chain.newest;
    const [late, early] = [await make.report(), await make.report({}, statement)];
    for (const made of [late, early]) expect((await route(made, [fresh, unit.triageSecret])).to).toBe("desk");
    expect((await route(early, [unit.triageSecret])).to).toBe("quarantine");
    expect((await route(late, [fresh])).to).toBe("quarantine");
  });

  it("puts a garbage slip of the right length into quarantine", async () => {
    expect((await route(await make.garbageSlip())).to).toBe("quarantine");
  });

  it("puts a slip that belongs to another envelope into quarantine", async () => {
    const [one, other] = [await make.report(), await make.report()];
    expect((await route(one)).to).toBe("desk");
    expect((await route({ envelope: one.envelope, slip: other.slip })).to).toBe("quarantine");
  });

  it("puts a slip that opens, but is not the one that the envelope names, into quarantine", async () => {
    const { envelope, slip } = await make.report();
    const honest = await route({ envelope, slip });
    if (honest.to !== "desk") throw new Error("does not open");
    const lie = { ...honest.slip, danger: "now" } as const;
    const other = await sealSlip(unit.p, lie, parseEnvelope(envelope).prefix, unit.statement.triageKey);
    const naming = { ...parseEnvelope(envelope), slipHash: await unit.p.sha256(other) };
    const opened = await openSlip(unit.p, naming, other, unit.triageSecret);
    expect(opened).toMatchObject({ danger: "now" });
    expect((await route({ envelope, slip: other })).to).toBe("quarantine");
  });

  it("puts any flipped byte of a slip into quarantine", async () => {
    const made = await make.report();
    for (const at of [0, 600, made.slip.length - 1]) {
      const slip = made.slip.slice();
      slip[at] = (slip[at] ?? 0) ^ 1;
      expect((await route({ envelope: made.envelope, slip })).to).toBe("quarantine");
    }
  });

  it("puts what is no envelope into quarantine", async () => {
    expect((await route(noise(unit.p))).to).toBe("quarantine");
  });

  it("puts a desk that the statement does not have into quarantine", async () => {
    const made = await make.report();
    expect((await route(made)).to).toBe("desk");
    const desks = unit.statement.desks.filter((desk) => desk.id !== DESK_GENERAL);
    const routed = await routeEnvelope(unit.p, made, [unit.triageSecret], { ...unit.statement, desks });
    expect(routed.to).toBe("quarantine");
  });
});
