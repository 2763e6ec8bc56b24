import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  encodeAttached,
  encodeNote,
  fromBase64Url,
  toBase64Url,
  type EntryKind,
  type Primitives,
} from "../../../security/index.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import { openEntries } from "../../../web/console/domain/entries.ts";
import { newUuid, uuidBytes } from "../../../web/console/domain/ids.ts";
import { buildEntry, type EntryJob } from "../../../web/console/domain/writeEntry.ts";
import { makeOfficer, makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c01";
const OTHER = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c02";
const DAY = "2026-03-05";
let unit: TestUnit;
let p: Primitives;
let place: Parameters<typeof openEntries>[2];

beforeAll(async () => {
  unit = await makeUnit({ officerName: "Agente Tremblay" });
  ({ p } = unit);
  place = { caseId: CASE, deskId: 1, keyring: await keyringOf(unit), chain: await chainOf(unit) };
});

async function written(kind: EntryKind, content: Uint8Array, more: Partial<EntryJob> = {}): Promise<CaseEntry> {
  const { statement } = place.chain.newest;
  const job = { caseId: CASE, deskId: 1, statement, after: [], officer: unit.officer, kind, content, ...more };
  return { ...(await buildEntry(p, job)), day: DAY };
}
const note = (text: string, more: Partial<EntryJob> = {}) => written("note", encodeNote({ text }), more);
const headsOf = async (...entries: CaseEntry[]) => (await openEntries(p, entries, place)).heads;
const textsOf = async (entries: readonly CaseEntry[]) =>
  (await openEntries(p, entries, place)).notes.map(({ text }) => text);

describe("a note of an officer", () => {
  it("opens for the desk's officers, with its writer's name, and shows in no byte of what is sent", async () => {
    const one = await note("Rappelée, accord pour jeudi.");
    const { notes, refusedEntries } = await openEntries(p, [one], place);
    expect(notes).toEqual([
      { id: one.id, day: DAY, signerName: "Agente Tremblay", text: "Rappelée, accord pour jeudi.", with: null },
    ]);
    expect(refusedEntries).toEqual([]);
    const bytes = Buffer.from(fromBase64Url(one.sealed));
    expect([bytes.length, bytes.includes("jeudi"), JSON.stringify(one).includes("jeudi")]).toEqual([
      4096,
      false,
      false,
    ]);
  });

  it("is refused when the server made it, when it was moved, and when it says nothing that a note says", async () => {
    const stranger = makeOfficer(p, "Server");
    const wrong = [
      await note("Forgée", { officer: stranger }),
      await note("Au nom d’une autre", { officer: { id: unit.officer.id, signing: stranger.signing } }),
      await note("D’un autre dossier", { caseId: OTHER }),
      await note("D’un autre bureau", { deskId: 2 }),
      await written("note", Uint8Array.of(0xa0)),
      { ...(await note("Sous un autre numéro")), id: newUuid(p) },
    ];
    const { notes, refusedEntries } = await openEntries(p, wrong, place);
    expect(notes).toEqual([]);
    expect(refusedEntries.map(({ code }) => code).toSorted()).toEqual([
      "bad_signature",
      "malformed",
      "open_failed",
      "open_failed",
      "unknown_signer",
      "wrong_case",
    ]);
    expect(await textsOf([await note("Vraie")])).toEqual(["Vraie"]);
  });

  it("stands after what its writer had read, in whatever order the server gives them", async () => {
    const first = await note("un");
    const second = await note("deux", { after: await headsOf(first) });
    const third = await note("trois", { after: await headsOf(first, second) });
    for (const order of [
      [first, second, third],
      [third, first, second],
      [third, second, first],
    ]) {
      expect(await textsOf(order)).toEqual(["un", "deux", "trois"]);
    }
    const [side, other] = [await note("a", { after: [] }), await note("b", { after: [] })];
    expect(await textsOf([side, other])).toEqual(await textsOf([other, side]));
  });

  it("is missed when the server drops it and another one builds on it", async () => {
    const first = await note("un");
    const second = await note("deux", { after: await headsOf(first) });
    expect((await openEntries(p, [first, second], place)).missingEntries).toBe(0);
    expect((await openEntries(p, [second], place)).missingEntries).toBe(1);
  });

  it("comes along when the items it was written about are put into their case, and only then", async () => {
    const about = await note("Message urgent, je cherche le dossier.", { caseId: OTHER });
    const attached = (from?: string) => {
      const content = { mailboxId: p.randomBytes(16), envelopeIds: [p.randomBytes(16)] };
      return written("attached", encodeAttached({ ...content, ...(from && { from: uuidBytes(from) }) }));
    };
    expect(await textsOf([about, await attached(OTHER)])).toEqual(["Message urgent, je cherche le dossier."]);
    for (const without of [[], [await attached()], [await attached(newUuid(p))]]) {
      const { notes, refusedEntries } = await openEntries(p, [about, ...without], place);
      expect([notes, refusedEntries.map(({ code }) => code)]).toEqual([[], ["wrong_case"]]);
    }
  });

  it("of the greatest length fits, with sixteen entries before it", async () => {
    const after = Array.from({ length: 16 }, (_, i) => new Uint8Array(32).fill(i));
    const long = await note("é".repeat(6000), { after });
    expect(toBase64Url(fromBase64Url(long.sealed))).toHaveLength(Math.ceil((16_384 * 4) / 3));
    expect((await textsOf([long]))[0]).toHaveLength(6000);
  });
});
