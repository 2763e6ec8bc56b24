/** The unit that this page was built for. Set by the build, so the server has no say in it. */
import type { UnitPublic } from "../../security/index.ts";

declare const ABRI_UNIT: UnitPublic;

export const UNIT: UnitPublic = ABRI_UNIT;
