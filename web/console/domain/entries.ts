/** What officers wrote into a case: opened with the desk's keys, the writer's signature checked against the directory. */
import {
  equalBytes,
  fromBase64Url,
  fromHex,
  openEntryWith,
  parseAction,
  parseAttached,
  parseNote,
  parseSentReply,
  readLog,
  rekeyEntryId,
  SecurityError,
  signersOf,
  toHex,
  type Action,
  type ActionCode,
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
import { backdatedOf, isNewAndOld, type DatedStep, type SeenBefore } from "./backdated.ts";
import type { SetLevel } from "./caseLevel.ts";
import { factsOf, type Act, type CaseFacts } from "./caseFacts.ts";
import { uuidBytes } from "./ids.ts";
import { goneOf, keyFor, type Keyring } from "./keyring.ts";
import { openerOfEntry } from "./openers.ts";
import { standingOf, type Standing, type Step } from "./standing.ts";
import { hasLed, isOnDesk, nameOf } from "./trust.ts";
import { whereaboutsOf, type PlaceStep } from "./whereabouts.ts";

interface Written {
  readonly id: string;
  /** ISO day. */
  readonly day: string;
  readonly signerName: string | null;
}

export type SentReplyEntry = SentReply & Written;

/** That later items were put into this case; for a change of code, that it was taken up. */
export type AttachedEntry = Attached & Written;

/** What an officer wrote for the others: a note, or the word that came with an act. */
export type NoteEntry = Note & Written & { readonly with: ActionCode | null };

/** A line of the log: what an officer wrote, or that an entry does not hold. */
export interface LogLine extends Written {
  readonly said: Said;
}

export interface RefusedEntry {
  readonly id: string;
  readonly day: string;
  readonly code: string;
}

export interface CaseEntries {
  /** Everything, in the order of the log, in which what follows stands too, but for the replies. */
  readonly log: readonly LogLine[];
  /** What the acts in the log come to. */
  readonly facts: CaseFacts;
  /** What officers decided about it. */
  readonly standing: Standing;
  readonly notes: readonly NoteEntry[];
  readonly replies: readonly SentReplyEntry[];
  readonly attached: readonly AttachedEntry[];
  /** Entries that do not open, though their epoch was not destroyed, or whose signature does not hold. */
  readonly refusedEntries: readonly RefusedEntry[];
  /** SHA-256 of each sealed entry that is here, in hexadecimal. */
  readonly hashes: readonly string[];
  /** Likewise of those that are refused since they were written after their epoch was over. */
  readonly backdated: readonly string[];
  /** What the next entry names: the newest that there are, by hash. */
  readonly heads: readonly Uint8Array[];
  /** How many entries others build on that the server did not hand out. */
  readonly missingEntries: number;
  /** The desk that the case was moved to, by its log; `null` for one that never was. */
  readonly movedTo: number | null;
}

interface Place {
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
interface Link extends LogLink {
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
export type Said =
  | { readonly kind: "note"; readonly content: Note }
  | { readonly kind: "sentReply"; readonly content: SentReply }
  | { readonly kind: "attached"; readonly content: Attached }
  | { readonly kind: "action"; readonly content: Action }
  | { readonly kind: "refused"; readonly code: string };

export async function openEntries(p: Primitives, entries: readonly CaseEntry[], place: Place): Promise<CaseEntries> {
  const links = await withBroughtAlong(p, await openAll(p, entries, place, uuidBytes(place.caseId)), place);
  // The order in which the server hands them out must not decide anything.
  links.sort((a, b) => (toHex(a.hash) < toHex(b.hash) ? -1 : 1));
  const log = readLog(links);
  const { deskId, home = null } = place;
  const dated = withoutBackdated(log.entries, place);
  const { movedTo, strangers } = whereaboutsOf(dated.map(stepOf), { deskId, home });
  const strange = new Set([...strangers].map(({ link }) => link));
  const lines = withoutUncalled(dated.map((link) => (strange.has(link) ? refusedAs(link, "other_desk") : link)));
  const written = ({ of: { id, day }, signerName }: Link): Written => ({ id, day, signerName });
  const notes: NoteEntry[] = [];
  const replies: SentReplyEntry[] = [];
  const attached: AttachedEntry[] = [];
  const refusedEntries: RefusedEntry[] = [];
  const acts: Act[] = [];
  const steps: Step[] = [];
  for (const link of lines) {
    const { said, signerId } = link;
    if (said.kind === "note") notes.push({ ...written(link), ...said.content, with: null });
    else if (said.kind === "sentReply") replies.push({ ...written(link), ...said.content });
    else if (said.kind === "attached" && signerId !== null) {
      attached.push({ ...written(link), ...said.content });
      steps.push({ ...written(link), signerId: toHex(signerId), came: true });
    } else if (said.kind === "action" && signerId !== null) {
      acts.push({ ...written(link), signerId: toHex(signerId), action: said.content });
      // What was decided about the case that later items lay in decides nothing about this one.
      if (link.from === null) steps.push({ ...written(link), signerId: toHex(signerId), action: said.content });
      const word = wordOf(said.content);
      if (word !== undefined) notes.push({ ...written(link), text: word, with: said.content.code });
    } else if (said.kind === "refused" && said.code !== "key_destroyed")
      refusedEntries.push({ id: link.of.id, day: link.of.day, code: said.code });
  }
  replies.sort((a, b) => (a.sequences[0] ?? 0) - (b.sequences[0] ?? 0));
  const hashes = links.map(({ hash }) => toHex(hash));
  return {
    log: lines.map((link) => ({ ...written(link), said: link.said })),
    facts: factsOf(acts, (id) => hasLed(place.chain, fromHex(id))),
    standing: standingOf(steps),
    notes,
    replies,
    attached,
    refusedEntries,
    hashes,
    backdated: dated.filter(({ said }) => isBackdated(said)).map(({ hash }) => toHex(hash)),
    heads: headsOf(lines),
    missingEntries: log.missing,
    movedTo,
  };
}

const BACKDATED = "backdated";

interface DatedLink extends DatedStep {
  readonly link: Link;
}

/** What somebody who has left signs for an epoch that they were in, once others have written in a later one. */
function withoutBackdated(links: readonly Link[], { caseId, chain, seen }: Place): Link[] {
  const steps = links.map((link): DatedLink => {
    const { hash, after, epoch, shut, said, signerId } = link;
    const deskId = said.kind === "refused" ? null : link.deskId;
    const hasLeft = deskId !== null && signerId !== null && !isOnDesk(chain, signerId, deskId);
    const brings = said.kind === "attached" && said.content.from ? toHex(said.content.from) : null;
    return { link, hash, after, deskId, epoch, hasLeft, shut, from: link.from && toHex(link.from), brings };
  });
  const backdated = backdatedOf(steps);
  const isLate = (step: DatedLink): boolean =>
    backdated.has(step) || (seen?.caseId === caseId && isNewAndOld(step, seen));
  return steps.map((step) => (isLate(step) ? refusedAs(step.link, BACKDATED) : step.link));
}

const isBackdated = (said: Said): boolean => said.kind === "refused" && said.code === BACKDATED;

interface LinkStep extends PlaceStep {
  readonly link: Link;
}

const stepOf = (link: Link): LinkStep => ({
  link,
  hash: link.hash,
  after: link.after,
  deskId: link.deskId,
  movesTo: link.said.kind === "action" && link.said.content.code === "moved" ? link.said.content.to : null,
  attaches: link.said.kind === "attached" && link.said.content.from !== undefined,
});

/** What came along is of this case for as long as the entry holds that names where it came from. */
function withoutUncalled(lines: readonly Link[]): Link[] {
  const called = new Set(
    lines.flatMap(({ said }) => (said.kind === "attached" && said.content.from ? [toHex(said.content.from)] : [])),
  );
  return lines.map((link) =>
    link.from === null || called.has(toHex(link.from)) ? link : refusedAs(link, "wrong_case"),
  );
}

/** Those that hold before all others: whoever left, and a host, could fill the places with what is refused. */
const headsOf = (lines: readonly Link[]): CaseEntries["heads"] =>
  readLog(lines.map((link) => (link.said.kind === "refused" ? { ...link, after: null } : link))).heads;

const refusedAs = (link: Link, code: string): Link => ({ ...link, said: { kind: "refused", code } });

/** What the officer wrote beside an act, and why nobody read along. */
function wordOf(action: Action): string | undefined {
  const word = "text" in action ? action.text : "reason" in action ? action.reason : undefined;
  const alone = "alone" in action ? action.alone : undefined;
  return [word, alone].filter((each) => each !== undefined).join("\n") || undefined;
}

/**
 * The level that an officer set, from the entry that the queue has of it: what else the log says is not there to look at. So only one
 * counts by itself that was written on the desk where the case is, by somebody who is on it still or in the desk's present epoch.
 * @returns `in_log` where the whole log alone tells: the case may have been moved since, or somebody have written it who has left;
 * null for an entry that does not hold, is of another case, or says something else
 */
export async function openSetLevel(p: Primitives, entry: CaseEntry, place: Place): Promise<SetLevel | "in_log" | null> {
  const [link] = await openAll(p, [entry], place, uuidBytes(place.caseId));
  if (link?.said.kind !== "action" || link.said.content.code !== "levelled") return null;
  const { statement } = place.chain.newest;
  const isNew = statement.desks.some(({ id, epoch }) => id === place.deskId && epoch === link.epoch);
  const isThere = link.signerId !== null && isOnDesk(place.chain, link.signerId, place.deskId);
  if (link.deskId !== place.deskId || !(isNew || isThere)) return "in_log";
  const { level, reason = null, slips } = link.said.content;
  return { level, reason, slips };
}

/**
 * What was written into the case that later items lay in came along with them. It says that case's id, and is believed where
 * a signed entry of this case names it.
 */
async function withBroughtAlong(p: Primitives, links: Link[], place: Place): Promise<Link[]> {
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
  place: Place,
  caseId: Uint8Array,
): Promise<Link[]> {
  const links: Link[] = [];
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
function shutAt({ epoch, rewrap }: CaseEntry, { keyring, deskId }: Place, code: string): number {
  if (code === "key_destroyed") return Math.min(epoch, rewrap?.epoch ?? epoch);
  if (code !== "open_failed") return 0;
  return rewrap === undefined && keyFor(keyring, deskId, epoch) !== null ? 0 : epoch;
}

async function openOne(
  p: Primitives,
  sealed: Uint8Array,
  of: CaseEntry,
  { chain, ...hands }: Place,
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
