/** Sends officers the day's digest and the notice of a P0. Made by its scheduler only, one every `NOTICE_EVERY_MIN`. */
import { z } from "zod";
import { defineJob } from "./contract.ts";

export const sendNotices = defineJob({
  name: "send-notices",
  queue: "notices",
  schema: z.strictObject({}),
  attempts: 1, // the next tick is the next attempt
  backoffMs: 1_000,
});
