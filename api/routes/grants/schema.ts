import { z } from "zod";
import { GRANT_INNER_BYTES, OBJECT_ID_BYTES, SIGNATURE_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytes, bytesIn, desk, done, epoch, uuid } from "../../fields.ts";

/** A desk epoch secret sealed to one officer, without the shred layer. Epoch 0 carries the desk matching key. */
const grant = z
  .strictObject({
    desk,
    epoch,
    inner: bytes(GRANT_INNER_BYTES),
    signerId: bytes(OBJECT_ID_BYTES),
    signature: bytes(SIGNATURE_BYTES),
  })
  .meta({ id: "Grant" });

export const newGrant = z
  .strictObject({
    desk,
    epoch,
    officerId: uuid,
    inner: bytesIn(GRANT_INNER_BYTES),
    signerId: bytesIn(OBJECT_ID_BYTES),
    signature: bytesIn(SIGNATURE_BYTES),
  })
  .meta({ id: "NewGrant" });

/** Officers × desks × epochs of one statement. */
export const GRANTS_AT_ONCE = 500;

const listAnswer = z.strictObject({
  grants: z.array(grant),
  /** Epochs of the caller's desks whose keys were destroyed: nothing that was sealed to them opens any more. */
  destroyed: z.array(z.strictObject({ desk, epoch })),
});
const recoveryAnswer = z.strictObject({ grants: z.array(grant) });
const listedAnswer = z.strictObject({
  grants: z.array(z.strictObject({ desk, epoch, officerId: uuid, signerId: bytes(OBJECT_ID_BYTES) })),
});
const addRequest = z.strictObject({ grants: z.array(newGrant).min(1).max(GRANTS_AT_ONCE) });

export const listGrants = contract({
  method: "get",
  path: "/v1/grants",
  summary: "The grants made to the officer who asks, and which epochs of their desks were destroyed",
  access: "session",
  answer: listAnswer,
  errors: [],
});

export const listedGrants = contract({
  method: "get",
  path: "/v1/grants/listed",
  summary: "Who has which grant, signed by whom, of the caller's desks (a lead: of all): without what is in it",
  access: "active",
  answer: listedAnswer,
  errors: [],
});

export const recoveryGrants = contract({
  method: "get",
  path: "/v1/grants/recovery",
  summary:
    "The grants made to the recovery key, of the caller's desks: whoever holds the secrets makes them again and compares",
  access: "active",
  answer: recoveryAnswer,
  errors: [],
});

export const addGrants = contract({
  method: "post",
  path: "/v1/grants",
  summary: "Stores grants to officers of the roster; the same grant twice is one grant",
  access: "active",
  body: addRequest,
  answer: done,
  errors: ["grant_refused"],
  bodyLimit: 1_500_000,
});

export type Grant = z.infer<typeof grant>;
export type NewGrant = z.input<typeof newGrant>;
export type ListedGrantsAnswer = z.infer<typeof listedAnswer>;
export type RecoveryGrantsAnswer = z.infer<typeof recoveryAnswer>;
export type ListGrantsAnswer = z.infer<typeof listAnswer>;
