import { dayOf, type Grant, SecurityError, verifyChain } from "../../security/index.ts";
import { listChain } from "../../prisma/repositories/directory.ts";
import { putGrants } from "../../prisma/repositories/grants.ts";
import { ApiError } from "../errors.ts";
import { checkGrants } from "./checkGrants.ts";
import type { PublishDirectoryDeps } from "./publishDirectory.ts";

/** Stores grants made after a publication: an old epoch to a new officer, say. @throws ApiError `grant_refused` */
export async function addGrants(deps: PublishDirectoryDeps, grants: readonly Grant[]): Promise<void> {
  let chain;
  try {
    chain = await verifyChain(deps.primitives, await listChain(deps.db), deps.unit, dayOf(deps.now()));
  } catch (cause) {
    if (cause instanceof SecurityError) throw new ApiError("grant_refused", { cause });
    throw cause;
  }
  const records = await checkGrants(deps, chain, grants);
  await deps.db.$transaction((tx) => putGrants(tx, records));
}
