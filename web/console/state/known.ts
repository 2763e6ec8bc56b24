/** What this console knows that no reply should say: see domain/cautions.ts. */
import type { Answers } from "../../../security/index.ts";
import { aliasWords } from "../domain/alias.ts";
import type { Known } from "../domain/cautions.ts";
import { rowFacts } from "../domain/queueRow.ts";
import { rows } from "./queue.ts";
import type { OpenSession } from "./session.ts";

export function knownTo({ chain }: OpenSession, { place, accusedName }: Answers): Known {
  const aliases = (rows.value ?? []).map(({ of, summaries }) => rowFacts(summaries, of.state).alias);
  return {
    // Those who have left the unit as well.
    officers: [...new Set(chain.links.flatMap(({ roster }) => roster.officers.map(({ name }) => name)))],
    aliases: aliases.flatMap((alias) => (alias ? [aliasWords(alias)] : [])),
    place,
    accused: accusedName,
  };
}
