import { z } from "zod";
import { contract } from "../../contract.ts";
import { done, level, uuid } from "../../fields.ts";
import { newEntry } from "../cases/schema.ts";

const params = z.strictObject({ id: uuid });
/** How many items of the case its officer has seen: what came in between is looked at first. */
const items = z.int().min(1).max(100_000);

const levelRequest = z.strictObject({ level, items, entry: newEntry });
const closeRequest = z.strictObject({ items, entry: newEntry });
const reopenRequest = z.strictObject({ entry: newEntry });
const secondReaderRequest = z.strictObject({ wanted: z.boolean(), entry: newEntry });
const handOverRequest = z.strictObject({ officerId: uuid, entry: newEntry });

export const setLevel = contract({
  method: "put",
  path: "/v1/cases/{id}/level",
  summary: "Sets the level; to lower it the case has to be held. The time to answer begins anew, by the triage rules",
  access: "active",
  params,
  body: levelRequest,
  answer: done,
  errors: ["not_found", "not_holder", "case_closed", "case_changed", "id_taken", "directory_conflict"],
});

export const closeCase = contract({
  method: "post",
  path: "/v1/cases/{id}/close",
  summary: "Closes the case and gives it back",
  access: "active",
  params,
  body: closeRequest,
  answer: done,
  errors: ["not_found", "not_holder", "case_closed", "case_changed", "id_taken", "directory_conflict"],
});

export const reopenCase = contract({
  method: "post",
  path: "/v1/cases/{id}/reopen",
  summary: "Opens a closed case again",
  access: "active",
  params,
  body: reopenRequest,
  answer: done,
  errors: ["not_found", "case_not_closed", "id_taken", "directory_conflict"],
});

export const askSecondReader = contract({
  method: "put",
  path: "/v1/cases/{id}/second-reader",
  summary: "Asks for a colleague to read along, or says that one has",
  access: "active",
  params,
  body: secondReaderRequest,
  answer: done,
  errors: ["not_found", "case_closed", "id_taken", "directory_conflict"],
});

export const handOver = contract({
  method: "post",
  path: "/v1/cases/{id}/hand-over",
  summary: "Gives the case back and offers it to an officer of its desk; whoever claims it first has it",
  access: "active",
  params,
  body: handOverRequest,
  answer: done,
  errors: ["not_found", "not_holder", "case_closed", "not_on_desk", "id_taken", "directory_conflict"],
});

export const enterCase = contract({
  method: "put",
  path: "/v1/cases/{id}/reader",
  summary: "Says that the officer reads the case; to be said again every minute. Kept in memory alone",
  access: "active",
  unattended: true,
  params,
  answer: done,
  errors: ["not_found"],
});

export const leaveCase = contract({
  method: "delete",
  path: "/v1/cases/{id}/reader",
  summary: "Says that the officer no longer reads the case",
  access: "active",
  unattended: true,
  params,
  answer: done,
  errors: [],
});

export type SetLevelRequest = z.input<typeof levelRequest>;
export type CloseCaseRequest = z.input<typeof closeRequest>;
export type SecondReaderRequest = z.input<typeof secondReaderRequest>;
export type HandOverRequest = z.input<typeof handOverRequest>;
