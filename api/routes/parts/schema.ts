import { z } from "zod";
import { PART_BODY_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";

const answer = z.strictObject({ accepted: z.literal(true) });

/** Upload id and index travel in the body: proxies write addresses into their logs, next to the time. */
export const sendPart = contract({
  method: "post",
  path: "/v1/parts",
  summary: "Takes a sealed part of an upload; again with the same bytes gives the same answer",
  access: "open",
  body: z
    .instanceof(Uint8Array)
    .refine((body) => body.length === PART_BODY_BYTES)
    .meta({
      type: "string",
      format: "binary",
      description: `Upload id 16 | index u8, 0 to 127 | part: exactly ${PART_BODY_BYTES} bytes`,
    }),
  answer,
  errors: ["part_malformed", "part_reused", "busy", "disk_low", "uploads_full", "unavailable"],
});
