/** Sealing on the reporter's page: statement and answers in, one body of fixed size out. */
import { concat, equalBytes } from "./bytes.ts";
import type { CodeKeys } from "./codeKeys.ts";
import { encodePrefix, withSlipHash, wrapInfo } from "./envelope.ts";
import { SecurityError } from "./errors.ts";
import { hpkeSeal } from "./hpke.ts";
import { CONTENT_KEY_BYTES, ENVELOPE_ID_BYTES, SIGNATURE_BYTES } from "./limits.ts";
import { bucketFor, encodePayload, sealPayload, type Payload } from "./payload.ts";
import type { Primitives } from "./primitives/types.ts";
import { encodeContent, type Content, type FirstContent } from "./report.ts";
import type { SealedAttachments } from "./sealAttachments.ts";
import { sealSlip } from "./slip.ts";
import { deskOf, type VerifiedStatement } from "./statement.ts";
import { rekeyMessage, threadMessage } from "./thread.ts";
import { slipOf, type Answers, type Danger, type EnvelopeType, type Language, type Slip } from "./vocabulary.ts";

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
  const { descriptor } = keys;
  const content = { type: "first", slip: slipOf(answers), answers, descriptor, ...filesOf(attachments) } as const;
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
  const slip = laterSlip("message", message);
  const { mailboxId } = keys;
  const content = { type: "message", slip, mailboxId, text: message.text, ...filesOf(attachments) } as const;
  return seal(p, statement, content, { threadKey: keys.thread.secretKey, attachments });
}

/** What a page asks for a withdrawal and a rekey: no more than where it goes. */
export interface LaterRoute {
  readonly language: Language;
  readonly desk: number;
}

/**
 * Seals that the person takes the report back, signed by the thread key.
 * @throws SecurityError `unknown_desk`
 */
export function sealWithdrawal(
  p: Primitives,
  statement: VerifiedStatement,
  route: LaterRoute,
  keys: Pick<CodeKeys, "mailboxId" | "thread">,
): Promise<Sealed> {
  const slip = laterSlip("withdrawal", { ...route, danger: "unknown" });
  const content = { type: "withdrawal", slip, mailboxId: keys.mailboxId } as const;
  return seal(p, statement, content, { threadKey: keys.thread.secretKey });
}

/**
 * Seals that a new code takes the place of an old one: signed by both thread keys, by the old one because it may say so, by
 * the new one because only its holder may be answered there.
 * @throws SecurityError `unknown_desk`; `out_of_range` for the same code twice
 */
export async function sealRekey(
  p: Primitives,
  statement: VerifiedStatement,
  route: LaterRoute,
  { old, fresh }: { old: Pick<CodeKeys, "mailboxId" | "thread">; fresh: Pick<CodeKeys, "descriptor" | "thread"> },
): Promise<Sealed> {
  if (equalBytes(old.thread.publicKey, fresh.thread.publicKey)) {
    throw new SecurityError("out_of_range", "a code cannot take its own place");
  }
  const slip = laterSlip("rekey", { ...route, danger: "unknown" });
  const content = { type: "rekey", slip, mailboxId: old.mailboxId, descriptor: fresh.descriptor } as const;
  return seal(p, statement, content, { threadKey: old.thread.secretKey, newThreadKey: fresh.thread.secretKey });
}

function filesOf(attachments: SealedAttachments | undefined): Pick<FirstContent, "files"> {
  return attachments ? { files: attachments.files } : {};
}

function laterSlip(type: EnvelopeType, { danger, language, desk }: LaterRoute & { readonly danger: Danger }): Slip {
  return { type, danger, kinds: [], accused: [], signs: [], desk, language, assisted: false };
}

/** Ed25519 seeds: of the thread, and of the one that takes over. */
interface Signers {
  readonly threadKey?: Uint8Array;
  readonly newThreadKey?: Uint8Array;
}

/** The payload of a content, with the signatures that `sign` gives. */
async function payloadOf(
  content: Uint8Array,
  { threadKey, newThreadKey }: Signers,
  sign: (message: typeof threadMessage, key: Uint8Array) => Promise<Uint8Array>,
): Promise<Payload> {
  return {
    content,
    ...(threadKey && { signature: await sign(threadMessage, threadKey) }),
    ...(newThreadKey && { newSignature: await sign(rekeyMessage, newThreadKey) }),
  };
}

/** A content key seals one payload and one stream, once. */
const spent = new WeakSet<SealedAttachments>();

async function seal(
  p: Primitives,
  statement: VerifiedStatement,
  said: Content,
  { attachments, ...signers }: Signers & { readonly attachments?: SealedAttachments | undefined },
): Promise<Sealed> {
  if (attachments && spent.has(attachments)) {
    throw new SecurityError("out_of_range", "these attachments belong to another envelope");
  }
  const desk = deskOf(statement, said.slip.desk);
  const contentBytes = encodeContent(said);
  // The wrap must be known before the signatures are, and the bucket before the wrap: the length is known already.
  const unsigned = await payloadOf(contentBytes, signers, async () => new Uint8Array(SIGNATURE_BYTES));
  const bucket = bucketFor(encodePayload(unsigned).length);

  if (attachments) spent.add(attachments);
  const envelopeId = attachments?.envelopeId ?? p.randomBytes(ENVELOPE_ID_BYTES);
  const unfinished = encodePrefix(statement.hash, envelopeId, bucket, attachments);
  const slip = await sealSlip(p, said.slip, unfinished, statement.triageKey);
  const prefix = withSlipHash(unfinished, await p.sha256(slip));

  const contentKey = attachments?.contentKey ?? p.randomBytes(CONTENT_KEY_BYTES);
  const wrap = await hpkeSeal(p, desk.sealingKey, await wrapInfo(p, desk.id, prefix), contentKey);
  const payload = await payloadOf(contentBytes, signers, async (message, key) =>
    p.ed25519Sign(await message(p, prefix, wrap, contentBytes), key),
  );
  const sealed = await sealPayload(p, contentKey, prefix, wrap, encodePayload(payload), bucket);
  return { body: concat(prefix, wrap, sealed, slip), envelopeId };
}
