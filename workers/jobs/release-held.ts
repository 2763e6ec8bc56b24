/** The long tick: releases what was triaged, shuffled, and the replies that are not urgent. Made by its scheduler only. */
import { z } from "zod";
import { defineJob } from "./contract.ts";

export const releaseHeld = defineJob({
  name: "release-held",
  queue: "release",
  schema: z.strictObject({}),
  attempts: 3,
  backoffMs: 2_000,
});
