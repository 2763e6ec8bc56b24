import { describe, expect, it } from "@jest/globals";
import { openDesk, renameDesk, renew } from "../../../security/ceremony.ts";
import { verifyChain } from "../../../security/index.ts";
import { versionChanges } from "../../../web/console/domain/versions.ts";
import { makeUnit } from "../../tools/unit.ts";

const TODAY = 20_000;

describe("versionChanges()", () => {
  it("says which version opened a desk of the unit's own, and which gave it another name", async () => {
    const { p, state, officer } = await makeUnit({ today: TODAY });
    const name = { fr: "Personnes mineures", en: "Minors" };
    const opened = await openDesk(p, state, name, TODAY);
    const is = { ...name, fr: "Jeunes" };
    const renamed = await renameDesk(p, opened.state, { id: opened.deskId, name: is }, TODAY);
    const chain = await verifyChain(p, renamed.state.directory, renamed.state.publicJson, TODAY);
    const nothing = { joined: [], left: [], turned: [], opened: [], founded: [], renamed: [] };
    const keys = { recovery: false, triageKey: false };
    expect(versionChanges(chain).map(({ link: _link, ...change }) => change)).toEqual([
      { ...nothing, ...keys, renamed: [{ was: name, is }] },
      { ...nothing, ...keys, founded: [3] },
      { ...nothing, ...keys, joined: [officer.name] },
      { ...nothing, ...keys, opened: [1, 2] },
    ]);
  });

  it("says which version named another triage key", async () => {
    const { p, state } = await makeUnit({ today: TODAY });
    const another = await renew(p, { ...state, triageSecret: p.randomBytes(32) }, TODAY);
    const again = await renew(p, another.state, TODAY);
    const chain = await verifyChain(p, again.state.directory, again.state.publicJson, TODAY);
    expect(versionChanges(chain).map(({ triageKey }) => triageKey)).toEqual([false, true, false, false]);
  });
});
