/** Both engines, for `describe.each`: what one accepts or refuses, the other must too. */
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { noble } from "../../security/primitives/noble.ts";
import type { Primitives } from "../../security/primitives/types.ts";

export async function engines(): Promise<{ engine: string; p: Primitives }[]> {
  return [
    { engine: "sodium", p: await loadSodium() },
    { engine: "noble", p: noble },
  ];
}
