import { z } from "zod";
import { contract } from "../../contract.ts";
import { done, uuid } from "../../fields.ts";
import { newEntry } from "../cases/schema.ts";

const params = z.strictObject({ id: uuid });
const recuseRequest = z.strictObject({ entry: newEntry });
const returnRequest = z.strictObject({ officerId: uuid, entry: newEntry });

export const recuse = contract({
  method: "post",
  path: "/v1/cases/{id}/recuse",
  summary: "Steps back from a case: nothing of it is handed to the officer any more, until a lead lets them come back",
  access: "active",
  params,
  body: recuseRequest,
  answer: done,
  errors: ["not_found", "id_taken", "directory_conflict"],
});

export const bringBack = contract({
  method: "post",
  path: "/v1/cases/{id}/return",
  summary: "Lets an officer who stepped back come back; by a lead of the case's desk",
  access: "lead",
  params,
  body: returnRequest,
  answer: done,
  errors: ["not_found", "id_taken", "directory_conflict"],
});

export type ReturnRequest = z.input<typeof returnRequest>;
