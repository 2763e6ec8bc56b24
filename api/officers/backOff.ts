/**
 * How long a name waits after wrong attempts. The count is per name, so nobody's mistakes keep another from signing in, and
 * names that do not exist are counted alike, so that waiting does not tell which exist.
 */

/** Wrong attempts in a row that cost nothing. */
const FREE_ATTEMPTS = 4;
const MAX_MINUTES = 15;

/** Whole minutes to wait after `failures` wrong attempts in a row: 0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, … */
export function waitMinutes(failures: number): number {
  if (failures <= FREE_ATTEMPTS) return 0;
  return Math.min(MAX_MINUTES, 2 ** Math.min(failures - FREE_ATTEMPTS - 1, 10));
}
