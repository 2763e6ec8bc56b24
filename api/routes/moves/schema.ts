import { z } from "zod";
import { contract } from "../../contract.ts";
import { desk, done, uuid } from "../../fields.ts";
import { newEntry } from "../cases/schema.ts";
import { rewraps, REWRAPS_BODY_BYTES } from "../rewraps/schema.ts";

const params = z.strictObject({ id: uuid });
const moveRequest = z.strictObject({
  to: desk,
  /** Who moved it and why, signed on the desk that the case leaves. */
  entry: newEntry,
  /** Of all that the case holds, that entry too. */
  rewraps,
});

export const moveCase = contract({
  method: "post",
  path: "/v1/cases/{id}/move",
  summary: "Moves a case that the officer holds to another desk, whether they are on that one or not",
  access: "active",
  params,
  body: moveRequest,
  answer: done,
  errors: ["not_found", "not_holder", "id_taken", "case_changed", "directory_conflict"],
  bodyLimit: REWRAPS_BODY_BYTES,
});

export type MoveCaseRequest = z.input<typeof moveRequest>;
