import { z } from "zod";
import { contract } from "../../contract.ts";
import { bytesBetween, counter, officerName, uuid } from "../../fields.ts";
import { VAULT_SEALED_MAX_BYTES, VAULT_SEALED_MIN_BYTES } from "../vault/schema.ts";

export const role = z.enum(["lead", "officer", "auditor"]);
/** `pending`: enrolled, on no roster yet; may read directory and grants only. */
const officerState = z.enum(["pending", "active", "removed"]);

export const officer = z
  .strictObject({ id: uuid, name: officerName, role, state: officerState })
  .meta({ id: "Officer" });

export const session = z
  .strictObject({
    officer,
    vault: bytesBetween(VAULT_SEALED_MIN_BYTES, VAULT_SEALED_MAX_BYTES),
    vaultCounter: counter,
    releaseTickS: z.int().min(1).meta({
      description: "Seconds between two of the longer ticks: no reply waits for delivery longer than that.",
    }),
  })
  .meta({ id: "Session" });

export const readSession = contract({
  method: "get",
  path: "/v1/session",
  summary: "Who is signed in, and the sealed vault",
  access: "session",
  answer: session,
  errors: [],
});

export type Officer = z.infer<typeof officer>;
export type Session = z.infer<typeof session>;
