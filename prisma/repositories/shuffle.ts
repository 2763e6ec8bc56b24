import { randomInt } from "node:crypto";

/** A uniformly random permutation (Fisher and Yates), from the system's generator. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [out[i], out[j]] = [out[j] as Item, out[i] as Item];
  }
  return out;
}
