import { z } from "zod";
import { ROSTER_MAX_BYTES, SIGNATURE_BYTES, STATEMENT_MAX_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesBetween, bytesBetweenIn, day, done } from "../../fields.ts";
import { GRANTS_AT_ONCE, newGrant } from "../grants/schema.ts";

/** A version a week, and one for each month that begins: about four months. */
const PREPARED_AT_ONCE = 24;

const version = z.int().min(1).max(2_147_483_647);
const prepared = z
  .strictObject({
    version,
    issueDay: day,
    expiryDay: day,
    statement: bytesBetween(SIGNATURE_BYTES, STATEMENT_MAX_BYTES),
  })
  .meta({ id: "PreparedVersion" });
const readAnswer = z.strictObject({
  versions: z.array(prepared).max(PREPARED_AT_ONCE),
  /** The last day that the newest version, and what is prepared behind it, reach to. */
  until: day,
  /** Something ends within a week, and nothing is prepared behind it. */
  soon: z.boolean(),
});

const putRequest = z.strictObject({
  versions: z
    .array(
      z.strictObject({
        statement: bytesBetweenIn(SIGNATURE_BYTES, STATEMENT_MAX_BYTES),
        roster: bytesBetweenIn(SIGNATURE_BYTES, ROSTER_MAX_BYTES),
        grants: z.array(newGrant).max(GRANTS_AT_ONCE),
      }),
    )
    .min(1)
    .max(PREPARED_AT_ONCE),
});

export const readPrepared = contract({
  method: "get",
  path: "/v1/directory/prepared",
  summary: "Versions that wait for their day, and until when the directory goes on by itself",
  access: "active",
  answer: readAnswer,
  errors: ["directory_unavailable"],
});

export const putPrepared = contract({
  method: "put",
  path: "/v1/directory/prepared",
  summary: "Versions signed for days to come, in order, in the place of those prepared before",
  access: "lead",
  body: putRequest,
  answer: done,
  errors: ["directory_refused", "directory_of_other_unit", "directory_conflict", "grant_refused"],
  bodyLimit: 8_000_000,
});

export const dropPrepared = contract({
  method: "delete",
  path: "/v1/directory/prepared",
  summary: "Forgets every version that waits for its day",
  access: "lead",
  answer: done,
  errors: [],
});

export type ReadPreparedAnswer = z.infer<typeof readAnswer>;
export type PutPreparedRequest = z.input<typeof putRequest>;
