/** What is signed or sealed meets random bytes, also bytes whose signature or hash fits: verified or refused, never an accident. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { verifyAdmissionRequest } from "../../security/admission.ts";
import { equalBytes, fromHex } from "../../security/bytes.ts";
import { verifyCertificate } from "../../security/certificate.ts";
import { verifyChain } from "../../security/directory.ts";
import { parseEnvelope, parseIntakeBody } from "../../security/envelope.ts";
import { LABELS, type Label } from "../../security/labels.ts";
import { issueAsLead } from "../../security/leadActs.ts";
import { leadKeyPair } from "../../security/leadKey.ts";
import { signLeadRequest, verifyLeadRequest } from "../../security/leadRequest.ts";
import { DESCRIPTOR_BYTES, PREFIX_BYTES, SLIP_BYTES, XWING_ENC_BYTES } from "../../security/limits.ts";
import { openReport } from "../../security/openEnvelope.ts";
import { readOutlook } from "../../security/outlook.ts";
import { verifyRoster } from "../../security/roster.ts";
import { sealFirstReport } from "../../security/sealEnvelope.ts";
import { signContent, splitSigned } from "../../security/signed.ts";
import { openSlip } from "../../security/slip.ts";
import { verifySignedStatement } from "../../security/statement.ts";
import { DEFAULT_TRIAGE_RULES, signTriageRules, verifyTriageRules } from "../../security/triageRules.ts";
import { slipOf } from "../../security/vocabulary.ts";
import { FUZZ_CASES_WITH_KEYS, FUZZ_LIMIT_MS, fuzz, mangled, refusing, type Random } from "../tools/fuzz.ts";
import { makeUnit, requestOf, type TestUnit } from "../tools/unit.ts";
import { sodium as p } from "./engines.ts";
import { ORDINARY } from "./samples.ts";

/** Where the X25519 half of an encapsulation stands, in which a sender can put what no key gives. */
const X25519_AT = XWING_ENC_BYTES - 32;

/** A signed object of ours, what is signed or the whole thing broken; signed again, so that its parser is reached. */
function forger(wire: Uint8Array, label: Label, key: Uint8Array): (random: Random) => Uint8Array {
  return (random) => {
    if (random.below(4) === 0) return mangled(random, [wire]);
    const { content } = splitSigned(wire, 1 << 20);
    return signContent(p, label, mangled(random, [content]), key);
  };
}

describe("what is signed or sealed, and then met by random bytes", () => {
  let unit: TestUnit;
  let whole: { envelope: Uint8Array; slip: Uint8Array };
  beforeAll(async () => {
    unit = await makeUnit();
    const keys = { descriptor: new Uint8Array(DESCRIPTOR_BYTES) };
    whole = parseIntakeBody((await sealFirstReport(p, unit.statement, ORDINARY, keys)).body);
  });

  const root = (): Uint8Array => unit.state.offline.root as Uint8Array;
  const lead = (): Uint8Array => unit.state.offline.lead.seed;

  it(
    "a statement is verified or refused",
    async () => {
      const read = refusing((bytes: Uint8Array) => verifySignedStatement(p, bytes, unit.unit));
      expect(await read(unit.statement.bytes)).not.toBeNull();
      await fuzz(FUZZ_CASES_WITH_KEYS, forger(unit.statement.bytes, LABELS.statement, lead()), read);
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "a certificate is verified or refused",
    async () => {
      const wire = unit.state.offline.lead.certificate;
      const read = refusing((bytes: Uint8Array) => verifyCertificate(p, bytes, unit.unit));
      expect(read(wire)).not.toBeNull();
      await fuzz(FUZZ_CASES_WITH_KEYS, forger(wire, LABELS.lead, root()), read);
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "a roster is verified or refused, also one that its statement names",
    async () => {
      const read = refusing(async (bytes: Uint8Array) => {
        const naming = { ...unit.statement, rosterHash: await p.sha256(bytes) };
        return verifyRoster(p, bytes, naming, unit.unit);
      });
      expect(await read(unit.roster.bytes)).not.toBeNull();
      await fuzz(FUZZ_CASES_WITH_KEYS, forger(unit.roster.bytes, LABELS.roster, lead()), read);
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "an admission request is verified or refused",
    async () => {
      const { signing } = unit.officer;
      const text = requestOf(p, unit.officer, unit.unit);
      const wire = new Uint8Array(Buffer.from(text, "base64url"));
      const next = forger(wire, LABELS.admission, signing.secretKey);
      const read = refusing((typed: string) => verifyAdmissionRequest(p, typed));
      expect(read(text)).not.toBeNull();
      await fuzz(FUZZ_CASES_WITH_KEYS, (random) => Buffer.from(next(random)).toString("base64url"), read);
      await fuzz(
        FUZZ_CASES_WITH_KEYS,
        (random) => Buffer.from(mangled(random, [Buffer.from(text)])).toString("latin1"),
        read,
      );
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "a lead request is verified or refused",
    async () => {
      const key = await leadKeyPair(p, unit.officer.signingSeed);
      const { id: officerId, name } = unit.officer;
      const text = signLeadRequest(p, { unitId: fromHex(unit.unit.unitId), officerId, name }, key);
      const next = forger(new Uint8Array(Buffer.from(text, "base64url")), LABELS.leadRequest, key.secretKey);
      const read = refusing((typed: string) => verifyLeadRequest(p, typed, unit.unit));
      expect(read(text)).not.toBeNull();
      await fuzz(FUZZ_CASES_WITH_KEYS, (random) => Buffer.from(next(random)).toString("base64url"), read);
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "triage rules are verified or refused",
    async () => {
      const signing = p.ed25519KeyPair(lead());
      const { certificate } = unit.state.offline.lead;
      const turns = [{ firstDay: unit.today, officerId: unit.officer.id }];
      const rules = { ...DEFAULT_TRIAGE_RULES, holidays: [unit.today], turns };
      const wire = signTriageRules(p, unit.unit, null, { signing, certificate }, rules, unit.today);
      const read = refusing((bytes: Uint8Array) => verifyTriageRules(p, bytes, unit.unit, unit.today));
      expect(await read(wire)).not.toBeNull();
      await fuzz(FUZZ_CASES_WITH_KEYS, forger(wire, LABELS.triageRules, lead()), read);
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "a prepared statement is counted on or left out",
    async () => {
      const { p: engine, unit: public_, directory, today } = unit;
      const signing = engine.ed25519KeyPair(lead());
      const chain = await verifyChain(engine, directory, public_, today);
      const by = { signing, certificate: unit.state.offline.lead.certificate };
      const { officers } = chain.newest.roster;
      const { link } = await issueAsLead(engine, public_, chain, by, { officers }, today + 1);
      const read = (bytes: Uint8Array) => readOutlook(engine, public_, unit.statement, [bytes], today);
      expect((await read(link.statement)).until).toBeGreaterThan(unit.statement.expiryDay);
      await fuzz(FUZZ_CASES_WITH_KEYS, forger(link.statement, LABELS.statement, lead()), read);
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "a slip opens or does not, also one that its envelope names",
    async () => {
      const open = async (slip: Uint8Array): Promise<unknown> => {
        const naming = whole.envelope.slice();
        naming.set(await p.sha256(slip), 60);
        return openSlip(p, parseEnvelope(naming), slip, unit.triageSecret);
      };
      expect(await open(whole.slip)).toEqual(slipOf(ORDINARY));
      const broken = (random: Random): Uint8Array => {
        const slip = new Uint8Array(SLIP_BYTES);
        slip.set(mangled(random, [whole.slip]).subarray(0, SLIP_BYTES));
        if (random.below(4) === 0) slip.fill(0, X25519_AT, XWING_ENC_BYTES);
        return slip;
      };
      await fuzz(FUZZ_CASES_WITH_KEYS, broken, async (slip) => {
        if ((await open(slip)) !== null && !equalBytes(slip, whole.slip)) throw new Error("it opened");
      });
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "a report opens or says why it does not",
    async () => {
      const open = refusing((bytes: Uint8Array) => openReport(p, bytes, unit.desks));
      expect(await open(whole.envelope)).toMatchObject({ state: "opened" });
      const broken = (random: Random): Uint8Array => {
        const bytes = mangled(random, [whole.envelope]).slice();
        if (random.below(4) === 0) bytes.fill(0, PREFIX_BYTES + X25519_AT, PREFIX_BYTES + XWING_ENC_BYTES);
        return bytes;
      };
      await fuzz(FUZZ_CASES_WITH_KEYS, broken, async (bytes) => {
        const opened = await open(bytes);
        if (opened?.state === "opened" && !equalBytes(bytes, whole.envelope)) throw new Error("it opened");
      });
    },
    FUZZ_LIMIT_MS,
  );
});
