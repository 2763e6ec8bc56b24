/** Days and moments as JSON carries them. */
import { isoDay } from "../../security/index.ts";

/** `2026-03-31` from days since 1970 UTC. */
export const presentDay = isoDay;

/** `2026-03-31T14:00:00.000Z`. */
export const presentMoment = (moment: Date): string => moment.toISOString();
