import { type Grant, toBase64Url } from "../../security/index.ts";
import type { GrantRecord } from "../../prisma/repositories/grants.ts";
import type { OwnGrants } from "../commands/listGrants.ts";
import type { Grant as GrantJson, ListedGrantsAnswer, ListGrantsAnswer } from "../routes/grants/schema.ts";

export function presentOwnGrants({ grants, destroyed }: OwnGrants): ListGrantsAnswer {
  return {
    grants: grants.map(presentGrant),
    destroyed: destroyed.map(({ deskId, epoch }) => ({ desk: deskId, epoch })),
  };
}

export function presentGrant(grant: Grant): GrantJson {
  return {
    desk: grant.deskId,
    epoch: grant.epoch,
    inner: toBase64Url(grant.inner),
    signerId: toBase64Url(grant.signerId),
    signature: toBase64Url(grant.signature),
  };
}

type ListedGrant = ListedGrantsAnswer["grants"][number];

export function presentListedGrant(row: Pick<GrantRecord, "desk" | "epoch" | "officerId" | "signerId">): ListedGrant {
  return { desk: row.desk, epoch: row.epoch, officerId: row.officerId, signerId: toBase64Url(row.signerId) };
}
