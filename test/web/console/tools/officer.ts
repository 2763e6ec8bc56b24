/** The officer of a test unit as the console sees them: the chain, the grants as the API writes them, the open keys. */
import { toBase64Url, verifyChain, type Grant, type VerifiedChain } from "../../../../security/index.ts";
import type { Grant as ApiGrant } from "../../../../api/routes/grants/schema.ts";
import { openGrants, type Keyring } from "../../../../web/console/domain/keyring.ts";
import type { TestOfficer, TestUnit } from "../../../tools/unit.ts";

export const apiGrant = ({ deskId, epoch, inner, signerId, signature }: Grant): ApiGrant => ({
  desk: deskId,
  epoch,
  inner: toBase64Url(inner),
  signerId: toBase64Url(signerId),
  signature: toBase64Url(signature),
});

export function chainOf(unit: TestUnit, state = unit.state): Promise<VerifiedChain> {
  return verifyChain(unit.p, state.directory, unit.unit, unit.today);
}

export async function keyringOf(
  unit: TestUnit,
  { officer = unit.officer, grants = unit.grants }: { officer?: TestOfficer; grants?: readonly Grant[] } = {},
): Promise<Keyring> {
  const context = { chain: await chainOf(unit), officerId: officer.id, sealing: officer.sealing };
  return openGrants(unit.p, grants.map(apiGrant), context);
}
