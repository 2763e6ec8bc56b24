import { z } from "zod";
import { contract } from "../../contract.ts";
import { bytesBetweenIn, counter } from "../../fields.ts";

/** A sealed vault: nonce, two seeds, the newest statement seen, tag, with room to grow. Bytes. */
export const VAULT_SEALED_MIN_BYTES = 64;
export const VAULT_SEALED_MAX_BYTES = 4096;

const request = z.strictObject({
  vault: bytesBetweenIn(VAULT_SEALED_MIN_BYTES, VAULT_SEALED_MAX_BYTES),
  counter,
});
const answer = z.strictObject({ counter });

export const putVault = contract({
  method: "put",
  path: "/v1/vault",
  summary: "Replaces the sealed vault; its counter only goes up",
  access: "session",
  body: request,
  answer,
  errors: ["vault_conflict"],
});

export type PutVaultRequest = z.input<typeof request>;
export type PutVaultAnswer = z.infer<typeof answer>;
