import { z } from "zod";
import { ENVELOPE_BYTES, SUMMARY_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesBetween, bytesIn, day, desk, epoch, randomUuid, uuid } from "../../fields.ts";

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

const params = z.strictObject({ id: uuid });
const openRequest = z.strictObject({
  /** The desk whose key opened the envelope. */
  desk,
  /** Of that key; the summary is sealed to the desk's current epoch, which may be a later one. */
  epoch: epoch.min(1),
  /** Drawn for this item by the console; the summary is bound to it. */
  itemId: randomUuid,
  summary: bytesIn(SUMMARY_BYTES),
});
const openAnswer = z.strictObject({ caseId: uuid });

export const openAsCase = contract({
  method: "post",
  path: "/v1/quarantine/{id}/case",
  summary: "Makes a case of level 1 of an envelope that the console opened; again with the same bytes is one case",
  access: "active",
  params,
  body: openRequest,
  answer: openAnswer,
  errors: ["quarantine_gone", "id_taken"],
});

export type QuarantineItem = z.infer<typeof item>;
export type ListQuarantineAnswer = z.infer<typeof answer>;
export type OpenAsCaseRequest = z.input<typeof openRequest>;
export type OpenAsCaseAnswer = z.infer<typeof openAnswer>;
