/** Sealing on the reporter's page: statement and answers in, one body of fixed size out. */
import { concat } from "./bytes.ts";
import type { CodeKeys } from "./codeKeys.ts";
import { encodePrefix, withSlipHash, wrapInfo } from "./envelope.ts";
import { SecurityError } from "./errors.ts";
import { hpkeSeal } from "./hpke.ts";
import { CONTENT_KEY_BYTES, ENVELOPE_ID_BYTES, SIGNATURE_BYTES } from "./limits.ts";
import { bucketFor, encodePayload, sealPayload } from "./payload.ts";
import type { Primitives } from "./primitives/types.ts";
import { encodeContent, type FirstContent, type MessageContent } from "./report.ts";
import type { SealedAttachments } from "./sealAttachments.ts";
import { sealSlip } from "./slip.ts";
import { deskOf, type VerifiedStatement } from "./statement.ts";
import { threadMessage } from "./thread.ts";
import { slipOf, type Answers, type Danger, type Language } from "./vocabulary.ts";

export interface Sealed {
  /** envelope | slip: 10 896 or 35 472 bytes. Sending it again means sending these very bytes. */
  readonly body: Uint8Array;
  readonly envelopeId: Uint8Array;
}

/**
 * Seals a first report to the desk that `deskFor` names, and its slip to the triage key.
 * @param attachments what `sealAttachments` returned in the end; each for one envelope only
 * @throws SecurityError `too_long` for a text over its limit, `unknown_desk` when the statement has no such desk,
 *   `out_of_range` for attachments that another envelope names already
 */
export function sealFirstReport(
  p: Primitives,
  statement: VerifiedStatement,
  answers: Answers,
  keys: Pick<CodeKeys, "descriptor">,
  attachments?: SealedAttachments,
): Promise<Sealed> {
  const content = { type: "first", slip: slipOf(answers), answers, descriptor: keys.descriptor } as const;
  return seal(p, statement, content, { attachments });
}

/**
 * Seals a later message, signed by the thread key, to the desk that has answered so far.
 * @param attachments as for `sealFirstReport`
 * @throws SecurityError `too_long`, `unknown_desk`, `out_of_range`
 */
export function sealLaterMessage(
  p: Primitives,
  statement: VerifiedStatement,
  message: { readonly text: string; readonly danger: Danger; readonly language: Language; readonly desk: number },
  keys: Pick<CodeKeys, "mailboxId" | "thread">,
  attachments?: SealedAttachments,
): Promise<Sealed> {
  const { text, danger, language, desk } = message;
  const slip = { type: "message", danger, kinds: [], accused: [], signs: [], desk, language, assisted: false } as const;
  const content = { type: "message", slip, mailboxId: keys.mailboxId, text } as const;
  return seal(p, statement, content, { threadKey: keys.thread.secretKey, attachments });
}

/** A content key seals one payload and one stream, once. */
const spent = new WeakSet<SealedAttachments>();

async function seal(
  p: Primitives,
  statement: VerifiedStatement,
  said: FirstContent | MessageContent,
  { threadKey, attachments }: { threadKey?: Uint8Array; attachments: SealedAttachments | undefined },
): Promise<Sealed> {
  if (attachments && spent.has(attachments)) {
    throw new SecurityError("out_of_range", "these attachments belong to another envelope");
  }
  const desk = deskOf(statement, said.slip.desk);
  const contentBytes = encodeContent(attachments ? { ...said, files: attachments.files } : said);
  // The wrap must be known before the signature is, and the bucket before the wrap: the length is known already.
  const unsigned = threadKey
    ? { content: contentBytes, signature: new Uint8Array(SIGNATURE_BYTES) }
    : { content: contentBytes };
  const bucket = bucketFor(encodePayload(unsigned).length);

  if (attachments) spent.add(attachments);
  const envelopeId = attachments?.envelopeId ?? p.randomBytes(ENVELOPE_ID_BYTES);
  const unfinished = encodePrefix(statement.hash, envelopeId, bucket, attachments);
  const slip = await sealSlip(p, said.slip, unfinished, statement.triageKey);
  const prefix = withSlipHash(unfinished, await p.sha256(slip));

  const contentKey = attachments?.contentKey ?? p.randomBytes(CONTENT_KEY_BYTES);
  const wrap = await hpkeSeal(p, desk.sealingKey, await wrapInfo(p, desk.id, prefix), contentKey);
  const payload = threadKey
    ? {
        content: contentBytes,
        signature: p.ed25519Sign(await threadMessage(p, prefix, wrap, contentBytes), threadKey),
      }
    : unsigned;
  const sealed = await sealPayload(p, contentKey, prefix, wrap, encodePayload(payload), bucket);
  return { body: concat(prefix, wrap, sealed, slip), envelopeId };
}
