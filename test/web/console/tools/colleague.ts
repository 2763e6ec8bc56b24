/** A second officer in the scene, on the general desk: whoever reads along, or takes a case over. */
import { admitOfficer, DESK_GENERAL } from "../../../../security/index.ts";
import { admissionOf, makeOfficer, type TestOfficer } from "../../../tools/unit.ts";
import { accountOf, type Scene } from "./scene.ts";

/** Gives the scene as the colleague signs in to it. */
export async function addColleague(scene: Scene, name = "Agent Nguyen"): Promise<Scene & { officer: TestOfficer }> {
  const { unit, host } = scene;
  const officer = makeOfficer(unit.p, name);
  const request = admissionOf(unit.p, officer, unit.unit);
  const { state, grants } = await admitOfficer(unit.p, unit.state, request, [DESK_GENERAL], "officer", unit.today);
  host.state.directory = state.directory;
  host.state.accounts.push(await accountOf({ officer, grants }));
  return { ...scene, unit: { ...unit, officer }, officer };
}
