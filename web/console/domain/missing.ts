/**
 * What officers' signed entries say was put into a case, and is not in what the host gives of it: held back, or on a desk that
 * this officer is not on. One of those envelopes may take the report back, or change the code.
 */
import { fromBase64Url, parseEnvelope, SecurityError, toHex } from "../../../security/index.ts";
import type { CaseItem } from "../../../api/routes/cases/schema.ts";
import type { AttachedEntry } from "./entries.ts";

/** How many envelopes. Those that are here and do not open are not among them: they are shown as refused. */
export function countMissing(attached: readonly AttachedEntry[], items: readonly CaseItem[]): number {
  const named = attached.flatMap(({ envelopeIds, rekey }) => [...envelopeIds, ...(rekey?.before ?? [])]);
  const here = new Set(items.map(({ envelope }) => envelopeIdOf(envelope)));
  return [...new Set(named.map(toHex))].filter((id) => !here.has(id)).length;
}

/** In hexadecimal, as the prefix has it; `null` for what is no envelope. */
function envelopeIdOf(envelope: string): string | null {
  try {
    return toHex(parseEnvelope(fromBase64Url(envelope)).envelopeId);
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}
