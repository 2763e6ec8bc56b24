import type { z } from "zod";
import { type Grant, uuidBytes } from "../../../security/index.ts";
import type { newGrant } from "./schema.ts";

/** Grants of a request in the terms of `security/`. */
export function readGrants(grants: readonly z.output<typeof newGrant>[]): Grant[] {
  return grants.map(({ desk, officerId, ...grant }) => ({ ...grant, deskId: desk, officerId: uuidBytes(officerId) }));
}
