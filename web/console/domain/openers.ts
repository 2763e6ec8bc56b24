/**
 * What opens each thing that a case holds: the rewrap that came with it when the case moved here, or when its epoch was long over;
 * where there is none, or it opens nothing, the keys that are held.
 */
import {
  entryOpener,
  envelopeOpener,
  fromBase64Url,
  openRewrap,
  opens,
  summaryOpener,
  type Opener,
  type Primitives,
  type RewrapKind,
} from "../../../security/index.ts";
import type { CaseEntry, CaseItem } from "../../../api/routes/cases/schema.ts";
import type { OpenerKey } from "../opener/messages.ts";
import { uuidBytes } from "./ids.ts";

/** On which desk the case lies, and what is held to open it with. */
export interface Hands {
  readonly deskId: number;
  readonly keyring: { readonly desks: readonly OpenerKey[] };
}

/** What the queue has of an item. */
export interface SealedItem {
  readonly id: string;
  readonly epoch: number;
  /** 1392 bytes, base64url. */
  readonly summary: string;
  readonly rewrap?: { readonly epoch: number; readonly summary: string | null } | undefined;
}

const keyFor = ({ deskId, keyring }: Hands, epoch: number): OpenerKey | null =>
  keyring.desks.find((key) => key.deskId === deskId && key.epoch === epoch) ?? null;

interface Sealed {
  readonly kind: RewrapKind;
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly rewrap: { readonly epoch: number; readonly sealed: string } | undefined;
}

async function byRewrap(p: Primitives, { kind, id, bytes, rewrap }: Sealed, hands: Hands): Promise<Opener | null> {
  const key = rewrap && keyFor(hands, rewrap.epoch);
  if (!rewrap || !key) return null;
  const { deskId } = hands;
  const place = { kind, deskId, epoch: rewrap.epoch, objectId: uuidBytes(id), secretKey: key.sealing.secretKey };
  const opener = await openRewrap(p, fromBase64Url(rewrap.sealed), place);
  return opener !== null && opens(p, kind, bytes, opener) ? opener : null;
}

/** The desk's own keys first. What has no rewrap was sealed to the desk that it lies on. */
function keysOf(
  { deskId, keyring }: Hands,
  { rewrap }: { readonly rewrap?: unknown },
  fits: (key: OpenerKey) => boolean,
): readonly OpenerKey[] {
  const keys = keyring.desks.filter(fits).toSorted((a, b) => a.epoch - b.epoch);
  const own = keys.filter((key) => key.deskId === deskId);
  return rewrap === undefined ? own : [...own, ...keys.filter((key) => key.deskId !== deskId)];
}

/** Triage seals a summary to the epoch of its own day, which is a later one than the envelope's around a change of keys. */
export async function openerOfSummary(p: Primitives, item: SealedItem, hands: Hands): Promise<Opener | null> {
  const { id, epoch, rewrap } = item;
  const bytes = fromBase64Url(item.summary);
  const told = rewrap?.summary ? { epoch: rewrap.epoch, sealed: rewrap.summary } : undefined;
  const keys = keysOf(hands, item, (key) => key.epoch >= epoch);
  return (
    (await byRewrap(p, { kind: "summary", id, bytes, rewrap: told }, hands)) ??
    summaryOpener(p, bytes, uuidBytes(id), keys)
  );
}

/** Every desk key that is held is tried, the one that the server names first: which desk a sender chose, nothing outside tells. */
export async function openerOfEnvelope(p: Primitives, item: CaseItem, hands: Hands): Promise<Opener | null> {
  const { id, epoch, rewrap } = item;
  const bytes = fromBase64Url(item.envelope);
  const told = rewrap && { epoch: rewrap.epoch, sealed: rewrap.envelope };
  const named = keyFor(hands, epoch);
  const keys = [...(named === null ? [] : [named]), ...hands.keyring.desks.filter((key) => key !== named)];
  return (await byRewrap(p, { kind: "envelope", id, bytes, rewrap: told }, hands)) ?? envelopeOpener(p, bytes, keys);
}

/**
 * The desk that its sender sealed an envelope to. A rewrap says one, and whoever could open the envelope before can make one that
 * lies: so the keys that are held come first, and what it says of one of those that does not open is not believed.
 * @returns null where nothing that is held tells
 */
export async function sealedDeskOf(p: Primitives, item: CaseItem, hands: Hands): Promise<number | null> {
  const direct = await envelopeOpener(p, fromBase64Url(item.envelope), hands.keyring.desks);
  if (direct !== null) return direct.deskId;
  const told = await openerOfEnvelope(p, item, hands);
  if (told === null) return null;
  return keyFor({ ...hands, deskId: told.deskId }, told.epoch) === null ? told.deskId : null;
}

/**
 * Whether a rewrap that is sealed to a key held here opens nothing of what lies beside it. That shows nowhere as long as older keys open
 * the object, and loses it once those are destroyed.
 */
export async function isDead(
  p: Primitives,
  object:
    ({ readonly kind: "envelope" } & { readonly of: CaseItem }) | { readonly kind: "entry"; readonly of: CaseEntry },
  hands: Hands,
): Promise<boolean> {
  const { rewrap, id } = object.of;
  if (rewrap === undefined || keyFor(hands, rewrap.epoch) === null) return false;
  const [bytes, sealed] =
    object.kind === "envelope"
      ? [object.of.envelope, object.of.rewrap?.envelope ?? ""]
      : [object.of.sealed, object.of.rewrap?.sealed ?? ""];
  const told = { epoch: rewrap.epoch, sealed };
  return (await byRewrap(p, { kind: object.kind, id, bytes: fromBase64Url(bytes), rewrap: told }, hands)) === null;
}

/** The keys of the epoch that the server names first; all others too, or it could call an entry one of keys that were destroyed. */
export async function openerOfEntry(p: Primitives, entry: CaseEntry, hands: Hands): Promise<Opener | null> {
  const { id, epoch, rewrap } = entry;
  const bytes = fromBase64Url(entry.sealed);
  const keys = keysOf(hands, entry, () => true).toSorted(
    (a, b) => Number(b.epoch === epoch) - Number(a.epoch === epoch),
  );
  return (await byRewrap(p, { kind: "entry", id, bytes, rewrap }, hands)) ?? entryOpener(p, bytes, uuidBytes(id), keys);
}
