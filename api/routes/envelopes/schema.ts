import { z } from "zod";
import { INTAKE_BODY_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";

const answer = z.strictObject({ accepted: z.literal(true) });

export const sendEnvelope = contract({
  method: "post",
  path: "/v1/envelopes",
  summary: "Takes a sealed envelope and its routing slip; again with the same bytes gives the same answer",
  access: "open",
  body: z
    .instanceof(Uint8Array)
    .refine((body) => INTAKE_BODY_BYTES.includes(body.length))
    .meta({
      type: "string",
      format: "binary",
      description: `Envelope, then slip: exactly ${INTAKE_BODY_BYTES[0]} or ${INTAKE_BODY_BYTES[1]} bytes`,
    }),
  answer,
  errors: ["envelope_malformed", "envelope_id_reused", "directory_not_accepted", "busy", "disk_low", "unavailable"],
});
