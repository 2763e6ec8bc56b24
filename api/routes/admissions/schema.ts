import { z } from "zod";
import { SIGNATURE_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesBetween, done, officerName, uuid } from "../../fields.ts";
import { role } from "../session/schema.ts";

const ADMISSION_MAX_BYTES = 2048;
const request = bytesBetween(SIGNATURE_BYTES + 1, ADMISSION_MAX_BYTES);

const admission = z
  .strictObject({
    officerId: uuid,
    name: officerName,
    /** What the invitation offered. */
    role,
    /** `null` until they have signed in once: their console asks by itself. */
    request: request.nullable(),
  })
  .meta({ id: "Admission" });
const listAnswer = z.strictObject({ admissions: z.array(admission) });
const askRequest = z.strictObject({ request });
const params = z.strictObject({ officerId: uuid });

export const listAdmissions = contract({
  method: "get",
  path: "/v1/admissions",
  summary: "Who has enrolled and was on no roster yet, with their signed requests",
  access: "lead",
  answer: listAnswer,
  errors: [],
});

export const askAdmission = contract({
  method: "post",
  path: "/v1/admissions",
  summary: "A pending officer's signed request to be admitted; takes the place of their earlier one",
  access: "session",
  body: askRequest,
  answer: done,
  errors: ["admission_refused", "forbidden"],
});

export const dismissAdmission = contract({
  method: "delete",
  path: "/v1/admissions/{officerId}",
  summary: "Turns away somebody who waits: their account is deleted and signed out, and their name is free again",
  access: "lead",
  params,
  answer: done,
  errors: ["not_found"],
});

export type ListAdmissionsAnswer = z.infer<typeof listAnswer>;
export type AdmissionJson = z.infer<typeof admission>;
