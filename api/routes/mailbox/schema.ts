import { z } from "zod";
import { MAILBOX_BYTES, MAILBOX_REQUEST_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";

export const readMailbox = contract({
  method: "post",
  path: "/v1/mailbox",
  summary: "The eight slots of a mailbox; one that does not exist answers alike",
  access: "open",
  body: z
    .instanceof(Uint8Array)
    .refine((body) => body.length === MAILBOX_REQUEST_BYTES)
    .meta({
      type: "string",
      format: "binary",
      description: `Mailbox id 16 | access token 32: exactly ${MAILBOX_REQUEST_BYTES} bytes`,
    }),
  answer: z
    .instanceof(Uint8Array)
    .meta({ type: "string", format: "binary", description: `Always ${MAILBOX_BYTES} bytes` }),
  errors: ["busy", "unavailable"],
});
