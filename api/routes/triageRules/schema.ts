import { z } from "zod";
import { SIGNATURE_BYTES, TRIAGE_RULES_MAX_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesBetween, bytesBetweenIn } from "../../fields.ts";

const readAnswer = z.strictObject({
  /** As a lead signed them; `null` before the first version. */
  rules: bytesBetween(SIGNATURE_BYTES, TRIAGE_RULES_MAX_BYTES).nullable(),
});
const publishRequest = z.strictObject({ rules: bytesBetweenIn(SIGNATURE_BYTES, TRIAGE_RULES_MAX_BYTES) });
const publishAnswer = z.strictObject({ version: z.int().min(1).max(2_147_483_647) });

export const readTriageRules = contract({
  method: "get",
  path: "/v1/triage-rules",
  summary: "The newest triage rules",
  access: "session",
  answer: readAnswer,
  errors: [],
});

export const publishRules = contract({
  method: "post",
  path: "/v1/triage-rules",
  summary: "Publishes the next version of the triage rules",
  access: "lead",
  body: publishRequest,
  answer: publishAnswer,
  errors: ["triage_rules_refused", "triage_rules_conflict", "directory_of_other_unit"],
});

export type PublishRulesAnswer = z.infer<typeof publishAnswer>;
export type ReadTriageRulesAnswer = z.infer<typeof readAnswer>;
