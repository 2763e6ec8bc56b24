import { beforeAll, describe, expect, it } from "@jest/globals";
import { encodeAction, issueAsLead, toBase64Url, withDesk, type CodeKeys } from "../../../security/index.ts";
import type { AttachCaseRequest, CaseItem, ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import type { Api } from "../../../web/console/api.ts";
import { openCaseFile } from "../../../web/console/domain/caseFile.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { bringHome } from "../../../web/console/state/bringHome.ts";
import type { OpenSession } from "../../../web/console/state/session.ts";
import { makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./tools/reports.ts";

const HOME = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0f01";
const STRAY = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0f02";
let unit: TestUnit;
let keys: CodeKeys;
let now: OpenSession;

beforeAll(async () => {
  unit = await makeUnit();
  keys = await keysOf(unit);
  const { officer, p } = unit;
  const open = {
    p,
    officerId: officer.id,
    identity: officer,
    chain: await chainOf(unit),
    keyring: await keyringOf(unit),
  };
  now = open as unknown as OpenSession;
});

function caseOn(id: string, desk: number, item: CaseItem): ReadCaseAnswer {
  const days = { releasedDay: "2026-03-02", dueDay: "2026-03-05", closedDay: null, dueHour: null };
  const head = { level: 2, state: "open" as const, ...days, readerWanted: false, handedTo: null, readers: [] };
  return { case: { id, desk, ...head, overdue: false, onCall: false, holder: null }, items: [item], entries: [] };
}

/** A message of the person lies on one desk, their report on another. */
async function bring(strayDesk: number, home: ReadCaseAnswer, as = now) {
  const stray = caseOn(STRAY, strayDesk, await messageItem(unit, { text: "encore moi", desk: strayDesk }, keys));
  const sent: AttachCaseRequest[] = [];
  const by = {
    findCase: () => Promise.resolve({ caseId: HOME }),
    readCase: () => Promise.resolve(home),
    attach: (_id: string, request: AttachCaseRequest) => Promise.resolve(void sent.push(request)),
  } as unknown as Api;
  const file = await openCaseFile(unit.p, stray, { keyring: as.keyring, chain: as.chain });
  return { came: await bringHome(stray, file, as, by), sent };
}

const general = () => firstItem(unit, answersWith(), keys);
const restricted = () => firstItem(unit, answersWith({ accused: ["police"] }), keys);

describe("what came later, to another desk than that of its case", () => {
  it("goes from the general desk to its case on the restricted one, sealed again", async () => {
    const { came, sent } = await bring(1, caseOn(HOME, 2, await restricted()));
    expect([came.movedTo, came.follows]).toEqual([HOME, null]);
    expect(sent[0]?.rewraps?.items).toHaveLength(1);
    const same = await bring(1, caseOn(HOME, 1, await general()));
    expect([same.came.movedTo, same.sent[0]?.rewraps]).toEqual([HOME, undefined]);
  });

  it("stays where it is when officers of the restricted desk alone say that its case went there", async () => {
    const { statement } = now.chain.newest;
    const content = encodeAction({ code: "moved", to: 2, reason: "Chez nous." });
    const movedBy = async (deskId: number): Promise<ReadCaseAnswer> => {
      const place = { caseId: HOME, deskId, statement, after: [], officer: unit.officer };
      const entry = await buildEntry(unit.p, { ...place, kind: "action", content });
      // Beside a rewrap that opens nothing every key is tried that is held.
      const rewrap = { epoch: 1, sealed: toBase64Url(unit.p.randomBytes(1186)) };
      return { ...caseOn(HOME, 2, await general()), entries: [{ ...entry, day: "2026-03-05", rewrap }] };
    };
    expect((await bring(1, await movedBy(1))).came.movedTo).toBe(HOME);
    const { came, sent } = await bring(1, await movedBy(2));
    expect([came.movedTo, came.follows, sent]).toEqual([null, 2, []]);
  });

  it("stays on the restricted desk when its case is on the general one, and is sealed to nobody", async () => {
    const { came, sent } = await bring(2, caseOn(HOME, 1, await general()));
    expect([came.movedTo, came.follows, sent]).toEqual([null, 1, []]);
    // Nor where a server says that the restricted desk's case is there.
    const lied = await bring(2, caseOn(HOME, 1, await restricted()));
    expect([lied.came.movedTo, lied.came.follows, lied.sent]).toEqual([null, 1, []]);
  });

  it("is left for an officer to move where its case is on a desk of the unit's own: nobody says who reads there", async () => {
    const { p, officer, state } = unit;
    const { seed, certificate } = state.offline.lead;
    const lead = { signing: p.ed25519KeyPair(seed), certificate };
    const change = withDesk(now.chain.newest, { fr: "Personnes mineures", en: "Minors" }, [officer.id]);
    const { chain, opened } = await issueAsLead(p, unit.unit, now.chain, lead, change, unit.today);
    const matching = new Map([...now.keyring.matching, [3, opened[0]?.secret ?? new Uint8Array()]]);
    const as = { ...now, chain, keyring: { ...now.keyring, matching } };
    const movedTo = async (to: number): Promise<ReadCaseAnswer> => {
      const place = { caseId: HOME, deskId: 1, statement: chain.newest.statement, after: [], officer };
      const content = encodeAction({ code: "moved", to, reason: "Une mineure." });
      const entry = await buildEntry(p, { ...place, kind: "action", content });
      const rewrap = { epoch: 1, sealed: toBase64Url(p.randomBytes(1186)) };
      return { ...caseOn(HOME, to, await general()), entries: [{ ...entry, day: "2026-03-05", rewrap }] };
    };
    expect((await bring(1, await movedTo(2), as)).came.movedTo).toBe(HOME);
    const { came, sent } = await bring(1, await movedTo(3), as);
    expect([came.movedTo, came.follows, sent]).toEqual([null, 3, []]);
  });
});
