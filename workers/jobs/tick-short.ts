/** The short tick: finds what arrived, envelopes and attachments, and sends out urgent replies. Made by its scheduler only. */
import { z } from "zod";
import { defineJob } from "./contract.ts";

export const tickShort = defineJob({
  name: "tick-short",
  queue: "triage",
  schema: z.strictObject({}),
  attempts: 1, // the next tick is the next attempt
  backoffMs: 1_000,
});
