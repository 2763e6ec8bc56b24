/** `npm run test:long` asks the same questions more often; what it adds for each kind is printed by test/tools/run.ts. */
export const LONG = process.env["ABRI_TEST_DEPTH"] === "long";

/** The one of two numbers (of runs, rows, rounds) that belongs to the depth of this run. */
export function depth(modest: number, long: number): number {
  return LONG ? long : modest;
}
