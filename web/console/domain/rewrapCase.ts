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
import type { CaseFile } from "./caseFile.ts";
import { uuidBytes } from "./ids.ts";
import { openerOfEntry, openerOfEnvelope, openerOfSummary, type Hands } from "./openers.ts";

export interface RewrapJob {
  /** In which the objects lie when the host is asked. */
  readonly caseId: string;
  readonly items: readonly CaseItem[];
  readonly entries: readonly CaseEntry[];
  /** Ids of items and entries that are no part of the case, though they lie in it: they are not opened to anybody new. */
  readonly strange?: ReadonlySet<string>;
  /** On which desk the case lies, and what is held to open it with. */
  readonly hands: Hands;
  /** To whose current epoch they are sealed. */
  readonly to: DeskPublic;
  readonly officer: { readonly id: Uint8Array; readonly signing: KeyPair };
}

/** What nothing opens that is held, and what is no part of the case, gets a rewrap that says so, and is as long as all others. */
export async function rewrapAll(p: Primitives, job: RewrapJob): Promise<RewrapsJson> {
  return rewrap(p, job, { alsoClosed: true });
}

/**
 * Of a case that stays on its desk: what opens, and only with keys of earlier epochs. `null` when there is nothing of that. What does
 * not open is left to a colleague who holds the key, and in the way of whoever would destroy it. Nobody looks at what is sealed again
 * here, and which desk a case lies on is the server's word: with keys of other desks, it could have what is sealed to one of them
 * opened to this one by putting it there. So this desk's keys count alone.
 */
export async function rewrapAging(p: Primitives, job: RewrapJob): Promise<RewrapsJson | null> {
  const ages = ({
    epoch,
    rewrap: at,
  }: {
    readonly epoch: number;
    readonly rewrap?: { readonly epoch: number } | undefined;
  }) => (at?.epoch ?? epoch) < job.to.epoch;
  const { deskId, keyring } = job.hands;
  const hands = { deskId, keyring: { desks: keyring.desks.filter((key) => key.deskId === deskId) } };
  const old = { ...job, hands, items: job.items.filter(ages), entries: job.entries.filter(ages) };
  const made = await rewrap(p, old, { alsoClosed: false });
  return made.items.length + made.entries.length === 0 ? null : made;
}

/**
 * What the server laid into a case and the console refuses: entries of another case or desk, or of nobody, and items that no code of
 * this case signed. Nobody has seen what they say, so nobody can have meant them to be opened to others.
 */
export function strangeIn({ items, refusedEntries }: Pick<CaseFile, "items" | "refusedEntries">): ReadonlySet<string> {
  const unsigned = items.filter((item) => item.state === "refused" && item.reason === "unsigned");
  return new Set([...unsigned, ...refusedEntries].map(({ id }) => id));
}

async function rewrap(p: Primitives, job: RewrapJob, { alsoClosed }: { alsoClosed: boolean }): Promise<RewrapsJson> {
  const { caseId, hands, to, officer, strange } = job;
  const unlessStrange = async (id: string, opener: () => Promise<Opener | null>): Promise<Opener | null> =>
    strange?.has(id) === true ? null : opener();
  const seal = (kind: RewrapKind, id: string, opener: Opener | null): Promise<Uint8Array> => {
    const place = { kind, deskId: to.id, epoch: to.epoch, objectId: uuidBytes(id), deskKey: to.sealingKey };
    return sealRewrap(p, opener, place);
  };
  const items: { id: string; envelope: Uint8Array; summary: Uint8Array }[] = [];
  for (const item of job.items) {
    const opener = await unlessStrange(item.id, () => openerOfEnvelope(p, item, hands));
    if (opener === null && !alsoClosed) continue;
    const envelope = await seal("envelope", item.id, opener);
    const byWhat = await unlessStrange(item.id, () => openerOfSummary(p, item, hands));
    const summary = await seal("summary", item.id, byWhat);
    items.push({ id: item.id, envelope, summary });
  }
  const entries: { id: string; sealed: Uint8Array }[] = [];
  for (const entry of job.entries) {
    const opener = await unlessStrange(entry.id, () => openerOfEntry(p, entry, hands));
    if (opener === null && !alsoClosed) continue;
    entries.push({ id: entry.id, sealed: await seal("entry", entry.id, opener) });
  }
  const objects = [
    ...items.map(({ id, envelope, summary }) => ({ id: uuidBytes(id), rewraps: [envelope, summary] })),
    ...entries.map(({ id, sealed }) => ({ id: uuidBytes(id), rewraps: [sealed] })),
  ];
  const order = { officerId: officer.id, caseId: uuidBytes(caseId), deskId: to.id, epoch: to.epoch, objects };
  return {
    epoch: to.epoch,
    items: items.map(({ id, envelope, summary }) => ({
      id,
      envelope: toBase64Url(envelope),
      summary: toBase64Url(summary),
    })),
    entries: entries.map(({ id, sealed }) => ({ id, sealed: toBase64Url(sealed) })),
    signature: toBase64Url(await signRewrapOrder(p, order, officer.signing.secretKey)),
  };
}
