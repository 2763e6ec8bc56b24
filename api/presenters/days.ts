/** Days and moments as JSON carries them. */

/** `2026-03-31` from a `date` column, which the database driver gives as midnight UTC. */
export const presentDay = (day: Date): string => day.toISOString().slice(0, 10);

/** `2026-03-31T14:00:00.000Z`. */
export const presentMoment = (moment: Date): string => moment.toISOString();
