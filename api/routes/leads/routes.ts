import { toBase64Url } from "../../../security/index.ts";
import { type LeadCertificateRecord, listLeadCertificates } from "../../../prisma/repositories/leadCertificates.ts";
import { addCertificate as add } from "../../commands/addCertificate.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { addCertificate, type LeadCertificateJson, listCertificates } from "./schema.ts";

const present = ({ serial, officerId, certificate }: LeadCertificateRecord): LeadCertificateJson => ({
  serial,
  officerId,
  certificate: toBase64Url(certificate),
});

export function leadRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, listCertificates, async () => ({ certificates: (await listLeadCertificates(deps.db)).map(present) }));
  bind(binding, addCertificate, async ({ body, caller }) => {
    const stored = await add(deps, caller.officer.id, body);
    await deps.changes.publish();
    return present(stored);
  });
}
