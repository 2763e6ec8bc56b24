/** What an operator hands out when every officer's keys are lost: see `security/recoveryFile.ts`. */
import {
  type Primitives,
  type RecoveryFile,
  recoveryOf,
  type UnitPublic,
  uuidOf,
  verifyChainPast,
} from "../../security/index.ts";
import type { KeyStore } from "../../security/node.ts";
import type { Database } from "../../prisma/client.ts";
import { listChain } from "../../prisma/repositories/directory.ts";
import { grantsOf } from "../../prisma/repositories/grants.ts";
import { listLeadCertificates } from "../../prisma/repositories/leadCertificates.ts";
import { openStored } from "./listGrants.ts";

export interface ExportRecoveryDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  readonly keyStore: KeyStore;
}

/**
 * The directory, and the grants to the recovery key of its newest version without their shred layer; none whose epoch was
 * destroyed. The newest version may have expired by now.
 * @param today days since 1970
 * @throws SecurityError `no_recovery_key`, and as `verifyChain`
 */
export async function exportRecovery(deps: ExportRecoveryDeps, today: number): Promise<RecoveryFile> {
  const { db, primitives, unit } = deps;
  const links = await listChain(db);
  const { id } = recoveryOf(await verifyChainPast(primitives, links, unit, today));
  const rows = await grantsOf(db, uuidOf(id));
  const grants = await Promise.all(rows.map((row) => openStored(deps, row)));
  return {
    directory: links.map(({ statement, roster }) => ({ statement, roster })),
    grants: grants.filter((grant) => grant !== null),
    certificates: (await listLeadCertificates(db)).map(({ certificate }) => certificate),
  };
}
