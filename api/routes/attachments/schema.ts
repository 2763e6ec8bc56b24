import { z } from "zod";
import { PART_BYTES, STREAM_PARTS_MAX } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { uuid } from "../../fields.ts";

const params = z.strictObject({
  id: uuid,
  /** Decimal, from 0. */
  part: z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,2})$/)
    .transform(Number)
    .refine((part) => part < STREAM_PARTS_MAX)
    .meta({ type: "integer", minimum: 0, maximum: STREAM_PARTS_MAX - 1 }),
});

export const readAttachmentPart = contract({
  method: "get",
  path: "/v1/items/{id}/attachments/{part}",
  summary: "A sealed part of an item's attachments; how many there are, and whether they are here, its case says",
  access: "active",
  params,
  answer: z
    .instanceof(Uint8Array)
    .meta({ type: "string", format: "binary", description: `Always ${PART_BYTES} bytes` }),
  errors: ["not_found"],
});
