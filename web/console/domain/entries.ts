/** What officers wrote into a case: opened with the desk's keys, the writer's signature checked against the directory. */
import {
  fromHex,
  readLog,
  toHex,
  type Action,
  type ActionCode,
  type Attached,
  type Note,
  type Primitives,
  type SentReply,
} from "../../../security/index.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import { backdatedOf, isNewAndOld, type DatedStep } from "./backdated.ts";
import type { SetLevel } from "./caseLevel.ts";
import { factsOf, type Act, type CaseFacts } from "./caseFacts.ts";
import { openLink, openLinks, refusedAs, type CasePlace, type EntryLink, type Said } from "./entryLinks.ts";
import { standingOf, type Standing, type Step } from "./standing.ts";
import { hasLed, isOnDesk } from "./trust.ts";
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

export async function openEntries(
  p: Primitives,
  entries: readonly CaseEntry[],
  place: CasePlace,
): Promise<CaseEntries> {
  const links = await openLinks(p, entries, place);
  // The order in which the server hands them out must not decide anything.
  links.sort((a, b) => (toHex(a.hash) < toHex(b.hash) ? -1 : 1));
  const log = readLog(links);
  const { deskId, home = null } = place;
  const dated = withoutBackdated(log.entries, place);
  const { movedTo, strangers } = whereaboutsOf(dated.map(stepOf), { deskId, home });
  const strange = new Set([...strangers].map(({ link }) => link));
  const lines = withoutUncalled(dated.map((link) => (strange.has(link) ? refusedAs(link, "other_desk") : link)));
  const written = ({ of: { id, day }, signerName }: EntryLink): Written => ({ id, day, signerName });
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
  readonly link: EntryLink;
}

/** What somebody who has left signs for an epoch that they were in, once others have written in a later one. */
function withoutBackdated(links: readonly EntryLink[], { caseId, chain, seen }: CasePlace): EntryLink[] {
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
  readonly link: EntryLink;
}

const stepOf = (link: EntryLink): LinkStep => ({
  link,
  hash: link.hash,
  after: link.after,
  deskId: link.deskId,
  movesTo: link.said.kind === "action" && link.said.content.code === "moved" ? link.said.content.to : null,
  attaches: link.said.kind === "attached" && link.said.content.from !== undefined,
});

/** What came along is of this case for as long as the entry holds that names where it came from. */
function withoutUncalled(lines: readonly EntryLink[]): EntryLink[] {
  const called = new Set(
    lines.flatMap(({ said }) => (said.kind === "attached" && said.content.from ? [toHex(said.content.from)] : [])),
  );
  return lines.map((link) =>
    link.from === null || called.has(toHex(link.from)) ? link : refusedAs(link, "wrong_case"),
  );
}

/** Those that hold before all others: whoever left, and a host, could fill the places with what is refused. */
const headsOf = (lines: readonly EntryLink[]): CaseEntries["heads"] =>
  readLog(lines.map((link) => (link.said.kind === "refused" ? { ...link, after: null } : link))).heads;

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
export async function openSetLevel(
  p: Primitives,
  entry: CaseEntry,
  place: CasePlace,
): Promise<SetLevel | "in_log" | null> {
  const link = await openLink(p, entry, place);
  if (link?.said.kind !== "action" || link.said.content.code !== "levelled") return null;
  const { statement } = place.chain.newest;
  const isNew = statement.desks.some(({ id, epoch }) => id === place.deskId && epoch === link.epoch);
  const isThere = link.signerId !== null && isOnDesk(place.chain, link.signerId, place.deskId);
  if (link.deskId !== place.deskId || !(isNew || isThere)) return "in_log";
  const { level, reason = null, slips } = link.said.content;
  return { level, reason, slips };
}
