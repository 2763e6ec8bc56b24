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
import { checkSealable } from "./sealable.ts";

/** What every entry has, whichever desk key it is sealed to. */
interface Entry {
  readonly caseId: string;
  /** The entry's uuid, where it is not a new one. */
  readonly id?: string;
  /** The case's newest entries: `CaseEntries.heads`. */
  readonly after: readonly Uint8Array[];
  readonly officer: { readonly id: Uint8Array; readonly signing: KeyPair };
  readonly kind: EntryKind;
  readonly content: Uint8Array;
}

export interface EntryJob extends Entry {
  readonly deskId: number;
  /** The newest one. */
  readonly statement: VerifiedStatement;
}

/** @throws SecurityError `unknown_desk` when the case's desk is no more, `too_long`, `statement_expired` */
export async function buildEntry(p: Primitives, { deskId, statement, ...entry }: EntryJob): Promise<NewEntry> {
  checkSealable(statement);
  const { id, epoch, sealingKey } = deskOf(statement, deskId);
  return sealEntryTo(p, { deskId: id, epoch, deskKey: sealingKey }, entry);
}

/**
 * The same for whoever knows the desk's current key already.
 * @throws SecurityError `too_long`
 */
export async function sealEntryTo(
  p: Primitives,
  /** `deskKey`: the desk's public sealing key of that epoch, 1216 bytes. */
  desk: { readonly deskId: number; readonly epoch: number; readonly deskKey: Uint8Array },
  { caseId, id = newUuid(p), after, officer, kind, content }: Entry,
): Promise<NewEntry> {
  const sealed = await sealEntry(p, {
    ...desk,
    objectId: uuidBytes(id),
    caseId: uuidBytes(caseId),
    after,
    signerId: officer.id,
    signing: officer.signing,
    kind,
    content,
  });
  return { id, epoch: desk.epoch, sealed: toBase64Url(sealed) };
}
