import { beforeAll, describe, expect, it } from "@jest/globals";
import type { CborMap, CborValue } from "../../security/cbor.ts";
import { createUnit } from "../../security/ceremony.ts";
import { BUILT_IN_DESK_NAMES, isDeskName, tidyDeskName, withName } from "../../security/deskNames.ts";
import { verifyChain } from "../../security/directory.ts";
import { LABELS } from "../../security/labels.ts";
import { DESK_NAME_MAX_BYTES } from "../../security/limits.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import type { UnitState } from "../../security/unitState.ts";
import { CATALOGS } from "../../web/locales/console/index.ts";
import { resign } from "../tools/forge.ts";

const TODAY = 20_000;
const p = await loadSodium();
const MINORS = { fr: "Personnes mineures", en: "Minors" };
const TRAFFIC = { fr: "Traite", en: "Trafficking" };
const refused = (code: string) => expect.objectContaining({ name: "SecurityError", code });

describe("isDeskName()", () => {
  it("takes what French and English names are written with, up to its length", () => {
    for (const name of ["Mineurs", "Équipe de nuit – 2ᵉ étage", "L’aide aux aînés", "A", "é".repeat(30)]) {
      expect([name, isDeskName(name)]).toEqual([name, true]);
    }
  });

  it("refuses what cannot be seen or turns what stands around it, what is no name, and what stands for a desk without one", () => {
    const unfit = [
      "",
      "  ",
      "12",
      "…",
      "Mi\u0000neurs",
      "Mi\nneurs",
      "\u202eMineurs",
      "Mi\u200bneurs",
      "Mi\u00adneurs",
      "General\u034f",
      "General\ufe0f",
      "\u3164\u3164",
      "\u2800General",
      "\u05d0\u05d1",
      "Traite \u0627\u0644",
    ];
    const untidy = [" Mineurs", "Mineurs ", "Les  mineurs", "Les\u00a0mineurs", "E\u0301quipe", "\ufeffMineurs"];
    const tooLong = ["é".repeat(DESK_NAME_MAX_BYTES / 2) + "a"];
    for (const name of [...unfit, ...untidy, ...tooLong, "Desk 4", "bureau 12", "\ud800a", "a\u2028b"]) {
      expect([name, isDeskName(name)]).toEqual([name, false]);
    }
    expect(tidyDeskName(" E\u0301quipe \u00a0de\tnuit ")).toBe("Équipe de nuit");
  });

  it("knows the names that screens give to the general and the restricted desk", () => {
    const said = [1, 2].map((id) => BUILT_IN_DESK_NAMES[id]);
    const { fr, en } = CATALOGS;
    expect(said).toEqual([
      { fr: fr.desks.general, en: en.desks.general },
      { fr: fr.desks.restricted, en: en.desks.restricted },
    ]);
  });
});

describe("withName()", () => {
  it("puts names in order of their desks, tidied, and one in the place of the one before", () => {
    const names = withName(withName([], { desk: 4, name: TRAFFIC }), {
      desk: 3,
      name: { fr: " Les  mineurs", en: "Minors" },
    });
    expect(names).toEqual([
      { desk: 3, name: { fr: "Les mineurs", en: "Minors" } },
      { desk: 4, name: TRAFFIC },
    ]);
    // A desk may keep a part of its name, or write it otherwise.
    expect(withName(names, { desk: 4, name: { fr: "TRAITE", en: "Traite" } })[1]?.name.fr).toBe("TRAITE");
  });

  it("refuses a name that reads like another desk's in either language, or like those of every unit", () => {
    const names = withName([], { desk: 3, name: MINORS });
    const given = (fr: string, en: string) => () => withName(names, { desk: 4, name: { fr, en } });
    expect(given("Traite", "Trafficking")).not.toThrow();
    expect(given("Traite", "MINORS")).toThrow(refused("desk_name_taken"));
    expect(given("Minors", "Trafficking")).toThrow(refused("desk_name_taken"));
    expect(given("Traite", "ｍinors")).toThrow(refused("desk_name_taken"));
    expect(given("restreint", "Trafficking")).toThrow(refused("desk_name_taken"));
    expect(given("Traite", "General")).toThrow(refused("desk_name_taken"));
    expect(given("Traite", "\u202eTrafficking")).toThrow(refused("desk_name_unfit"));
    expect(given("", "Trafficking")).toThrow(refused("desk_name_unfit"));
  });
});

describe("a roster with names of desks", () => {
  let state: UnitState;
  beforeAll(async () => {
    const name = { fr: "Unité d’essai", en: "Test unit" };
    const desks = [MINORS, TRAFFIC];
    state = await createUnit(p, {
      name,
      exitUrl: "https://www.meteo.gc.ca/",
      demonstration: true,
      today: TODAY,
      desks,
    });
  });

  /** The unit's first version with its roster changed, and signed again by the lead, as a host cannot. */
  const verify = async (change: (content: Map<number, CborValue>) => void, sign = true) => {
    const [link] = state.directory;
    if (!link) throw new Error("no version");
    const { seed } = state.offline.lead;
    const by = sign ? seed : p.randomBytes(32);
    const roster = resign(p, LABELS.roster, link.roster, by, change);
    const hash = await p.sha256(roster);
    const statement = resign(p, LABELS.statement, link.statement, seed, (content) => content.set(8, hash));
    return (await verifyChain(p, [{ statement, roster }], state.publicJson, TODAY)).newest.roster;
  };
  const renamed = (index: number, key: number, value: CborValue) => (content: Map<number, CborValue>) => {
    const names = [...(content.get(6) as readonly CborMap[])];
    names[index] = new Map(names[index] as CborMap).set(key, value);
    content.set(6, names);
  };

  it("gives them back as they were signed", async () => {
    const { deskNames, matchingKeyHashes } = await verify(() => undefined);
    expect(deskNames).toEqual([
      { desk: 3, name: MINORS },
      { desk: 4, name: TRAFFIC },
    ]);
    expect(matchingKeyHashes.map(({ desk }) => desk)).toEqual([1, 2, 3, 4]);
    expect((await verify(renamed(0, 2, "Children"))).deskNames[0]?.name.en).toBe("Children");
  });

  it("is refused with a name that a host put in, which no lead signed", async () => {
    await expect(verify(renamed(0, 2, "Children"), false)).rejects.toMatchObject({ code: "bad_signature" });
  });

  it.each<[string, (content: Map<number, CborValue>) => void]>([
    ["a name for the restricted desk", renamed(0, 0, 2)],
    ["a name of a desk that is not there", renamed(1, 0, 7)],
    ["a desk named twice", renamed(1, 0, 3)],
    ["desks out of order", (content) => content.set(6, (content.get(6) as readonly CborMap[]).toReversed())],
    ["a desk without a name", (content) => content.set(6, (content.get(6) as readonly CborMap[]).slice(1))],
    ["no names at all", (content) => content.delete(6)],
    ["an empty list", (content) => content.set(6, [])],
    ["one name for two desks", renamed(1, 1, MINORS.en.toUpperCase())],
    ["the name of the general desk", renamed(1, 2, "GENERAL")],
    ["a name that is shown backwards", renamed(0, 1, "\u202eMineurs")],
    ["a name that is not tidy", renamed(0, 1, "Mineurs ")],
    ["a name that is too long", renamed(0, 1, "a".repeat(DESK_NAME_MAX_BYTES + 1))],
    ["a name that is a number", renamed(0, 1, 5)],
    ["a field more", renamed(0, 3, "Mineurs")],
  ])("is refused with %s", async (_what, change) => {
    await expect(verify(() => undefined)).resolves.toBeDefined();
    await expect(verify(change)).rejects.toMatchObject({ name: "SecurityError", code: "malformed" });
  });
});
