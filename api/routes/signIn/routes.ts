import { toBase64Url } from "../../../security/index.ts";
import { officerByName } from "../../../prisma/repositories/officers.ts";
import { signIn as checkFactors, signInChallenge } from "../../commands/signIn.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { evenly } from "../../officers/evenly.ts";
import { presentSession } from "../../presenters/officer.ts";
import { bind, type Binding } from "../../route.ts";
import { signIn, signOut, startSignIn } from "./schema.ts";

export function signInRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, startSignIn, ({ body: { name } }) =>
    evenly(deps.signInQuantumMs, async () => {
      const fake = await deps.guard.fakeSalt(name);
      const officer = await officerByName(deps.db, name);
      const challenge = await deps.passkeys.challenge(signInChallenge(name));
      return { salt: toBase64Url(officer?.salt ?? fake), challenge: toBase64Url(challenge) };
    }),
  );
  bind(binding, signIn, async ({ body, ctx }) => {
    const officer = await evenly(deps.signInQuantumMs, () => checkFactors(deps, body));
    await deps.sessions.open(ctx, officer.id);
    return presentSession(officer, await deps.rights.of(officer), deps.ticks);
  });
  bind(binding, signOut, async ({ caller, ctx }) => {
    await deps.sessions.close(ctx, caller);
    return DONE;
  });
}
