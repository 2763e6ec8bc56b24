/** What several routes take: rewraps, as a console sends them. */
import { z } from "zod";
import { REWRAP_BYTES, REWRAPS_MAX, SIGNATURE_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesIn, done, epoch, uuid } from "../../fields.ts";

/** A thousand of each, in base64url. */
export const REWRAPS_BODY_BYTES = 6_291_456;

const rewrap = bytesIn(REWRAP_BYTES);

/** What opens items and entries on a desk, sealed to one of its epochs by the console. */
export const rewraps = z
  .strictObject({
    epoch: epoch.min(1),
    items: z.array(z.strictObject({ id: uuid, envelope: rewrap, summary: rewrap })).max(REWRAPS_MAX),
    entries: z.array(z.strictObject({ id: uuid, sealed: rewrap })).max(REWRAPS_MAX),
    /** The officer's own, over all of it. */
    signature: bytesIn(SIGNATURE_BYTES),
  })
  .meta({ id: "Rewraps" });

const params = z.strictObject({ id: uuid });
const agingQuery = z.strictObject({
  desk: z.coerce.number().int().min(1).max(65_535),
  /** Sealed to an epoch before this one. */
  below: z.coerce.number().int().min(2).max(2_147_483_647),
  /** The last id of the page before. */
  after: uuid.optional(),
});
const agingAnswer = z.strictObject({ cases: z.array(uuid).max(20) });

export const listAging = contract({
  method: "get",
  path: "/v1/rewraps",
  summary: "Cases of a desk that are not closed and hold what only keys of earlier epochs open; 20 at a time",
  access: "active",
  query: agingQuery,
  answer: agingAnswer,
  errors: [],
});

export const rewrapCase = contract({
  method: "post",
  path: "/v1/cases/{id}/rewraps",
  summary: "Keeps what opens a case with its desk's current keys; what opens with them already stays as it is",
  access: "active",
  params,
  body: z.strictObject({ rewraps }),
  answer: done,
  errors: ["not_found", "directory_conflict"],
  bodyLimit: REWRAPS_BODY_BYTES,
});

export type ListAgingAnswer = z.infer<typeof agingAnswer>;
export type RewrapsJson = z.input<typeof rewraps>;
