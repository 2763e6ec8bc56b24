import { z } from "zod";
import { contract } from "../../contract.ts";
import { bytes, done, moment, uuid } from "../../fields.ts";
import { role } from "../session/schema.ts";

const INVITATION_BYTES = 32;

const open = z.strictObject({ id: uuid, role, officerId: uuid, expires: moment }).meta({ id: "Invitation" });
const listAnswer = z.strictObject({ invitations: z.array(open) });
const inviteRequest = z.strictObject({ role });
const inviteAnswer = z.strictObject({
  /** For the link, behind `#`. Told once. */
  code: bytes(INVITATION_BYTES),
  officerId: uuid,
  expires: moment,
});
const params = z.strictObject({ id: uuid });

export const listInvitations = contract({
  method: "get",
  path: "/v1/invitations",
  summary: "Invitations that can still be used, without their codes",
  access: "lead",
  answer: listAnswer,
  errors: [],
});

export const invite = contract({
  method: "post",
  path: "/v1/invitations",
  summary: "Makes an invitation: whoever has its code may enrol once. Only a roster gives rights",
  access: "lead",
  body: inviteRequest,
  answer: inviteAnswer,
  errors: ["busy"],
});

export const withdrawInvitation = contract({
  method: "delete",
  path: "/v1/invitations/{id}",
  summary: "Withdraws an invitation that nobody has used",
  access: "lead",
  params,
  answer: done,
  errors: ["not_found"],
});

export type ListInvitationsAnswer = z.infer<typeof listAnswer>;
export type InviteAnswer = z.infer<typeof inviteAnswer>;
