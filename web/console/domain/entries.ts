/** What officers wrote into a case: opened with the desk's keys, the writer's signature checked against the directory. */
import {
  equalBytes,
  fromBase64Url,
  openEntry,
  parseAttached,
  parseSentReply,
  readLog,
  rekeyEntryId,
  SecurityError,
  signersOf,
  type Attached,
  type LogLink,
  type Primitives,
  type SentReply,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import { uuidBytes } from "./ids.ts";
import { keyFor, type Keyring } from "./keyring.ts";
import { nameOf } from "./trust.ts";

interface Written {
  readonly id: string;
  /** ISO day. */
  readonly day: string;
  readonly signerName: string | null;
}

export type SentReplyEntry = SentReply & Written;

/** That later items were put into this case; for a change of code, that it was taken up. */
export type AttachedEntry = Attached & Written;

export interface RefusedEntry {
  readonly id: string;
  readonly day: string;
  readonly code: string;
}

export interface CaseEntries {
  readonly replies: readonly SentReplyEntry[];
  readonly attached: readonly AttachedEntry[];
  /** Entries that do not open or whose signature does not hold. */
  readonly refusedEntries: readonly RefusedEntry[];
  /** What the next entry names: the newest that there are, by hash. */
  readonly heads: readonly Uint8Array[];
  /** How many entries others build on that the server did not hand out. */
  readonly missingEntries: number;
}

export async function openEntries(
  p: Primitives,
  entries: readonly CaseEntry[],
  { caseId, deskId, keyring, chain }: { caseId: string; deskId: number; keyring: Keyring; chain: VerifiedChain },
): Promise<CaseEntries> {
  const links: LogLink[] = [];
  const replies: SentReplyEntry[] = [];
  const attached: AttachedEntry[] = [];
  const matching = keyring.matching.get(deskId);
  const refusedEntries: RefusedEntry[] = [];
  for (const { id, epoch, day, sealed: text } of entries) {
    const sealed = fromBase64Url(text);
    let after: LogLink["after"] = null;
    try {
      const key = keyFor(keyring, deskId, epoch);
      if (key === null) throw new SecurityError("open_failed", "no key for this desk and epoch");
      const entry = await openEntry(p, sealed, {
        deskId,
        epoch,
        objectId: uuidBytes(id),
        caseId: uuidBytes(caseId),
        secretKey: key.sealing.secretKey,
        signerKeyOf: await signersOf(p, chain, { deskId, epoch }),
      });
      after = entry.after;
      const written = { id, day, signerName: nameOf(chain, entry.signerId) };
      if (entry.kind === "sentReply") replies.push({ ...written, ...parseSentReply(entry.content) });
      if (entry.kind === "attached") {
        const content = parseAttached(entry.content);
        await checkPlace(p, content, uuidBytes(id), matching);
        attached.push({ ...written, ...content });
      }
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      refusedEntries.push({ id, day, code: error.code });
    }
    links.push({ hash: await p.sha256(sealed), after });
  }
  const { heads, missing } = readLog(links);
  replies.sort((a, b) => (a.sequences[0] ?? 0) - (b.sequences[0] ?? 0));
  return { replies, attached, refusedEntries, heads, missingEntries: missing };
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
