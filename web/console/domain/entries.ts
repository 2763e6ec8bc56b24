/** What officers wrote into a case: opened with the desk's keys, the writer's signature checked against the directory. */
import {
  equalBytes,
  fromBase64Url,
  openEntry,
  parseAttached,
  parseSentReply,
  rekeyEntryId,
  SecurityError,
  signersOf,
  type Attached,
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
}

export async function openEntries(
  p: Primitives,
  entries: readonly CaseEntry[],
  { deskId, keyring, chain }: { deskId: number; keyring: Keyring; chain: VerifiedChain },
): Promise<CaseEntries> {
  const replies: SentReplyEntry[] = [];
  const attached: AttachedEntry[] = [];
  const matching = keyring.matching.get(deskId);
  const refusedEntries: RefusedEntry[] = [];
  for (const { id, epoch, day, sealed } of entries) {
    try {
      const key = keyFor(keyring, deskId, epoch);
      if (key === null) throw new SecurityError("open_failed", "no key for this desk and epoch");
      const entry = await openEntry(p, fromBase64Url(sealed), {
        deskId,
        epoch,
        objectId: uuidBytes(id),
        secretKey: key.sealing.secretKey,
        signerKeyOf: await signersOf(p, chain, { deskId, epoch }),
      });
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
  }
  replies.sort((a, b) => (a.sequences[0] ?? 0) - (b.sequences[0] ?? 0));
  return { replies, attached, refusedEntries };
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
