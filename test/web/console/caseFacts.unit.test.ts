import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { encodeAction, fromBase64Url, fromHex, type Action, type Primitives } from "../../../security/index.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import { factsOf, isOpenedBy, type Act } from "../../../web/console/domain/caseFacts.ts";
import { openEntries } from "../../../web/console/domain/entries.ts";
import { uuidBytes } from "../../../web/console/domain/ids.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { makeOfficer, makeUnit, type TestUnit } from "../../tools/unit.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";

const CASE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c01";
const LINKED = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c09";
const DAY = "2026-03-05";
const by = (action: Action, signerId = "aa"): Act => ({ action, signerId, signerName: "Tremblay", day: DAY });
const label = (text: string): Action => ({ code: "labelled", label: text });

describe("factsOf()", () => {
  it("is empty to begin with", () => {
    const { labels, links, ticked, openedBy } = factsOf([]);
    expect([labels, links, ticked.size, openedBy.size]).toEqual([[], [], 0, 0]);
  });

  it("keeps labels by the alphabet, each once, until they are taken off", () => {
    const acts = [label("zone"), label("école"), label("zone"), label("bar")].map((action) => by(action));
    expect(factsOf(acts).labels).toEqual(["bar", "école", "zone"]);
    expect(factsOf([...acts, by({ code: "unlabelled", label: "zone" })]).labels).toEqual(["bar", "école"]);
    expect(factsOf([...acts, by({ code: "unlabelled", label: "other" })]).labels).toHaveLength(3);
  });

  it("lets the later entry win for links and for what is ticked, and says who ticked it when", () => {
    const caseId = uuidBytes(LINKED);
    const acts = [by({ code: "linked", caseId }), by({ code: "ticked", item: "safety" })];
    expect(factsOf(acts).links).toEqual([LINKED]);
    expect(factsOf(acts).ticked.get("safety")).toEqual({ signerName: "Tremblay", day: DAY });
    const after = [...acts, by({ code: "unlinked", caseId }), by({ code: "unticked", item: "safety" })];
    expect([factsOf(after).links, factsOf(after).ticked.size]).toEqual([[], 0]);
    expect(factsOf([...after, ...acts])).toEqual(factsOf(acts));
  });

  it("knows who has opened the case, and takes no claim for it", () => {
    const id = new Uint8Array(16).fill(0xaa);
    const opened = factsOf([by({ code: "opened" }, "aa".repeat(16)), by({ code: "claimed" }, "bb".repeat(16))]);
    expect(isOpenedBy(opened, id)).toBe(true);
    expect(isOpenedBy(opened, new Uint8Array(16).fill(0xbb))).toBe(false);
  });
});

describe("acts in a case's log", () => {
  let unit: TestUnit;
  let p: Primitives;
  let place: Parameters<typeof openEntries>[2];
  beforeAll(async () => {
    unit = await makeUnit();
    ({ p } = unit);
    place = { caseId: CASE, deskId: 1, keyring: await keyringOf(unit), chain: await chainOf(unit) };
  });
  const open = (entries: readonly CaseEntry[]) => openEntries(p, entries, place);
  const written = async (action: Action, before: readonly CaseEntry[] = [], change = {}): Promise<CaseEntry> => {
    const { heads: after } = await open(before);
    const { statement } = place.chain.newest;
    const job = { caseId: CASE, deskId: 1, statement, after, officer: unit.officer, ...change };
    const entry = await buildEntry(p, { ...job, kind: "action", content: encodeAction(action) });
    return { ...entry, day: DAY };
  };

  it("count in its order, however the server shuffles them", async () => {
    const entries: CaseEntry[] = [];
    for (const code of ["ticked", "unticked", "ticked"] as const) {
      entries.push(await written({ code, item: "consent" }, entries));
    }
    entries.push(await written(label("port"), entries), await written({ code: "unlabelled", label: "port" }, entries));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(entries, { minLength: 5 }), async (shuffled) => {
        const { facts, log } = await open(shuffled);
        expect([...facts.ticked.keys()]).toEqual(["consent"]);
        expect(log.map(({ id }) => id).slice(0, 3)).toEqual(entries.slice(0, 3).map(({ id }) => id));
      }),
      { numRuns: 20 },
    );
  });

  it("come to the same in every console when two were written at once", async () => {
    const first = await written(label("port"));
    const [on, off] = [
      await written({ code: "ticked", item: "child" }, [first]),
      await written({ code: "unticked", item: "child" }, [first]),
    ];
    const seen = async (...entries: CaseEntry[]) => (await open(entries)).facts.ticked.has("child");
    expect(await seen(on, off, first)).toBe(await seen(first, off, on));
    // Whoever saw both and says it again decides.
    const again = await written({ code: "unticked", item: "child" }, [first, on, off]);
    expect(await seen(again, on, off, first)).toBe(false);
  });

  it("count for nothing when the server forges or moves them, and are missed when it drops them", async () => {
    const ticked = await written({ code: "ticked", item: "evidence" });
    const stranger = makeOfficer(p, "Server");
    const forged = await written({ code: "unticked", item: "evidence" }, [ticked], { officer: stranger });
    const moved = await written({ code: "unticked", item: "evidence" }, [], { caseId: LINKED });
    const { facts, refusedEntries, log } = await open([ticked, forged, moved]);
    expect([...facts.ticked.keys()]).toEqual(["evidence"]);
    expect(refusedEntries.map(({ code }) => code).toSorted()).toEqual(["unknown_signer", "wrong_case"]);
    expect(log.filter(({ said }) => said.kind === "refused")).toHaveLength(2);
    const later = await written({ code: "unticked", item: "evidence" }, [ticked]);
    expect((await open([later])).missingEntries).toBe(1);
  });

  it("all look alike from outside: one length, and no word in clear", async () => {
    const acts: Action[] = [
      { code: "opened" },
      label("restaurant"),
      { code: "released", text: "Le restaurant ferme lundi.".repeat(70) },
    ];
    for (const action of acts) {
      const bytes = Buffer.from(fromBase64Url((await written(action)).sealed));
      expect([bytes.length, bytes.includes("restaurant")]).toEqual([4096, false]);
    }
  });
});

describe("recusals in the log", () => {
  it("let an officer who stepped back come back by the word of a lead alone, and not their own", () => {
    const [officer, lead] = ["11", "22"].map((byte) => byte.repeat(16)) as [string, string];
    const act = (signerId: string, action: Act["action"]): Act => ({
      signerId,
      signerName: "N",
      day: "2026-03-05",
      action,
    });
    const isLead = (id: string): boolean => id === lead;
    const gone = act(officer, { code: "recused" });
    const returned = (by: string, whom: string) => act(by, { code: "returned", officerId: fromHex(whom) });
    const recused = (...acts: Act[]) => [...factsOf(acts, isLead).recused.keys()];
    expect(recused(gone)).toEqual([officer]);
    expect(recused(gone, returned(lead, officer))).toEqual([]);
    expect(recused(gone, returned(officer, officer))).toEqual([officer]);
    expect(recused(gone, returned("33".repeat(16), officer))).toEqual([officer]);
    expect(recused(gone, returned(lead, officer), gone)).toEqual([officer]);
    expect(recused(act(lead, { code: "recused" }), returned(lead, lead))).toEqual([lead]);
  });
});
