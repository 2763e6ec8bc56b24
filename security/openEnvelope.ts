/** Opening in the officers' console. */
import { equalBytes } from "./bytes.ts";
import { mailboxIdOf, parseDescriptor } from "./descriptor.ts";
import { parseEnvelope, wrapInfo, type ParsedEnvelope } from "./envelope.ts";
import { SecurityError } from "./errors.ts";
import { hpkeOpen, hpkeOpenWith } from "./hpke.ts";
import type { ManifestEntry } from "./manifest.ts";
import { streamFits, type AttachmentStream } from "./openAttachments.ts";
import { openPayload, type Payload } from "./payload.ts";
import type { Primitives } from "./primitives/types.ts";
import { parseContent, type Content } from "./report.ts";
import { sameSlip } from "./slip.ts";
import { rekeyMessage, threadMessage } from "./thread.ts";
import type { DeskSecret, Opener } from "./types.ts";
import { slipOf, type Answers, type Slip } from "./vocabulary.ts";

export interface FirstReport {
  readonly type: "first";
  readonly answers: Answers;
  readonly descriptor: Uint8Array;
  /** Computed from the descriptor, 16 bytes. */
  readonly mailboxId: Uint8Array;
}

/** What everything after a first report says of itself; nothing of it holds until `verifyThread` has passed. */
interface OfThread {
  /** As the sender says: of the code that signed. */
  readonly mailboxId: Uint8Array;
  readonly signature: Uint8Array;
  /** The bytes that the signature is over. */
  readonly signedContent: Uint8Array;
}

export interface LaterMessage extends OfThread {
  readonly type: "message";
  readonly text: string;
}

/** The person takes the report back. */
export interface Withdrawal extends OfThread {
  readonly type: "withdrawal";
}

/** A new code takes the place of the one that signed. Hold it against a case with `verifyRekey`. */
export interface Rekey extends OfThread {
  readonly type: "rekey";
  /** Of the new code, 1312 bytes; whoever sealed this holds its thread key, which `openReport` has checked. */
  readonly descriptor: Uint8Array;
  /** Computed from the new descriptor, 16 bytes. */
  readonly newMailboxId: Uint8Array;
}

/** What belongs to the case of a first report. */
export type ThreadItem = LaterMessage | Withdrawal | Rekey;

export type Opened =
  | {
      readonly state: "opened";
      readonly deskId: number;
      readonly epoch: number;
      readonly envelopeId: Uint8Array;
      /** The slip as the payload repeats it; compare the summary's with `sameSlip`. */
      readonly slip: Slip;
      readonly content: FirstReport | ThreadItem;
      /** For `openAttachment`; `null` when there are none. */
      readonly attachments: AttachmentStream | null;
      /** The repeated slip is not what the content asks for, or names another desk than the one it was sealed to. */
      readonly slipLied: boolean;
    }
  /** None of the keys opens the wrap. A changed prefix or wrap looks the same: X-Wing rejects implicitly. */
  | { readonly state: "other_desk" }
  /** The wrap opens, the payload or what it holds does not. */
  | { readonly state: "damaged" };

/**
 * Opens an envelope (9504 or 34 080 bytes) with any of the keys held.
 * @throws SecurityError `malformed`, `unsupported_version` for what is not an envelope; see `parseEnvelope`
 */
export async function openReport(p: Primitives, envelope: Uint8Array, keys: readonly DeskSecret[]): Promise<Opened> {
  const parsed = parseEnvelope(envelope);
  for (const { deskId, epoch, sealing } of keys) {
    const info = await wrapInfo(p, deskId, parsed.prefix);
    const contentKey = await hpkeOpen(p, sealing.secretKey, info, parsed.wrap);
    if (contentKey !== null) return readWith(p, parsed, contentKey, { deskId, epoch });
  }
  return { state: "other_desk" };
}

/**
 * As `openReport`, with what a rewrap gave. What it says of the desk that the envelope was sealed to is believed.
 * @throws SecurityError as `openReport`
 */
export async function openReportWith(p: Primitives, envelope: Uint8Array, opener: Opener): Promise<Opened> {
  const parsed = parseEnvelope(envelope);
  const contentKey = hpkeOpenWith(p, opener.messageKey, parsed.wrap);
  return contentKey === null ? { state: "other_desk" } : readWith(p, parsed, contentKey, opener);
}

async function readWith(
  p: Primitives,
  parsed: ParsedEnvelope,
  contentKey: Uint8Array,
  { deskId, epoch }: Pick<Opener, "deskId" | "epoch">,
): Promise<Opened> {
  const read = await readPayload(p, parsed, contentKey);
  if (read === null) return { state: "damaged" };
  const slipLied = read.slipLied || read.slip.desk !== deskId;
  return { state: "opened", deskId, epoch, envelopeId: parsed.envelopeId, ...read, slipLied };
}

interface Read {
  readonly slip: Slip;
  readonly content: FirstReport | ThreadItem;
  readonly attachments: AttachmentStream | null;
  readonly slipLied: boolean;
}

async function readPayload(p: Primitives, envelope: ParsedEnvelope, contentKey: Uint8Array): Promise<Read | null> {
  const { prefix, wrap, payload } = envelope;
  try {
    const opened = await openPayload(p, contentKey, prefix, wrap, payload);
    if (opened === null) return null;
    const said = parseContent(opened.content);
    const attachments = attachmentsOf(envelope, contentKey, "files" in said ? said.files : undefined);
    const content = said.type === "first" ? await firstOf(p, said, opened) : await laterOf(p, said, opened, envelope);
    if (content === null) return null;
    const slipLied = said.type === "first" ? !sameSlip(said.slip, slipOf(said.answers)) : said.slip.type !== said.type;
    return { slip: said.slip, content, attachments, slipLied };
  } catch (error) {
    if (error instanceof SecurityError) return null; // the sender did not follow the format
    throw error;
  }
}

/** `null` with a signature: nothing could verify it. */
async function firstOf(
  p: Primitives,
  { type, answers, descriptor }: Extract<Content, { type: "first" }>,
  { signature, newSignature }: Payload,
): Promise<FirstReport | null> {
  if (signature || newSignature) return null;
  return { type, answers, descriptor, mailboxId: await mailboxIdOf(p, descriptor) };
}

/** `null` without the signatures that its type asks for, or with more of them: what is unsigned is nobody's. */
async function laterOf(
  p: Primitives,
  said: Exclude<Content, { type: "first" }>,
  { content, signature, newSignature }: Payload,
  { prefix, wrap }: ParsedEnvelope,
): Promise<ThreadItem | null> {
  if (!signature || (said.type === "rekey") !== (newSignature !== undefined)) return null;
  const thread = { mailboxId: said.mailboxId, signature, signedContent: await threadMessage(p, prefix, wrap, content) };
  if (said.type === "message") return { type: said.type, text: said.text, ...thread };
  if (said.type === "withdrawal") return { type: said.type, ...thread };
  const { descriptor } = said;
  const { threadKey } = parseDescriptor(descriptor);
  if (!newSignature || !p.ed25519Verify(newSignature, await rekeyMessage(p, prefix, wrap, content), threadKey)) {
    return null; // somebody else's code
  }
  return { type: said.type, descriptor, newMailboxId: await mailboxIdOf(p, descriptor), ...thread };
}

/** @throws SecurityError `malformed` when prefix and payload disagree on whether there are files, or how large they are */
function attachmentsOf(
  { hasAttachments, envelopeId, streamLength }: ParsedEnvelope,
  contentKey: Uint8Array,
  files: readonly ManifestEntry[] | undefined,
): AttachmentStream | null {
  if (!hasAttachments && files === undefined) return null;
  if (!hasAttachments || files === undefined || !streamFits(streamLength, files)) {
    throw new SecurityError("malformed", "the manifest is not that of the stream");
  }
  return { contentKey, envelopeId, streamLength, files };
}

/**
 * Whether an item was written by the holder of the thread key (32 bytes) of the mailbox it names.
 * Consoles believe none that fails this, and take the key from the descriptor of the case with that mailbox id.
 */
export async function verifyThread(
  p: Primitives,
  { signature, signedContent }: Pick<ThreadItem, "signature" | "signedContent">,
  threadKey: Uint8Array,
): Promise<boolean> {
  return p.ed25519Verify(signature, signedContent, threadKey);
}

/**
 * Whether a rekey may follow upon the descriptors (1312 bytes each) that a case has had so far, the current one last: it is
 * for that one's mailbox, signed by that one's thread key, and the new thread key is none that the case has had. A code that
 * was given up never comes back.
 */
export async function verifyRekey(p: Primitives, rekey: Rekey, descriptors: readonly Uint8Array[]): Promise<boolean> {
  const current = descriptors.at(-1);
  if (current === undefined || !equalBytes(rekey.mailboxId, await mailboxIdOf(p, current))) return false;
  const fresh = parseDescriptor(rekey.descriptor).threadKey;
  if (descriptors.some((had) => equalBytes(parseDescriptor(had).threadKey, fresh))) return false;
  return verifyThread(p, rekey, parseDescriptor(current).threadKey);
}
