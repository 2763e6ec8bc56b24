/** Opening what lies in a case's log: who signed each entry, for which desk and epoch, and what it says, or why it does not hold. */
import {
  equalBytes,
  fromBase64Url,
  openEntryWith,
  parseAction,
  parseAttached,
  parseNote,
  parseSentReply,
  rekeyEntryId,
  SecurityError,
  signersOf,
  type Action,
  type Attached,
  type Entry,
  type LogLink,
  type Note,
  type Opener,
  type Primitives,
  type SentReply,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import type { SeenBefore } from "./backdated.ts";
import { uuidBytes } from "./ids.ts";
import { goneOf, keyFor, type Keyring } from "./keyring.ts";
import { openerOfEntry } from "./openers.ts";
import { nameOf } from "./trust.ts";

/** Where entries lie, and what opens them and their signatures are held against. */
export interface CasePlace {
  readonly caseId: string;
  readonly deskId: number;
  /** The desk that its report was sealed to, where that is known. */
  readonly home?: number | null;
  readonly keyring: Keyring;
  readonly chain: VerifiedChain;
  /** As this case was seen before, where it was. */
  readonly seen?: SeenBefore | undefined;
}

/** An entry that came, and what it says. */
export interface EntryLink extends LogLink {
  readonly of: CaseEntry;
  /** On which it was written; `null` for one that did not open. */
  readonly deskId: number | null;
  /** In which it was written; for one that did not open the server's word. */
  readonly epoch: number;
  /** For one that did not open and whose keys are not held, that of those keys; 0 for all others. */
  readonly shut: number;
  /** 16 bytes; `null` where nobody is known to have written it. */
  readonly signerId: Uint8Array | null;
  readonly signerName: string | null;
  /** The case, put into this one, that it was written into; `null` for this one. 16 bytes. */
  readonly from: Uint8Array | null;
  readonly said: Said;
}

/** What an entry says, or why it does not hold: a `SecurityErrorCode`, `backdated` or `other_desk`. */
export type Said =
  | { readonly kind: "note"; readonly content: Note }
  | { readonly kind: "sentReply"; readonly content: SentReply }
  | { readonly kind: "attached"; readonly content: Attached }
  | { readonly kind: "action"; readonly content: Action }
  | { readonly kind: "refused"; readonly code: string };

/** All entries of a case, and what came along from cases that were put into it. */
export async function openLinks(p: Primitives, entries: readonly CaseEntry[], place: CasePlace): Promise<EntryLink[]> {
  return withBroughtAlong(p, await openAll(p, entries, place, uuidBytes(place.caseId)), place);
}

/** One entry by itself, without what else the log says. */
export async function openLink(p: Primitives, entry: CaseEntry, place: CasePlace): Promise<EntryLink | undefined> {
  return (await openAll(p, [entry], place, uuidBytes(place.caseId)))[0];
}

/** The same entry, as one that does not hold. */
export const refusedAs = (link: EntryLink, code: string): EntryLink => ({ ...link, said: { kind: "refused", code } });

/**
 * What was written into the case that later items lay in came along with them. It says that case's id, and is believed where
 * a signed entry of this case names it.
 */
async function withBroughtAlong(p: Primitives, links: EntryLink[], place: CasePlace): Promise<EntryLink[]> {
  const cases = links.flatMap(({ said }) => (said.kind === "attached" ? (said.content.from ?? []) : []));
  let known = links;
  for (const caseId of cases) {
    const strange = known.filter(({ said }) => said.kind === "refused" && said.code === "wrong_case");
    const ours = await openAll(
      p,
      strange.map(({ of }) => of),
      place,
      caseId,
    );
    known = [...known.filter((link) => !strange.includes(link)), ...ours];
  }
  return known;
}

async function openAll(
  p: Primitives,
  entries: readonly CaseEntry[],
  place: CasePlace,
  caseId: Uint8Array,
): Promise<EntryLink[]> {
  const links: EntryLink[] = [];
  const from = equalBytes(caseId, uuidBytes(place.caseId)) ? null : caseId;
  for (const of of entries) {
    const sealed = fromBase64Url(of.sealed);
    const hash = await p.sha256(sealed);
    let after: LogLink["after"] = null;
    try {
      const { deskId, epoch, ...entry } = await openOne(p, sealed, of, place, caseId);
      after = entry.after;
      const said = await read(p, entry, uuidBytes(of.id), place.keyring.matching.get(deskId));
      const { signerId } = entry;
      const signerName = nameOf(place.chain, signerId);
      links.push({ hash, after, of, deskId, epoch, shut: 0, from, signerId, signerName, said });
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      const said = { kind: "refused", code: error.code } as const;
      const shut = shutAt(of, place, error.code);
      const unknown = { deskId: null, epoch: of.epoch, shut, signerId: null, signerName: null };
      links.push({ hash, after, of, from, ...unknown, said });
    }
  }
  return links;
}

/**
 * The epoch up to which an entry that nobody here can open may build on others. What the server gives out as sealed to keys that are held
 * builds on nothing, as it opens to nobody; of keys that were destroyed the older of two epochs is taken, as nothing else shows them.
 */
function shutAt({ epoch, rewrap }: CaseEntry, { keyring, deskId }: CasePlace, code: string): number {
  if (code === "key_destroyed") return Math.min(epoch, rewrap?.epoch ?? epoch);
  if (code !== "open_failed") return 0;
  return rewrap === undefined && keyFor(keyring, deskId, epoch) !== null ? 0 : epoch;
}

async function openOne(
  p: Primitives,
  sealed: Uint8Array,
  of: CaseEntry,
  { chain, ...hands }: CasePlace,
  caseId: Uint8Array,
): Promise<Entry & Pick<Opener, "deskId" | "epoch">> {
  const opener = await openerOfEntry(p, of, hands);
  if (opener === null) {
    const gone = goneOf(hands.keyring, hands.deskId, of.rewrap?.epoch ?? of.epoch);
    throw new SecurityError(gone === "destroyed" ? "key_destroyed" : "open_failed", "nothing that is held opens this");
  }
  const signerKeyOf = await signersOf(p, chain, opener);
  const entry = openEntryWith(p, sealed, opener, { objectId: uuidBytes(of.id), caseId, signerKeyOf });
  return { ...entry, deskId: opener.deskId, epoch: opener.epoch };
}

/** @throws SecurityError `malformed`, `non_canonical` */
async function read(
  p: Primitives,
  { kind, content }: Entry,
  id: Uint8Array,
  matching: Uint8Array | undefined,
): Promise<Said> {
  if (kind === "note") return { kind, content: parseNote(content) };
  if (kind === "sentReply") return { kind, content: parseSentReply(content) };
  if (kind === "action") return { kind, content: parseAction(content) };
  if (kind !== "attached") throw new SecurityError("malformed", "no entry is of this kind");
  const attached = parseAttached(content);
  await checkPlace(p, attached, id, matching);
  return { kind, content: attached };
}

/**
 * A code is given up for one other: what takes its change up stands under the one id that there is for it. Without the
 * desk's matching key that cannot be checked, and two such entries are a contradiction (`followCodes`).
 * @throws SecurityError `malformed`
 */
async function checkPlace(
  p: Primitives,
  { mailboxId, rekey }: Attached,
  id: Uint8Array,
  matching: Uint8Array | undefined,
): Promise<void> {
  if (rekey === undefined || matching === undefined) return;
  if (!equalBytes(await rekeyEntryId(p, matching, mailboxId), id)) {
    throw new SecurityError("malformed", "a change of code is taken up under one id alone");
  }
}
