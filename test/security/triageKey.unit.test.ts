import { describe, expect, it } from "@jest/globals";
import { triageFingerprint, triageKeyText, readTriageKeyText } from "../../security/index.ts";
import { recoveryKeyText } from "../../security/recoveryKey.ts";
import { issueAsLead, verifyChain } from "../../security/index.ts";
import { makeUnit } from "../tools/unit.ts";

describe("the triage key as a text", () => {
  it("is read as it was written, white space apart, and is of one unit", async () => {
    const { p, unit } = await makeUnit();
    const key = p.xwingKeyPair(p.randomBytes(32)).publicKey;
    const text = triageKeyText(unit, key);
    expect(readTriageKeyText(unit, `  ${text.replace(/.{64}/g, "$&\n")} `)).toEqual(key);
    const stranger = (await makeUnit()).unit;
    expect(() => readTriageKeyText(stranger, text)).toThrow(expect.objectContaining({ code: "wrong_unit" }));
    expect(await triageFingerprint(p, unit, key)).not.toBe(await triageFingerprint(p, stranger, key));
  });

  it("is no recovery key, nothing longer and nothing damaged", async () => {
    const { p, unit } = await makeUnit();
    const key = p.xwingKeyPair(p.randomBytes(32)).publicKey;
    const text = triageKeyText(unit, key);
    expect(readTriageKeyText(unit, text)).toEqual(key);
    const recovery = recoveryKeyText(unit, { sealingKey: key, lastDay: 21_000 });
    for (const wrong of [recovery, text.slice(4), `${text}AAAA`, "A".repeat(4000), ""]) {
      expect(() => readTriageKeyText(unit, wrong)).toThrow(expect.objectContaining({ code: "malformed" }));
    }
  });
});

describe("a lead who enters another triage key", () => {
  it("signs a version that names it, and versions after it keep it", async () => {
    const { p, unit, directory, state, today } = await makeUnit();
    const lead = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
    const chain = await verifyChain(p, directory, unit, today);
    const { officers } = chain.newest.roster;
    const triageKey = p.xwingKeyPair(p.randomBytes(32)).publicKey;
    const entered = await issueAsLead(p, unit, chain, lead, { officers, triageKey }, today);
    const after = await issueAsLead(p, unit, entered.chain, lead, { officers }, today);
    const named = after.chain.links.map(({ statement }) => statement.triageKey);
    expect(named.slice(-3)).toEqual([chain.newest.statement.triageKey, triageKey, triageKey]);
  });
});
