import { replaceVault } from "../../../prisma/repositories/officers.ts";
import { ApiError } from "../../errors.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { putVault } from "./schema.ts";

export function vaultRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, putVault, async ({ body: { vault, counter }, caller }) => {
    const replaced = await replaceVault(deps.db, { officerId: caller.officer.id, vault, counter });
    if (!replaced) throw new ApiError("vault_conflict");
    return { counter };
  });
}
