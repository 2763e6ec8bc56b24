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
    request,
  })
  .meta({ id: "Admission" });
const listAnswer = z.strictObject({ admissions: z.array(admission) });
const askRequest = z.strictObject({ request });

export const listAdmissions = contract({
  method: "get",
  path: "/v1/admissions",
  summary: "Officers who have enrolled and are on no roster, with their signed requests",
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

export type ListAdmissionsAnswer = z.infer<typeof listAnswer>;
export type AdmissionJson = z.infer<typeof admission>;
