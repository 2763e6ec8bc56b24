/** Where an envelope goes: pure, from its bytes, the triage secrets and the current statement. */
import { SecurityError, levelOf, openSlip, parseEnvelope } from "../security/index.ts";
import type { DeskPublic, Level, ParsedEnvelope, Primitives, Slip, VerifiedStatement } from "../security/index.ts";

export type Routing =
  | {
      readonly to: "desk";
      readonly desk: DeskPublic;
      readonly level: Level;
      readonly slip: Slip;
      readonly envelope: ParsedEnvelope;
    }
  /** `envelope`: null for what is none. */
  | { readonly to: "quarantine"; readonly envelope: ParsedEnvelope | null };

/**
 * Opens the slip with the first triage secret that opens it. What cannot be parsed, was cross-wired, does not open, or
 * names a desk that the statement does not have goes to quarantine: consoles can still try their keys on it.
 * @param triageSecrets 32 bytes each, the current one first
 */
export async function routeEnvelope(
  p: Primitives,
  intake: { readonly envelope: Uint8Array; readonly slip: Uint8Array },
  triageSecrets: readonly Uint8Array[],
  statement: VerifiedStatement,
): Promise<Routing> {
  let envelope: ParsedEnvelope;
  try {
    envelope = parseEnvelope(intake.envelope);
  } catch (cause) {
    if (cause instanceof SecurityError) return { to: "quarantine", envelope: null };
    throw cause;
  }
  for (const secret of triageSecrets) {
    const slip = await openSlip(p, envelope, intake.slip, secret);
    if (slip === null) continue;
    const desk = statement.desks.find(({ id }) => id === slip.desk);
    if (desk !== undefined) return { to: "desk", desk, level: levelOf(slip), slip, envelope };
    break;
  }
  return { to: "quarantine", envelope };
}
