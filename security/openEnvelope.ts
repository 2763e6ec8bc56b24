/** Opening in the officers' console. */
import { mailboxIdOf } from "./descriptor.ts";
import { parseEnvelope, wrapInfo, type ParsedEnvelope } from "./envelope.ts";
import { SecurityError } from "./errors.ts";
import { hpkeOpen } from "./hpke.ts";
import type { ManifestEntry } from "./manifest.ts";
import { streamFits, type AttachmentStream } from "./openAttachments.ts";
import { openPayload } from "./payload.ts";
import type { Primitives } from "./primitives/types.ts";
import { parseContent } from "./report.ts";
import { sameSlip } from "./slip.ts";
import { threadMessage } from "./thread.ts";
import type { DeskSecret } from "./types.ts";
import { slipOf, type Answers, type Slip } from "./vocabulary.ts";

export interface FirstReport {
  readonly type: "first";
  readonly answers: Answers;
  readonly descriptor: Uint8Array;
  /** Computed from the descriptor, 16 bytes. */
  readonly mailboxId: Uint8Array;
}

export interface LaterMessage {
  readonly type: "message";
  /** As the message says; nothing holds until `verifyThread` has passed with that mailbox's thread key. */
  readonly mailboxId: Uint8Array;
  readonly text: string;
  readonly signature: Uint8Array;
  /** The bytes that the signature is over. */
  readonly signedContent: Uint8Array;
}

export type Opened =
  | {
      readonly state: "opened";
      readonly deskId: number;
      readonly epoch: number;
      readonly envelopeId: Uint8Array;
      /** The slip as the payload repeats it; compare the summary's with `sameSlip`. */
      readonly slip: Slip;
      readonly content: FirstReport | LaterMessage;
      /** For `openAttachments` and `openAttachment`; `null` when there are none. */
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
    if (contentKey === null) continue;
    const read = await readPayload(p, parsed, contentKey);
    if (read === null) return { state: "damaged" };
    const slipLied = read.slipLied || read.slip.desk !== deskId;
    return { state: "opened", deskId, epoch, envelopeId: parsed.envelopeId, ...read, slipLied };
  }
  return { state: "other_desk" };
}

interface Read {
  readonly slip: Slip;
  readonly content: FirstReport | LaterMessage;
  readonly attachments: AttachmentStream | null;
  readonly slipLied: boolean;
}

async function readPayload(p: Primitives, envelope: ParsedEnvelope, contentKey: Uint8Array): Promise<Read | null> {
  const { prefix, wrap, payload } = envelope;
  try {
    const opened = await openPayload(p, contentKey, prefix, wrap, payload);
    if (opened === null) return null;
    const { slip, files, ...content } = parseContent(opened.content);
    const attachments = attachmentsOf(envelope, contentKey, files);
    if (content.type === "first") {
      if (opened.signature) return null; // nothing could verify it
      const mailboxId = await mailboxIdOf(p, content.descriptor);
      const slipLied = !sameSlip(slip, slipOf(content.answers));
      return { slip, content: { ...content, mailboxId }, attachments, slipLied };
    }
    if (!opened.signature) return null; // an unsigned message is nobody's
    const signedContent = await threadMessage(p, prefix, wrap, opened.content);
    const { signature } = opened;
    const slipLied = slip.type !== "message";
    return { slip, content: { ...content, signature, signedContent }, attachments, slipLied };
  } catch (error) {
    if (error instanceof SecurityError) return null; // the sender did not follow the format
    throw error;
  }
}

/** @throws SecurityError `malformed` when prefix and payload disagree on whether there are files, or how large they are */
function attachmentsOf(
  { hasAttachments, envelopeId, streamLength, streamHash }: ParsedEnvelope,
  contentKey: Uint8Array,
  files: readonly ManifestEntry[] | undefined,
): AttachmentStream | null {
  if (!hasAttachments && files === undefined) return null;
  if (!hasAttachments || files === undefined || !streamFits(streamLength, files)) {
    throw new SecurityError("malformed", "the manifest is not that of the stream");
  }
  return { contentKey, envelopeId, streamLength, streamHash, files };
}

/**
 * Whether a later message was written by the holder of the thread key (32 bytes) of the mailbox it names.
 * Consoles show no message that fails this, and take the key from the descriptor of the case with that mailbox id.
 */
export async function verifyThread(p: Primitives, message: LaterMessage, threadKey: Uint8Array): Promise<boolean> {
  return p.ed25519Verify(message.signature, message.signedContent, threadKey);
}
