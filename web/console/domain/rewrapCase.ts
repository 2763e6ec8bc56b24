/** Rewraps of what a case holds, to a desk: for moving it there, and for reading it once its epochs are destroyed. */
import {
  sealRewrap,
  signRewrapOrder,
  toBase64Url,
  type DeskPublic,
  type KeyPair,
  type Primitives,
  type RewrapKind,
  type Opener,
} from "../../../security/index.ts";
import type { CaseEntry, CaseItem } from "../../../api/routes/cases/schema.ts";
import type { RewrapsJson } from "../../../api/routes/rewraps/schema.ts";
import { uuidBytes } from "./ids.ts";
import { openerOfEntry, openerOfEnvelope, openerOfSummary, type Hands } from "./openers.ts";

export interface RewrapJob {
  /** In which the objects lie when the host is asked. */
  readonly caseId: string;
  readonly items: readonly CaseItem[];
  readonly entries: readonly CaseEntry[];
  /** On which desk the case lies, and what is held to open it with. */
  readonly hands: Hands;
  /** To whose current epoch they are sealed. */
  readonly to: DeskPublic;
  readonly officer: { readonly id: Uint8Array; readonly signing: KeyPair };
}

export interface RewrapWork {
  readonly rewraps: RewrapsJson;
  /** How many envelopes, summaries and entries nothing opens that is held: their rewraps say so, and are as long as all others. */
  readonly closed: number;
}

export async function rewrapAll(p: Primitives, job: RewrapJob): Promise<RewrapWork> {
  const { caseId, hands, to, officer } = job;
  let closed = 0;
  const seal = (kind: RewrapKind, id: string, opener: Opener | null): Promise<Uint8Array> => {
    if (opener === null) closed++;
    const place = { kind, deskId: to.id, epoch: to.epoch, objectId: uuidBytes(id), deskKey: to.sealingKey };
    return sealRewrap(p, opener, place);
  };
  const items: { id: string; envelope: Uint8Array; summary: Uint8Array }[] = [];
  for (const item of job.items) {
    const envelope = await seal("envelope", item.id, await openerOfEnvelope(p, item, hands));
    const summary = await seal("summary", item.id, await openerOfSummary(p, item, hands));
    items.push({ id: item.id, envelope, summary });
  }
  const entries: { id: string; sealed: Uint8Array }[] = [];
  for (const entry of job.entries) {
    entries.push({ id: entry.id, sealed: await seal("entry", entry.id, await openerOfEntry(p, entry, hands)) });
  }
  const objects = [
    ...items.map(({ id, envelope, summary }) => ({ id: uuidBytes(id), rewraps: [envelope, summary] })),
    ...entries.map(({ id, sealed }) => ({ id: uuidBytes(id), rewraps: [sealed] })),
  ];
  const order = { officerId: officer.id, caseId: uuidBytes(caseId), deskId: to.id, epoch: to.epoch, objects };
  return {
    closed,
    rewraps: {
      epoch: to.epoch,
      items: items.map(({ id, envelope, summary }) => ({
        id,
        envelope: toBase64Url(envelope),
        summary: toBase64Url(summary),
      })),
      entries: entries.map(({ id, sealed }) => ({ id, sealed: toBase64Url(sealed) })),
      signature: toBase64Url(await signRewrapOrder(p, order, officer.signing.secretKey)),
    },
  };
}
