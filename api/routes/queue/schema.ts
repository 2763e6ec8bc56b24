import { z } from "zod";
import { ENTRY_MAX_BYTES, REWRAP_BYTES, SUMMARY_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytes, bytesBetween, cursor, day, desk, epoch, level, moment, officerName, uuid } from "../../fields.ts";

const caseState = z.enum(["open", "answered", "closed"]);
const holder = z.strictObject({ officerId: uuid, name: officerName }).meta({ id: "Holder" });

/** What is shown of one sealed item of a case; the summary opens with the desk's key of that epoch. */
export const queueItem = z
  .strictObject({
    id: uuid,
    epoch,
    releasedDay: day,
    summary: bytes(SUMMARY_BYTES),
    /** Where it was sealed to another desk, or long ago: what opens it with the case's desk's key of that epoch. */
    rewrap: z.strictObject({ epoch, summary: bytes(REWRAP_BYTES) }).optional(),
  })
  .meta({ id: "QueueItem" });

export const caseHead = z.strictObject({
  id: uuid,
  desk,
  level,
  state: caseState,
  releasedDay: day,
  dueDay: day,
  /** Level 0 only, until its first reply. */
  dueHour: moment.nullable(),
  overdue: z.boolean(),
  /** Level 0 that nobody took in time: for whoever is on call. */
  onCall: z.boolean(),
  holder: holder.nullable(),
  /** While it is closed. */
  closedDay: day.nullable(),
  /** A colleague was asked to read along. */
  readerWanted: z.boolean(),
  /** To whom a colleague handed it, until somebody claims it. */
  handedTo: holder.nullable(),
  /** Who else reads it now, as far as this process knows. */
  readers: z.array(holder),
});

/** A sealed entry: encapsulation and tag at least. Bytes. */
export const ENTRY_MIN_BYTES = 1136;

/** What an officer wrote for other officers, sealed to the desk; `id` is the object id inside it. */
export const entry = z
  .strictObject({
    id: uuid,
    epoch,
    day,
    sealed: bytesBetween(ENTRY_MIN_BYTES, ENTRY_MAX_BYTES),
    /** Where it was written on another desk, or long ago: what opens it with the case's desk's key of that epoch. */
    rewrap: z.strictObject({ epoch, sealed: bytes(REWRAP_BYTES) }).optional(),
  })
  .meta({ id: "CaseEntry" });

/** `summary` is `null` where none were asked for, and so is what opens it. */
const queueRowItem = queueItem
  .extend({
    summary: queueItem.shape.summary.nullable(),
    rewrap: z.strictObject({ epoch, summary: bytes(REWRAP_BYTES).nullable() }).optional(),
  })
  .meta({ id: "QueueRowItem" });
const queueCase = caseHead
  .extend({
    /** Nobody answered in time: it rose by one level. */
    raised: z.boolean(),
    /** It was closed, and opened again; nobody has answered since, nor has anything come. */
    reopened: z.boolean(),
    /** By which an officer set the level last: it says why a level is below that of the summaries. */
    levelEntry: entry.nullable(),
    items: z.array(queueRowItem),
  })
  .meta({ id: "QueueCase" });

const QUEUE_PAGE_MAX = 500;
const query = z.strictObject({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(QUEUE_PAGE_MAX).default(50),
  level: z.coerce.number().int().min(0).max(3).optional(),
  desk: z.coerce.number().int().min(1).max(65_535).optional(),
  /** Open cases only: late now, late by the end of the day, or of the third day from now. */
  due: z.enum(["overdue", "today", "soon"]).optional(),
  /** `handed`: to whoever asks, by a colleague, and not claimed yet. */
  holder: z.enum(["mine", "nobody", "others", "handed"]).optional(),
  /** All that are not closed when left out. */
  state: caseState.optional(),
  /** `none`: for a console that has opened them already, and asks for what changes. */
  summaries: z.enum(["all", "none"]).default("all"),
});
const answer = z.strictObject({
  cases: z.array(queueCase),
  next: cursor.nullable(),
  /** Cases with these filters; `null` on all pages but the first. */
  total: z.int().min(0).nullable(),
});

export const listQueue = contract({
  method: "get",
  path: "/v1/queue",
  summary: "Cases of the officer's desks: by level, overdue first, then oldest release",
  access: "active",
  query,
  answer,
  errors: [],
});

export type CaseState = z.infer<typeof caseState>;
export type Holder = z.infer<typeof holder>;
export type QueueItem = z.infer<typeof queueItem>;
export type CaseEntry = z.infer<typeof entry>;
export type CaseHead = z.infer<typeof caseHead>;
export type QueueRowItem = z.infer<typeof queueRowItem>;
export type QueueCase = z.infer<typeof queueCase>;
export type ListQueueAnswer = z.infer<typeof answer>;
