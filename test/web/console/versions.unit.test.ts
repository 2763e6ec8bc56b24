import { describe, expect, it } from "@jest/globals";
import { openDesk, renameDesk } from "../../../security/ceremony.ts";
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
    const nothing = { joined: [], left: [], turned: [], opened: [], founded: [], renamed: [], recovery: false };
    expect(versionChanges(chain).map(({ link: _link, ...change }) => change)).toEqual([
      { ...nothing, renamed: [{ was: name, is }] },
      { ...nothing, founded: [3] },
      { ...nothing, joined: [officer.name] },
      { ...nothing, opened: [1, 2] },
    ]);
  });
});
