import { z } from "zod";
import {
  ENTRY_MAX_BYTES,
  ENVELOPE_BYTES,
  HASH_BYTES,
  REWRAP_BYTES,
  REWRAPS_MAX,
  STREAM_PARTS_MAX,
} from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytes, bytesBetween, bytesBetweenIn, bytesIn, desk, done, epoch, moment, uuid } from "../../fields.ts";
import { caseHead, entry, ENTRY_MIN_BYTES, queueItem } from "../queue/schema.ts";
import { rewraps, REWRAPS_BODY_BYTES } from "../rewraps/schema.ts";

/**
 * Of the sealed files that the envelope names: all parts can be fetched, are on their way, or did not come. What is missing
 * may still come for a day.
 */
const attachments = z
  .strictObject({
    state: z.enum(["waiting", "here", "missing"]),
    parts: z.int().min(1).max(STREAM_PARTS_MAX),
  })
  .meta({ id: "ItemAttachments" });

const item = queueItem
  .extend({
    envelope: bytesBetween(ENVELOPE_BYTES[0], ENVELOPE_BYTES[1]),
    rewrap: z.strictObject({ epoch, summary: bytes(REWRAP_BYTES), envelope: bytes(REWRAP_BYTES) }).optional(),
    /** `null` for an item without files. */
    attachments: attachments.nullable(),
  })
  .meta({ id: "CaseItem" });

/** An entry as a console writes it. */
export const newEntry = z.strictObject({
  id: uuid,
  epoch: epoch.min(1),
  sealed: bytesBetweenIn(ENTRY_MIN_BYTES, ENTRY_MAX_BYTES),
});

const caseView = caseHead.meta({ id: "Case" });

const params = z.strictObject({ id: uuid });
const readAnswer = z.strictObject({ case: caseView, items: z.array(item), entries: z.array(entry) });
/** The lease ends at this minute unless a heartbeat comes. */
const leaseAnswer = z.strictObject({ until: moment });
const tagRequest = z.strictObject({
  tag: bytesIn(HASH_BYTES),
  /** For what was attached to the case before it moved to this desk; where an item has a tag, that stays. */
  items: z
    .array(z.strictObject({ id: uuid, tag: bytesIn(HASH_BYTES) }))
    .max(REWRAPS_MAX)
    .optional(),
});
const findQuery = z.strictObject({ tag: bytesIn(HASH_BYTES) });
const findAnswer = z.strictObject({
  caseId: uuid.nullable(),
  /** The desk, none of the officer's, that the case with this tag was moved to. */
  movedTo: desk.optional(),
});
/** What the officer did, as they signed it: a console leaves no act without its entry. */
const actRequest = z.strictObject({ entry: newEntry });
/** A console gives the same of every item: the officer host does not learn which one changed the person's code. */
const attachRequest = z.strictObject({
  into: uuid,
  /** By which the case is found as well from now on. */
  tag: bytesIn(HASH_BYTES),
  /** Who attached what, signed and sealed to the desk of `into`. */
  entry: newEntry,
  /** Of all that the case holds, where `into` is on another desk. */
  rewraps: rewraps.optional(),
});

export const readCase = contract({
  method: "get",
  path: "/v1/cases/{id}",
  summary: "A case with its sealed items and entries",
  access: "active",
  params,
  answer: readAnswer,
  errors: ["not_found"],
});

export const claimCase = contract({
  method: "post",
  path: "/v1/cases/{id}/claim",
  summary: "Takes the case for a while; again by its holder prolongs it",
  access: "active",
  params,
  body: actRequest,
  answer: leaseAnswer,
  errors: ["not_found", "held_by_other", "id_taken", "directory_conflict"],
});

export const heartbeatCase = contract({
  method: "post",
  path: "/v1/cases/{id}/heartbeat",
  summary: "Prolongs the lease",
  access: "active",
  params,
  answer: leaseAnswer,
  errors: ["not_found", "not_holder"],
});

export const releaseCase = contract({
  method: "post",
  path: "/v1/cases/{id}/release",
  summary: "Gives the case back to the queue",
  access: "active",
  params,
  body: actRequest,
  answer: done,
  errors: ["not_found", "not_holder", "id_taken", "directory_conflict"],
});

export const tagCase = contract({
  method: "put",
  path: "/v1/cases/{id}/tag",
  summary: "Writes the tag by which later messages find their case; once, by the first console that opens it",
  access: "active",
  params,
  body: tagRequest,
  answer: done,
  errors: ["not_found", "held_by_other", "tag_taken"],
});

export const findCase = contract({
  method: "get",
  path: "/v1/cases",
  summary: "The case with a tag, among the officer's desks",
  access: "active",
  query: findQuery,
  answer: findAnswer,
  errors: [],
});

export const addEntry = contract({
  method: "post",
  path: "/v1/cases/{id}/entries",
  summary: "Writes an entry into a case of the officer's desks; again with the same bytes is one entry",
  access: "active",
  params,
  body: newEntry,
  answer: done,
  errors: ["not_found", "id_taken", "directory_conflict"],
});

export const attachCase = contract({
  method: "post",
  path: "/v1/cases/{id}/attach",
  summary: "Moves the items of a case (what came later) into the case they belong to, which opens again",
  access: "active",
  params,
  body: attachRequest,
  answer: done,
  errors: ["not_found", "held_by_other", "case_tagged", "tag_taken", "id_taken", "case_changed", "directory_conflict"],
  bodyLimit: REWRAPS_BODY_BYTES,
});

export type ItemAttachments = z.infer<typeof attachments>;
export type CaseItem = z.infer<typeof item>;
export type { CaseEntry } from "../queue/schema.ts";
export type NewEntry = z.input<typeof newEntry>;
export type ReadCaseAnswer = z.infer<typeof readAnswer>;
export type ActRequest = z.input<typeof actRequest>;
export type LeaseAnswer = z.infer<typeof leaseAnswer>;
export type TagCaseRequest = z.input<typeof tagRequest>;
export type FindCaseAnswer = z.infer<typeof findAnswer>;
export type AttachCaseRequest = z.input<typeof attachRequest>;
