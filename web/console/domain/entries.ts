/** What officers wrote into a case: opened with the desk's keys, the writer's signature checked against the directory. */
import {
  fromBase64Url,
  openEntry,
  parseSentReply,
  SecurityError,
  signersOf,
  type Primitives,
  type SentReply,
  type VerifiedChain,
} from "../../../security/index.ts";
import type { CaseEntry } from "../../../api/routes/cases/schema.ts";
import { uuidBytes } from "./ids.ts";
import { keyFor, type Keyring } from "./keyring.ts";
import { nameOf } from "./trust.ts";

export interface SentReplyEntry extends SentReply {
  readonly id: string;
  /** ISO day. */
  readonly day: string;
  readonly signerName: string | null;
}

export interface RefusedEntry {
  readonly id: string;
  readonly day: string;
  readonly code: string;
}

export interface CaseEntries {
  readonly replies: readonly SentReplyEntry[];
  /** Entries that do not open or whose signature does not hold. */
  readonly refusedEntries: readonly RefusedEntry[];
}

export async function openEntries(
  p: Primitives,
  entries: readonly CaseEntry[],
  { deskId, keyring, chain }: { deskId: number; keyring: Keyring; chain: VerifiedChain },
): Promise<CaseEntries> {
  const replies: SentReplyEntry[] = [];
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
      if (entry.kind !== "sentReply") continue;
      replies.push({ id, day, signerName: nameOf(chain, entry.signerId), ...parseSentReply(entry.content) });
    } catch (error) {
      if (!(error instanceof SecurityError)) throw error;
      refusedEntries.push({ id, day, code: error.code });
    }
  }
  replies.sort((a, b) => (a.sequences[0] ?? 0) - (b.sequences[0] ?? 0));
  return { replies, refusedEntries };
}
