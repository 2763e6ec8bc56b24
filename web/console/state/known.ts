/** What this console knows that no reply should say: see domain/cautions.ts. */
import type { Answers } from "../../../security/index.ts";
import type { Known } from "../domain/cautions.ts";
import { rows } from "./queue.ts";
import type { OpenSession } from "./session.ts";

export function knownTo({ chain }: OpenSession, { place, accusedName }: Answers): Known {
  return {
    // Those who have left the unit as well.
    officers: [...new Set(chain.links.flatMap(({ roster }) => roster.officers.map(({ name }) => name)))],
    aliases: (rows.value ?? []).flatMap(({ name }) => (name === "" ? [] : [name])),
    place,
    accused: accusedName,
  };
}
