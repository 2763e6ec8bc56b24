import { z } from "zod";
import { contract } from "../../contract.ts";

const live = z.strictObject({ status: z.literal("ok") });
/** `warning`: works, but the key directory expires within a week. */
const ready = z.strictObject({ status: z.enum(["ok", "warning"]) });

export const readLive = contract({
  method: "get",
  path: "/health/live",
  summary: "The process answers",
  access: "open",
  answer: live,
  errors: [],
});

export const readReady = contract({
  method: "get",
  path: "/health/ready",
  summary: "Storage answers and the key directory is valid",
  access: "open",
  answer: ready,
  errors: ["not_ready"],
});

export type Ready = z.infer<typeof ready>;
