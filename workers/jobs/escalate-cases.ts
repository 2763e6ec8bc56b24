/** Watches due times, and erases what has had its time. Made by its scheduler only. */
import { z } from "zod";
import { defineJob } from "./contract.ts";

export const escalateCases = defineJob({
  name: "escalate-cases",
  queue: "escalate",
  schema: z.strictObject({}),
  attempts: 3,
  backoffMs: 2_000,
});
