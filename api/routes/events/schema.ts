import { z } from "zod";
import { contract } from "../../contract.ts";

/** `event: changed` with empty data each time something changed, a comment every 25 seconds. */
export const listenToEvents = contract({
  method: "get",
  path: "/v1/events",
  summary: "Server-sent events without content: read again what you show",
  access: "active",
  unattended: true,
  answer: z.string().meta({ description: "text/event-stream" }),
  errors: ["busy"],
});
