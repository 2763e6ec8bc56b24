/** Makes one file of protocol vectors: a unit, a code, envelopes of both sizes and kinds, a stream of files, a mailbox with replies. */
import {
  codeKeys,
  emptySlot,
  encodeMailboxRequest,
  envelopeOpener,
  mailboxRowKey,
  newFollowUpCode,
  officerFingerprint,
  parseIntakeBody,
  rekeyEntryId,
  sealAttachments,
  sealFirstReport,
  sealLaterMessage,
  sealRekey,
  sealReply,
  sealRewrap,
  sealSummary,
  sealWithdrawal,
  slipOf,
  splitReply,
  summaryOpener,
  toHex,
  utf8,
  fromHex,
  MAILBOX_SLOTS,
  type Answers,
  type Opener,
  type Primitives,
} from "../../security/index.ts";
import { deskSecret } from "../../security/epochs.ts";
import { streamKey } from "../../security/stream.ts";
import { admissionOf, makeUnit, requestOf } from "../tools/unit.ts";
import { formatCode } from "../tools/codes.ts";
import { deterministic } from "./deterministic.ts";

/** 2026-11-21. */
const TODAY = 20_778;

const SHORT: Answers = {
  danger: "soon",
  subject: "me",
  phoneChecked: "yes",
  kinds: ["pay", "locked_in", "status_threats"],
  narrative: "Mon patron garde mon passeport. Il dit qu’il va appeler la police. আমি ভয় পাচ্ছি।",
  when: "today",
  still: "yes",
  accused: ["employer"],
  accusedName: "Ferme du Nord",
  place: "à côté de la rivière",
  signs: ["papers_taken", "pay_withheld", "threats"],
  child: "no",
  help: ["rights", "safe_place"],
  consent: ["ask_first"],
  comeBack: "week",
  language: "fr",
  wroteBefore: false,
};

const LEAST: Answers = {
  danger: "unknown",
  subject: "helping",
  kinds: ["police"],
  narrative: "",
  accused: [],
  accusedName: "",
  place: "",
  signs: [],
  help: [],
  consent: ["ask_first"],
  language: "ht",
  wroteBefore: true,
};

const LONG: Answers = { ...SHORT, narrative: "أخاف أن أعود. ".repeat(950), language: "ar" };

/** Everything sealed from `label` by `engine`; the same label gives the same bytes on every engine. */
export async function makeVectors(engine: Primitives, label: string) {
  const p = deterministic(engine, await engine.sha256(utf8(label)));
  const { state, statement, unit, directory, desks, grants, officer } = await makeUnit({ engine: p, today: TODAY });
  const unitId = fromHex(unit.unitId);
  const code = newFollowUpCode(p);
  const keys = await codeKeys(p, code, unitId);
  const general = desks[0] as (typeof desks)[number];

  const firstReports = [];
  for (const answers of [SHORT, LEAST, LONG]) {
    const { body, envelopeId } = await sealFirstReport(p, statement, answers, keys);
    firstReports.push({ answers, envelopeId: toHex(envelopeId), body: toHex(body) });
  }
  const message = { text: "Je suis en sécurité maintenant. Merci.", danger: "no", language: "fr", desk: 1 } as const;
  const later = await sealLaterMessage(p, statement, message, keys);

  const replies = [];
  const text = `Nous avons lu votre message. ${"Vous pouvez répondre ici. ".repeat(130)}`;
  const parts = splitReply(text);
  const { descriptor } = keys;
  for (const [index, part] of parts.entries()) {
    const header = { sequence: index + 1, deskId: general.deskId, part: index + 1, parts: parts.length };
    const slot = await sealReply(p, { ...header, descriptor, signing: general.signing, text: part });
    replies.push({ ...header, text: part, slot: toHex(slot) });
  }
  const header = { sequence: 9, deskId: general.deskId, part: 1, parts: 1 };
  const ninth = await sealReply(p, { ...header, descriptor, signing: general.signing, text: "Neuvième réponse." });
  replies.push({ ...header, text: "Neuvième réponse.", slot: toHex(ninth) });

  const rowSecret = p.randomBytes(32);
  const prfKey = p.randomBytes(32);
  const emptySlots = [];
  for (let i = 0; i < MAILBOX_SLOTS; i++) emptySlots.push(toHex(await emptySlot(p, prfKey, keys.mailboxId, i)));

  const itemId = p.randomBytes(16);
  const summary = { alias: [7, 2047] as const, slip: slipOf(SHORT) };
  const place = { deskId: general.deskId, epoch: general.epoch, itemId };
  const sealedSummary = await sealSummary(p, summary, { ...place, deskKey: general.sealing.publicKey });

  const attachments = await attachmentVectors(p);
  const withFiles = await sealFirstReport(p, statement, SHORT, keys, attachments.sealed);

  const route = { language: "fr", desk: general.deskId } as const;
  const newCode = newFollowUpCode(p);
  const fresh = await codeKeys(p, newCode, unitId);
  const rekey = await sealRekey(p, statement, route, { old: keys, fresh });
  const withdrawal = await sealWithdrawal(p, statement, route, fresh);
  const matchingKey = state.offline.desks[0]?.matchingKey as Uint8Array;

  const restricted = desks[1] as (typeof desks)[number];
  const { envelope } = parseIntakeBody(fromHex(firstReports[0]?.body ?? ""));
  const rewrapPlace = { deskId: restricted.deskId, epoch: restricted.epoch, deskKey: restricted.sealing.publicKey };
  const rewrapOf = async (kind: "envelope" | "summary", opener: Opener | null): Promise<string> =>
    toHex(await sealRewrap(p, opener, { ...rewrapPlace, kind, objectId: itemId }));
  const summaryKey = await summaryOpener(p, sealedSummary, itemId, [general]);

  return {
    protocol: "abri/v1",
    madeBy: engine.engine,
    randomnessFrom: `SHA-256 of the text "${label}"`,
    today: TODAY,
    unit,
    directory: directory.map(({ statement, roster }) => ({ statement: toHex(statement), roster: toHex(roster) })),
    statementHash: toHex(statement.hash),
    triageSecret: toHex(state.triageSecret),
    desks: await Promise.all(
      state.offline.desks.map(async ({ id, matchingKey, epochs }) => ({
        id,
        matchingKey: toHex(matchingKey),
        epochs: await Promise.all(
          epochs.map(async ({ epoch, seed }) => {
            const { sealing, signing } = await deskSecret(p, { deskId: id, epoch, seed });
            return {
              epoch,
              seed: toHex(seed),
              sealingSeed: toHex(sealing.secretKey),
              signingSeed: toHex(signing.secretKey),
            };
          }),
        ),
      })),
    ),
    officer: {
      id: toHex(officer.id),
      sealingSeed: toHex(officer.sealingSeed),
      signingSeed: toHex(officer.signingSeed),
      name: officer.name,
      admissionRequest: requestOf(p, officer, unit),
      fingerprint: await officerFingerprint(p, admissionOf(p, officer, unit)),
    },
    grants: grants.map((grant) => ({
      desk: grant.deskId,
      epoch: grant.epoch,
      officerId: toHex(grant.officerId),
      inner: toHex(grant.inner),
      signerId: toHex(grant.signerId),
      signature: toHex(grant.signature),
    })),
    followUp: {
      code: formatCode(code),
      token: toHex(keys.token),
      replySeed: toHex(keys.reply.secretKey),
      outerKey: toHex(keys.outerKey),
      threadSeed: toHex(keys.thread.secretKey),
      descriptor: toHex(keys.descriptor),
      mailboxId: toHex(keys.mailboxId),
      mailboxRequest: toHex(encodeMailboxRequest(keys)),
    },
    firstReports,
    laterMessage: { ...message, envelopeId: toHex(later.envelopeId), body: toHex(later.body) },
    mailbox: {
      rowSecret: toHex(rowSecret),
      rowKey: toHex(await mailboxRowKey(p, rowSecret, keys.mailboxId, keys.tokenHash)),
      prfKey: toHex(prfKey),
      emptySlots,
      replies,
    },
    summary: {
      alias: summary.alias,
      desk: place.deskId,
      epoch: place.epoch,
      itemId: toHex(itemId),
      sealed: toHex(sealedSummary),
    },
    attachments: { ...attachments.vector, answers: SHORT, body: toHex(withFiles.body) },
    rekey: {
      ...route,
      newCode: formatCode(newCode),
      newThreadSeed: toHex(fresh.thread.secretKey),
      newDescriptor: toHex(fresh.descriptor),
      newMailboxId: toHex(fresh.mailboxId),
      envelopeId: toHex(rekey.envelopeId),
      body: toHex(rekey.body),
      entryId: toHex(await rekeyEntryId(p, matchingKey, keys.mailboxId)),
    },
    withdrawal: { ...route, envelopeId: toHex(withdrawal.envelopeId), body: toHex(withdrawal.body) },
    rewraps: {
      desk: restricted.deskId,
      epoch: restricted.epoch,
      itemId: toHex(itemId),
      summaryMessageKey: toHex(summaryKey?.messageKey ?? new Uint8Array()),
      envelope: await rewrapOf("envelope", await envelopeOpener(p, envelope, [general])),
      summary: await rewrapOf("summary", summaryKey),
      nothing: await rewrapOf("summary", null),
    },
  };
}

/** Of these sizes; the second one ends in the second part. Byte i of a file is (i + its seed) mod 251. */
const FILES = [
  { name: "vidéo.mp4", type: "video/mp4", state: "uncleaned", size: 65_536, seed: 1 },
  { name: "মজুরি.jpg", type: "image/jpeg", state: "cleaned", size: 250_000, seed: 2 },
  { name: "মজুরি.jpg", type: "image/jpeg", state: "original", size: 1, seed: 3 },
] as const;

/** The stream is too long for a file of text: its parts are given by their hashes, its first and last chunk by an end. */
async function attachmentVectors(p: Primitives) {
  const sealing = sealAttachments(
    p,
    FILES.map(({ size, seed, ...facts }) => {
      return { ...facts, content: new Blob([Uint8Array.from({ length: size }, (_, i) => (i + seed) % 251)]) };
    }),
  );
  const parts: Uint8Array[] = [];
  let step = await sealing.parts.next();
  for (; step.done !== true; step = await sealing.parts.next()) parts.push(step.value);
  const sealed = step.value;
  const vector = {
    files: FILES.map((file, i) => ({ ...file, hash: toHex(sealed.files[i]?.hash ?? new Uint8Array()) })),
    contentKey: toHex(sealed.contentKey),
    envelopeId: toHex(sealed.envelopeId),
    streamKey: toHex(await streamKey(p, sealed.contentKey, sealed.envelopeId)),
    uploadId: toHex(sealed.uploadId),
    streamLength: sealed.streamLength,
    streamHash: toHex(sealed.streamHash),
    partHashes: await Promise.all(parts.map(async (part) => toHex(await p.sha256(part)))),
    firstBytes: toHex(parts[0]?.slice(0, 64) ?? new Uint8Array()),
    lastTag: toHex(parts.at(-1)?.slice(-16) ?? new Uint8Array()),
  };
  return { sealed, vector };
}

export type Vectors = Awaited<ReturnType<typeof makeVectors>>;
