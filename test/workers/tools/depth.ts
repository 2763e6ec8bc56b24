/** `npm run test:long` asks the same questions more often; see test/tools/run.ts. */
export const LONG = process.env["ABRI_TEST_DEPTH"] === "long";

export function deep(modest: number, long: number): number {
  return LONG ? long : modest;
}
