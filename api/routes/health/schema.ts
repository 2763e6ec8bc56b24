import { z } from "zod";
import { contract } from "../../contract.ts";
import { day } from "../../fields.ts";

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

/** `warning`: as above, or a month's keys or the lead's certificate end within a week, and nothing is prepared behind. */
const officerReady = z.strictObject({
  ...ready.shape,
  /** The last day that the key directory, and what is prepared behind it, reach to. */
  directoryUntil: day,
});

export const readOfficerReady = contract({
  method: "get",
  path: "/health/ready",
  summary: "Storage answers and the key directory is valid; until when it goes on by itself",
  access: "open",
  answer: officerReady,
  errors: ["not_ready"],
});

export type OfficerReady = z.infer<typeof officerReady>;
export type Ready = z.infer<typeof ready>;
