import { toBase64Url } from "../../../security/index.ts";
import { enrolChallenge, enrolOfficer, startEnrolment as start } from "../../commands/enrolOfficer.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentTotp } from "../../officers/totp.ts";
import { presentOfficer } from "../../presenters/officer.ts";
import { bind, type Binding } from "../../route.ts";
import { finishEnrolment, startEnrolment } from "./schema.ts";

export function enrolmentRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, startEnrolment, async ({ body }) => {
    const { officerId, role, totpSecret } = await start(deps, body.code);
    const { uri, base32 } = presentTotp(totpSecret, deps.unit.unitName.fr);
    const challenge = toBase64Url(await deps.passkeys.challenge(enrolChallenge(officerId)));
    return { officerId, role, totpUri: uri, totpSecret: base32, challenge };
  });
  bind(binding, finishEnrolment, async ({ body }) => {
    const officer = await enrolOfficer(deps, body);
    return { officer: presentOfficer(officer, await deps.rights.of(officer)) };
  });
}
