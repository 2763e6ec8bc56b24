import { describe, expect, it } from "@jest/globals";
import {
  DEFAULT_TRIAGE_RULES,
  signTriageRules,
  toBase64Url,
  type UnitPublic,
  type VerifiedTriageRules,
} from "../../../security/index.ts";
import { baseOf, judgeRules } from "../../../web/console/domain/rulesTrust.ts";
import { makeUnit } from "../../tools/unit.ts";

const { p, unit, state, today } = await makeUnit();
const lead = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
const sign = (before: VerifiedTriageRules | null, urgentHours: number): string =>
  toBase64Url(signTriageRules(p, unit, before, lead, { ...DEFAULT_TRIAGE_RULES, urgentHours }, today));
const judge = (text: string | null, seen?: VerifiedTriageRules, by: UnitPublic = unit) =>
  judgeRules(p, text, { unit: by, today, seen });
const read = async (text: string): Promise<VerifiedTriageRules> => {
  const judged = await judge(text);
  if (judged.at !== "read" || judged.rules === null) throw new Error("these rules hold");
  return judged.rules;
};

describe("judgeRules()", () => {
  it("takes what a lead signed, and none before any was", async () => {
    expect(await judge(null)).toEqual({ at: "read", rules: null });
    expect((await read(sign(null, 2))).urgentHours).toBe(2);
  });

  it("refuses rules that do not verify, that are older than those seen, or that are gone", async () => {
    const first = sign(null, 2);
    const second = sign(await read(first), 3);
    const seen = await read(second);
    expect((await judge(second, seen)).at).toBe("read");
    expect(await judge(first, seen)).toEqual({ at: "refused", code: "statement_rolled_back" });
    expect(await judge(null, seen)).toEqual({ at: "refused", code: "statement_rolled_back" });
    expect(await judge(`${first.slice(0, -4)}AAAA`)).toEqual({ at: "refused", code: "non_canonical" });
    expect(await judge("not base64url!")).toEqual({ at: "refused", code: "malformed" });
    const other = await makeUnit();
    expect((await judge(first, undefined, other.unit)).at).toBe("refused");
  });

  it("keeps rules below the certificate floor as what the next version stands on, and as nothing else", async () => {
    const first = sign(null, 2);
    const serial = (await read(first)).lead.serial;
    const raised: UnitPublic = { ...unit, floors: { ...unit.floors, certificateSerial: serial + 1 } };
    const judged = await judge(first, undefined, raised);
    expect([judged.at, baseOf(judged)?.version]).toEqual(["revoked", 1]);
    expect(baseOf({ at: "refused", code: "bad_signature" })).toBeUndefined();
  });
});
