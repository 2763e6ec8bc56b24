/** What an officer writes into a case for the desk: signed, sealed to the desk's current epoch, put after what was there. */
import {
  deskOf,
  sealEntry,
  toBase64Url,
  type EntryKind,
  type KeyPair,
  type Primitives,
  type VerifiedStatement,
} from "../../../security/index.ts";
import type { NewEntry } from "../../../api/routes/cases/schema.ts";
import { newUuid, uuidBytes } from "./ids.ts";

export interface EntryJob {
  readonly caseId: string;
  readonly deskId: number;
  /** The newest one. */
  readonly statement: VerifiedStatement;
  /** The case's newest entries: `CaseEntries.heads`. */
  readonly after: readonly Uint8Array[];
  readonly officer: { readonly id: Uint8Array; readonly signing: KeyPair };
  readonly kind: EntryKind;
  readonly content: Uint8Array;
}

/** @throws SecurityError `unknown_desk` when the case's desk is no more, `too_long` */
export async function buildEntry(p: Primitives, job: EntryJob): Promise<NewEntry> {
  const { caseId, after, officer, kind, content } = job;
  const desk = deskOf(job.statement, job.deskId);
  const id = newUuid(p);
  const sealed = await sealEntry(p, {
    deskId: desk.id,
    epoch: desk.epoch,
    objectId: uuidBytes(id),
    caseId: uuidBytes(caseId),
    after,
    deskKey: desk.sealingKey,
    signerId: officer.id,
    signing: officer.signing,
    kind,
    content,
  });
  return { id, epoch: desk.epoch, sealed: toBase64Url(sealed) };
}
