/** Triage of one envelope that waits in intake. */
import { z } from "zod";
import { defineJob } from "./contract.ts";

export const triageEnvelope = defineJob({
  name: "triage-envelope",
  queue: "triage",
  /** `intake`: the envelope's id under the worker's own permutation, 32 hex digits; see `../intakeHandle.ts`. */
  schema: z.strictObject({ intake: z.string().regex(/^[0-9a-f]{32}$/) }),
  attempts: 4,
  backoffMs: 500,
});
