import { toBase64Url } from "../../../security/index.ts";
import { passkeysOf } from "../../../prisma/repositories/passkeys.ts";
import * as change from "../../commands/changePasskeys.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentPasskeys } from "../../presenters/passkeys.ts";
import { bind, type Binding } from "../../route.ts";
import { addPasskey, confirmFactor, listPasskeys, removePasskey, startConfirmation } from "./schema.ts";

export function passkeyRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listPasskeys, async ({ caller }) => presentPasskeys(await passkeysOf(deps.db, caller.officer.id)));
  bind(binding, startConfirmation, async ({ caller }) => ({
    challenge: toBase64Url(await change.startConfirmation(deps, caller)),
  }));
  bind(binding, confirmFactor, async ({ body, caller }) => ({
    challenge: toBase64Url(await change.confirmFactor(deps, caller, body)),
  }));
  bind(binding, addPasskey, async ({ body, caller }) =>
    presentPasskeys(await change.addPasskey(deps, caller, body.passkey)),
  );
  bind(binding, removePasskey, async ({ params: { id }, body, caller }) =>
    presentPasskeys(await change.removePasskey(deps, caller, { id, by: body.passkey })),
  );
}
