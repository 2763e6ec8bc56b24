import { type Grant, toBase64Url } from "../../security/index.ts";
import type { Grant as GrantJson } from "../routes/grants/schema.ts";

export function presentGrant(grant: Grant): GrantJson {
  return {
    desk: grant.deskId,
    epoch: grant.epoch,
    inner: toBase64Url(grant.inner),
    signerId: toBase64Url(grant.signerId),
    signature: toBase64Url(grant.signature),
  };
}
