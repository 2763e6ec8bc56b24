import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as admissions from "../../../api/routes/admissions/schema.ts";
import { publishDirectory } from "../../../api/routes/directory/schema.ts";
import { startEnrolment } from "../../../api/routes/enrolments/schema.ts";
import { listedGrants, type ListedGrantsAnswer } from "../../../api/routes/grants/schema.ts";
import * as invitations from "../../../api/routes/invitations/schema.ts";
import * as leads from "../../../api/routes/leads/schema.ts";
import {
  DESK_GENERAL,
  DESK_RESTRICTED,
  fromBase64Url,
  fromHex,
  leadKeyPair,
  signLeadRequest,
  toBase64Url,
  verifyAdmissionRequest,
  withOfficer,
} from "../../../security/index.ts";
import { flipBit } from "../../tools/forge.ts";
import { admissionOf, makeOfficer, makeUnit, requestOf } from "../../tools/unit.ts";
import { certify, issue, storedChain, versionJson } from "../tools/leads.ts";
import { refusal, startOfficer, type Account, type OfficerStage } from "../tools/officer.ts";

let stage: OfficerStage;
/** Cookies: a lead, an officer of the general desk, somebody on no roster. */
let lead: string;
let general: string;
let pending: string;
let waiting: Account;

beforeAll(async () => {
  stage = await startOfficer();
  const officer = await stage.enrol();
  await stage.admit(officer, [DESK_GENERAL]);
  waiting = await stage.enrol("Amélie Roy");
  lead = await stage.signIn(stage.lead);
  general = await stage.signIn(officer);
  pending = await stage.signIn(waiting);
});
afterAll(() => stage.stop());

describe("lead certificates", () => {
  const add = (cookie: string, certificate: Uint8Array, request: string) =>
    stage.call(leads.addCertificate, { cookie, body: { certificate: toBase64Url(certificate), request } });
  const listed = async (cookie: string) =>
    ((await stage.call(leads.listCertificates, { cookie })).json as leads.ListCertificatesAnswer).certificates;

  it("are taken of a lead's own key, once however often they come, and shown to whoever is signed in", async () => {
    const own = await certify(stage, stage.lead);
    const stored = { serial: own.serial, officerId: stage.lead.uuid, certificate: toBase64Url(own.certificate) };
    for (let i = 0; i < 2; i++) {
      const answer = await add(lead, own.certificate, own.request);
      expect([answer.status, answer.json]).toEqual([200, stored]);
    }
    for (const cookie of [lead, general, pending]) expect(await listed(cookie)).toEqual([stored]);
    expect(refusal(await stage.call(leads.listCertificates))).toEqual([401, "not_signed_in"]);
  });

  it("are refused when forged, of another key, another unit's, or a colleague's", async () => {
    const { p, unit } = stage.unit;
    const own = await certify(stage, stage.lead);
    const other = await certify(stage, makeOfficer(p));
    const before = await listed(lead);
    const leadKey = await leadKeyPair(p, stage.lead.signingSeed);
    const asOther = signLeadRequest(
      p,
      { unitId: fromHex(unit.unitId), officerId: p.randomBytes(16), name: "x" },
      leadKey,
    );
    const stranger = await makeUnit();
    for (const [certificate, request] of [
      [flipBit(own.certificate, 9), own.request],
      [flipBit(own.certificate, 600), own.request],
      [own.certificate, other.request],
      [other.certificate, own.request],
      [other.certificate, other.request],
      [own.certificate, asOther],
      [stranger.state.offline.lead.certificate, own.request],
    ] as const) {
      expect(refusal(await add(lead, certificate, request))).toEqual([400, "certificate_refused"]);
    }
    expect(await listed(lead)).toEqual(before);
    expect((await add(lead, own.certificate, own.request)).status).toBe(200);
  });

  it("are refused from officers and from people on no roster", async () => {
    const own = await certify(stage, stage.lead);
    for (const cookie of [general, pending]) {
      expect(refusal(await add(cookie, own.certificate, own.request))).toEqual([403, "forbidden"]);
    }
  });
});

describe("admission requests", () => {
  const ask = (cookie: string, request: string) => stage.call(admissions.askAdmission, { cookie, body: { request } });
  const listed = async () =>
    ((await stage.call(admissions.listAdmissions, { cookie: lead })).json as admissions.ListAdmissionsAnswer)
      .admissions;

  it("reach leads as they were signed, one for each officer, and go once a roster names the officer", async () => {
    const { p, unit } = stage.unit;
    const request = requestOf(p, waiting, unit);
    // Enrolled, and never signed in on a console that asks.
    expect(await listed()).toEqual([{ officerId: waiting.uuid, name: "Amélie Roy", role: "officer", request: null }]);
    const told = stage.changes.count;
    expect((await ask(pending, request)).status).toBe(200);
    expect((await ask(pending, request)).status).toBe(200);
    expect(stage.changes.count).toBe(told + 2);
    const found = await listed();
    expect(found).toEqual([{ officerId: waiting.uuid, name: "Amélie Roy", role: "officer", request }]);
    expect(verifyAdmissionRequest(p, found[0]?.request ?? "").name).toBe("Amélie Roy");

    const chain = await storedChain(stage);
    const signer = await certify(stage, stage.lead);
    const admission = admissionOf(p, waiting, unit);
    const officers = withOfficer(chain.newest, unit, admission, { desks: [DESK_GENERAL], role: "officer" });
    const next = await issue(stage, chain, signer, stage.unit.today, { officers });
    const body = { ...versionJson(next), removal: false };
    expect((await stage.call(publishDirectory, { cookie: lead, body })).status).toBe(200);
    expect(await listed()).toEqual([]);
    expect(await stage.database.client().admissionRequest.count()).toBe(0);
    expect(refusal(await ask(pending, request))).toEqual([403, "forbidden"]);
  });

  it("are refused when forged, another's, another unit's; and shown to leads alone", async () => {
    const { p, unit } = stage.unit;
    const account = await stage.enrol();
    const cookie = await stage.signIn(account);
    const request = requestOf(p, account, unit);
    const stranger = await makeUnit();
    for (const wrong of [
      toBase64Url(flipBit(fromBase64Url(request), 7)),
      toBase64Url(flipBit(fromBase64Url(request), 4000)),
      requestOf(p, waiting, unit),
      requestOf(p, { ...makeOfficer(p, account.name), id: account.id }, unit),
      requestOf(p, { ...account, name: "Somebody Else" }, unit),
      requestOf(p, account, stranger.unit),
    ]) {
      expect(refusal(await ask(cookie, wrong))).toEqual([400, "admission_refused"]);
    }
    expect((await listed()).map(({ officerId, request: kept }) => [officerId, kept])).toEqual([[account.uuid, null]]);
    expect((await ask(cookie, request)).status).toBe(200);
    for (const other of [general, cookie]) {
      expect(refusal(await stage.call(admissions.listAdmissions, { cookie: other }))).toEqual([403, "forbidden"]);
    }
  });
});

describe("turning away somebody who waits", () => {
  const dismiss = (cookie: string, officerId: string) =>
    stage.call(admissions.dismissAdmission, { cookie, params: { officerId } });
  const accounts = () => stage.database.client().officer.findMany({ select: { id: true, state: true } });

  it("deletes their account with all that hangs on it, signs them out, and frees their name", async () => {
    const { p, unit } = stage.unit;
    const db = stage.database.client();
    const account = await stage.enrol("Mallory");
    const cookie = await stage.signIn(account);
    const request = requestOf(p, account, unit);
    expect((await stage.call(admissions.askAdmission, { cookie, body: { request } })).status).toBe(200);
    const theirs = { where: { officerId: account.uuid } };
    expect([await db.admissionRequest.count(theirs), await db.officerSession.count(theirs)]).toEqual([1, 1]);
    const others = (await accounts()).filter(({ id }) => id !== account.uuid);
    const told = stage.changes.count;

    expect((await dismiss(lead, account.uuid)).status).toBe(200);
    expect(stage.changes.count).toBe(told + 1);
    expect([await db.admissionRequest.count(theirs), await db.officerSession.count(theirs)]).toEqual([0, 0]);
    expect(await accounts()).toEqual(others);
    expect(refusal(await stage.call(admissions.askAdmission, { cookie, body: { request } }))).toEqual([
      401,
      "not_signed_in",
    ]);
    await expect(stage.signIn(account)).rejects.toThrow();
    expect(refusal(await dismiss(lead, account.uuid))).toEqual([404, "not_found"]);
    const again = await stage.enrol("Mallory");
    expect(await stage.signIn(again)).not.toBe("");
  });

  it("is a lead's alone, and touches nobody who is or was in the directory", async () => {
    const account = await stage.enrol();
    const cookie = await stage.signIn(account);
    const left = await stage.enrol();
    await stage.database.client().officer.update({ where: { id: left.uuid }, data: { state: "removed" } });
    const before = await accounts();
    for (const one of [general, cookie]) expect(refusal(await dismiss(one, account.uuid))).toEqual([403, "forbidden"]);
    for (const id of [stage.lead.uuid, left.uuid]) expect(refusal(await dismiss(lead, id))).toEqual([404, "not_found"]);
    expect(refusal(await dismiss(lead, "nobody"))).toEqual([400, "invalid_request"]);
    expect(await accounts()).toEqual(before);
    expect((await dismiss(lead, account.uuid)).status).toBe(200);
  });
});

describe("invitations", () => {
  const open = async () =>
    ((await stage.call(invitations.listInvitations, { cookie: lead })).json as invitations.ListInvitationsAnswer)
      .invitations;

  it("are made by a lead, open an enrolment, are listed without their codes, and can be withdrawn", async () => {
    const made = await stage.call(invitations.invite, { cookie: lead, body: { role: "lead" } });
    const { code, officerId, expires } = made.json as invitations.InviteAnswer;
    const [one] = await open();
    expect(one).toMatchObject({ officerId, role: "lead", expires });
    expect(JSON.stringify(one)).not.toContain(code);
    expect((await stage.call(startEnrolment, { body: { code } })).json).toMatchObject({ officerId, role: "lead" });

    const withdraw = () => stage.call(invitations.withdrawInvitation, { cookie: lead, params: { id: one?.id ?? "" } });
    expect((await withdraw()).status).toBe(200);
    expect(refusal(await withdraw())).toEqual([404, "not_found"]);
    expect(await open()).toEqual([]);
    expect(refusal(await stage.call(startEnrolment, { body: { code } }))).toEqual([400, "enrolment_refused"]);
  });

  it("are nobody else's to make, to see or to withdraw", async () => {
    for (const cookie of [general, await stage.signIn(await stage.enrol())]) {
      const params = { id: stage.lead.uuid };
      expect(refusal(await stage.call(invitations.invite, { cookie, body: { role: "lead" } }))[1]).toBe("forbidden");
      expect(refusal(await stage.call(invitations.listInvitations, { cookie }))[1]).toBe("forbidden");
      expect(refusal(await stage.call(invitations.withdrawInvitation, { cookie, params }))[1]).toBe("forbidden");
    }
    const wrong = await stage.call(invitations.invite, { cookie: lead, body: { role: "root" } });
    expect(refusal(wrong)).toEqual([400, "invalid_request"]);
  });
});

describe("GET /v1/grants/listed", () => {
  it("says who has which grant of one's own desks, of all desks to a lead, and nothing that is in them", async () => {
    const of = async (cookie: string) =>
      ((await stage.call(listedGrants, { cookie })).json as ListedGrantsAnswer).grants;
    const all = await of(lead);
    expect(new Set(all.map(({ desk }) => desk))).toEqual(new Set([DESK_GENERAL, DESK_RESTRICTED]));
    const own = await of(general);
    expect(own).toEqual(all.filter(({ desk }) => desk === DESK_GENERAL));
    expect(Object.keys(own[0] ?? {}).sort()).toEqual(["desk", "epoch", "officerId", "signerId"]);
    const nobody = await stage.signIn(await stage.enrol());
    expect(refusal(await stage.call(listedGrants, { cookie: nobody }))).toEqual([403, "forbidden"]);
  });
});

describe("a lead certificate that has ended", () => {
  it("is refused", async () => {
    const own = await certify(stage, stage.lead);
    const body = { certificate: toBase64Url(own.certificate), request: own.request };
    expect((await stage.call(leads.addCertificate, { cookie: lead, body })).status).toBe(200);
    stage.clock.now += 400 * 86_400_000;
    const cookie = await stage.signIn(stage.lead);
    expect(refusal(await stage.call(leads.addCertificate, { cookie, body }))).toEqual([400, "certificate_refused"]);
  });
});
