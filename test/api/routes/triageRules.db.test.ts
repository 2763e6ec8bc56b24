import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { publishRules, readTriageRules } from "../../../api/routes/triageRules/schema.ts";
import {
  DEFAULT_TRIAGE_RULES,
  DESK_GENERAL,
  signTriageRules,
  toBase64Url,
  type VerifiedTriageRules,
  verifyTriageRules,
} from "../../../security/index.ts";
import { flipBit } from "../../tools/forge.ts";
import { refusal, startOfficer, type Answer, type OfficerStage } from "../tools/officer.ts";

let stage: OfficerStage;
let lead: string;
beforeAll(async () => {
  stage = await startOfficer();
  lead = await stage.signIn(stage.lead);
});
afterAll(() => stage.stop());

const sign = (before: VerifiedTriageRules | null, urgentHours: number): Uint8Array => {
  const { p, unit, state, today } = stage.unit;
  const { seed, certificate } = state.offline.lead;
  const signer = { signing: p.ed25519KeyPair(seed), certificate };
  return signTriageRules(p, unit, before, signer, { ...DEFAULT_TRIAGE_RULES, urgentHours }, today);
};
const verified = (bytes: Uint8Array) => verifyTriageRules(stage.unit.p, bytes, stage.unit.unit, stage.unit.today);
const publish = (bytes: Uint8Array, cookie = lead): Promise<Answer> =>
  stage.call(publishRules, { cookie, body: { rules: toBase64Url(bytes) } });
const read = async () => (await stage.call(readTriageRules, { cookie: lead })).json;

describe("triage rules on the officers' side", () => {
  it("are none at first, and then those that a lead signed, version after version", async () => {
    expect(await read()).toEqual({ rules: null });
    const first = sign(null, 1);
    expect((await publish(first)).json).toEqual({ version: 1 });
    expect((await publish(first)).json).toEqual({ version: 1 }); // again
    const second = sign(await verified(first), 2);
    expect((await publish(second)).json).toEqual({ version: 2 });
    expect(await read()).toEqual({ rules: toBase64Url(second) });
  });

  it("are refused when they do not verify, or do not follow the newest, and nothing of them is stored", async () => {
    const before = await read();
    const [first] = (await stage.database.client().triageRules.findMany({ orderBy: { version: "asc" } })).map(
      ({ rules }) => rules,
    );
    if (first === undefined) throw new Error("no rules");
    expect(refusal(await publish(flipBit(sign(null, 1), 70)))).toEqual([400, "triage_rules_refused"]);
    expect(refusal(await publish(sign(null, 5)))).toEqual([409, "triage_rules_conflict"]);
    expect(refusal(await publish(sign(await verified(first), 5)))).toEqual([409, "triage_rules_conflict"]);
    const other = { ...(await verified(first)), version: 2, hash: new Uint8Array(32) };
    expect(refusal(await publish(sign(other, 5)))).toEqual([409, "triage_rules_conflict"]);
    expect(await read()).toEqual(before);
  });

  it("are published by leads alone, and read by whoever is signed in", async () => {
    const account = await stage.enrol();
    await stage.admit(account, [DESK_GENERAL]);
    const officer = await stage.signIn(account);
    expect((await stage.call(readTriageRules, { cookie: officer })).status).toBe(200);
    expect(refusal(await publish(sign(null, 1), officer))).toEqual([403, "forbidden"]);
    expect(refusal(await stage.call(readTriageRules))).toEqual([401, "not_signed_in"]);
  });
});
