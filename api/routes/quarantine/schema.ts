import { z } from "zod";
import { ENVELOPE_BYTES } from "../../../security/limits.ts";
import { contract } from "../../contract.ts";
import { bytesBetween, day, uuid } from "../../fields.ts";

export const QUARANTINE_PAGE = 20;

const item = z
  .strictObject({ id: uuid, receivedDay: day, envelope: bytesBetween(ENVELOPE_BYTES[0], ENVELOPE_BYTES[1]) })
  .meta({ id: "QuarantineItem" });
const query = z.strictObject({ cursor: uuid.optional() });
const answer = z.strictObject({ items: z.array(item).max(QUARANTINE_PAGE), next: uuid.nullable() });

export const listQuarantine = contract({
  method: "get",
  path: "/v1/quarantine",
  summary: "Envelopes whose routing slip did not open; consoles try every desk key they hold",
  access: "active",
  query,
  answer,
  errors: [],
});

export type QuarantineItem = z.infer<typeof item>;
export type ListQuarantineAnswer = z.infer<typeof answer>;
