import { DESK_GENERAL } from "../../../security/index.ts";
import { startOfficer, type OfficerStage } from "./officer.ts";

/** An officers' host and the cookies of three who are signed in: what one of them may, another must not. */
export interface Desks {
  readonly stage: OfficerStage;
  /** On both desks. */
  readonly lead: string;
  /** On the general desk alone. */
  readonly general: string;
  /** On no roster. */
  readonly pending: string;
}

export async function startDesks(): Promise<Desks> {
  const stage = await startOfficer();
  const generalOfficer = await stage.enrol();
  await stage.admit(generalOfficer, [DESK_GENERAL]);
  return {
    stage,
    lead: await stage.signIn(stage.lead),
    general: await stage.signIn(generalOfficer),
    pending: await stage.signIn(await stage.enrol()),
  };
}
