/** Protocol vectors: made by one engine, read by both, and by a reader that shares no code with security/. */
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  checkGrantSignature,
  codeKeys,
  concat,
  emptySlot,
  encodeMailboxRequest,
  fromHex,
  mailboxRowKey,
  officerFingerprint,
  openGrant,
  openMailbox,
  openReport,
  openReportWith,
  openRewrap,
  openSlip,
  openSummary,
  openSummaryWith,
  parseCode,
  parseDescriptor,
  parseEnvelope,
  parseIntakeBody,
  parseUnitPublic,
  rekeyEntryId,
  slipOf,
  toHex,
  utf8,
  verifyAdmissionRequest,
  verifyChain,
  verifyRekey,
  verifyThread,
  type Answers,
  type DeskSecret,
  type Primitives,
  type VerifiedStatement,
} from "../../security/index.ts";
import { deskSecret } from "../../security/epochs.ts";
import { makeVectors, type Vectors } from "../vectors/make.ts";
import nobleVectors from "../vectors/noble.json" with { type: "json" };
import sodiumVectors from "../vectors/sodium.json" with { type: "json" };
import { fetchFrom, openFiles } from "../tools/openFiles.ts";
import { ENGINES, noble, sodium } from "./engines.ts";
import * as second from "./secondReader.ts";

const FILES = [
  ["noble.json", nobleVectors as unknown as Vectors],
  ["sodium.json", sodiumVectors as unknown as Vectors],
] as const;

const CASES = FILES.flatMap(([file, vectors]) =>
  ENGINES.map(([engine, p]): [string, string, Vectors, Primitives] => [file, engine, vectors, p]),
);

async function desksOf(p: Primitives, v: Vectors): Promise<DeskSecret[]> {
  return Promise.all(
    v.desks.flatMap(({ id, epochs }) =>
      epochs.map(({ epoch, seed }) => deskSecret(p, { deskId: id, epoch, seed: fromHex(seed) })),
    ),
  );
}

describe.each(CASES)("%s read by %s", (_file, _engine, v, p) => {
  let statement: VerifiedStatement;
  let desks: DeskSecret[];

  beforeAll(async () => {
    const links = v.directory.map((link) => ({ statement: fromHex(link.statement), roster: fromHex(link.roster) }));
    ({ statement } = (await verifyChain(p, links, parseUnitPublic(v.unit), v.today)).newest);
    desks = await desksOf(p, v);
  });

  it("verifies the directory, and its hash is what envelopes name", () => {
    expect(toHex(statement.hash)).toBe(v.statementHash);
    for (const { body } of v.firstReports) {
      expect(toHex(parseEnvelope(parseIntakeBody(fromHex(body)).envelope).directoryHash)).toBe(v.statementHash);
    }
    expect(desks.map(({ sealing }) => toHex(sealing.secretKey))).toEqual(
      v.desks.flatMap(({ epochs }) => epochs.map(({ sealingSeed }) => sealingSeed)),
    );
  });

  it("reads the officer's admission request, which names the unit", async () => {
    const { id, name, sealingSeed, signingSeed, admissionRequest, fingerprint } = v.officer;
    const request = verifyAdmissionRequest(p, admissionRequest);
    expect(request).toEqual({
      unitId: fromHex(v.unit.unitId),
      officerId: fromHex(id),
      name,
      sealingKey: p.xwingKeyPair(fromHex(sealingSeed)).publicKey,
      signingKey: p.ed25519KeyPair(fromHex(signingSeed)).publicKey,
    });
    expect(await officerFingerprint(p, request)).toBe(fingerprint);
  });

  it("opens the grants, which give the desks' seeds", async () => {
    const recipient = p.xwingKeyPair(fromHex(v.officer.sealingSeed));
    for (const { desk: deskId, epoch, inner, officerId, signerId, signature } of v.grants) {
      const secret = await openGrant(p, fromHex(inner), { deskId, epoch, recipient });
      const desk = v.desks.find(({ id }) => id === deskId);
      const expected = epoch === 0 ? desk?.matchingKey : desk?.epochs.find((e) => e.epoch === epoch)?.seed;
      expect(toHex(secret)).toBe(expected);
      const signed = { officerId: fromHex(officerId), signerId: fromHex(signerId), signature: fromHex(signature) };
      const grant = { deskId, epoch, inner: fromHex(inner), ...signed };
      expect(() => checkGrantSignature(p, grant, () => statement.lead.key)).not.toThrow();
    }
  });

  it("derives the code's keys", async () => {
    const keys = await codeKeys(p, parseCode(v.followUp.code), fromHex(v.unit.unitId));
    expect(toHex(keys.token)).toBe(v.followUp.token);
    expect(toHex(keys.descriptor)).toBe(v.followUp.descriptor);
    expect(toHex(keys.mailboxId)).toBe(v.followUp.mailboxId);
    expect(toHex(encodeMailboxRequest(keys))).toBe(v.followUp.mailboxRequest);
  });

  it.each(v.firstReports)("opens first report $envelopeId and its slip", async ({ answers, body, envelopeId }) => {
    const { envelope, slip } = parseIntakeBody(fromHex(body));
    const opened = await openReport(p, envelope, desks);
    if (opened.state !== "opened" || opened.content.type !== "first") throw new Error(opened.state);
    expect(opened.content.answers).toEqual(answers);
    expect(toHex(opened.envelopeId)).toBe(envelopeId);
    expect(toHex(opened.content.mailboxId)).toBe(v.followUp.mailboxId);
    expect(opened.slipLied).toBe(false);
    const routed = await openSlip(p, parseEnvelope(envelope), slip, fromHex(v.triageSecret));
    expect(routed).toEqual(slipOf(answers));
  });

  it("opens the later message, and its signature is the thread's", async () => {
    const opened = await openReport(p, parseIntakeBody(fromHex(v.laterMessage.body)).envelope, desks);
    if (opened.state !== "opened" || opened.content.type !== "message") throw new Error(opened.state);
    expect(opened.content.text).toBe(v.laterMessage.text);
    const { threadKey } = parseDescriptor(fromHex(v.followUp.descriptor));
    expect(await verifyThread(p, opened.content, threadKey)).toBe(true);
  });

  it("opens the rekey, which the old code's thread and the new code's signed", async () => {
    const opened = await openReport(p, parseIntakeBody(fromHex(v.rekey.body)).envelope, desks);
    if (opened.state !== "opened" || opened.content.type !== "rekey") throw new Error(opened.state);
    const { content } = opened;
    expect(toHex(opened.envelopeId)).toBe(v.rekey.envelopeId);
    expect(toHex(content.mailboxId)).toBe(v.followUp.mailboxId);
    expect(toHex(content.descriptor)).toBe(v.rekey.newDescriptor);
    expect(toHex(content.newMailboxId)).toBe(v.rekey.newMailboxId);
    expect(await verifyRekey(p, content, [fromHex(v.followUp.descriptor)])).toBe(true);
    const fresh = await codeKeys(p, parseCode(v.rekey.newCode), fromHex(v.unit.unitId));
    expect(toHex(fresh.descriptor)).toBe(v.rekey.newDescriptor);
    const matchingKey = fromHex(v.desks.find(({ id }) => id === v.rekey.desk)?.matchingKey ?? "");
    expect(toHex(await rekeyEntryId(p, matchingKey, content.mailboxId))).toBe(v.rekey.entryId);
  });

  it("opens the withdrawal, which the new code's thread signed", async () => {
    const opened = await openReport(p, parseIntakeBody(fromHex(v.withdrawal.body)).envelope, desks);
    if (opened.state !== "opened" || opened.content.type !== "withdrawal") throw new Error(opened.state);
    expect(toHex(opened.content.mailboxId)).toBe(v.rekey.newMailboxId);
    const { threadKey } = parseDescriptor(fromHex(v.rekey.newDescriptor));
    expect(await verifyThread(p, opened.content, threadKey)).toBe(true);
  });

  it("reads the replies from a mailbox whose other slots are empty", async () => {
    const keys = await codeKeys(p, parseCode(v.followUp.code), fromHex(v.unit.unitId));
    const empty = await Promise.all(
      v.mailbox.emptySlots.map((_, i) => emptySlot(p, fromHex(v.mailbox.prfKey), keys.mailboxId, i)),
    );
    expect(empty.map(toHex)).toEqual(v.mailbox.emptySlots);
    expect(toHex(await mailboxRowKey(p, fromHex(v.mailbox.rowSecret), keys.mailboxId, keys.tokenHash))).toBe(
      v.mailbox.rowKey,
    );
    const slots = [...empty];
    const newest = new Map<number, (typeof v.mailbox.replies)[number]>();
    for (const reply of v.mailbox.replies) {
      const index = (reply.sequence - 1) % 8;
      slots[index] = fromHex(reply.slot);
      newest.set(index, reply);
    }
    const { replies, refused } = await openMailbox(p, concat(...slots), keys, statement);
    expect(refused).toBe(0);
    const expected = [...newest.values()].sort((a, b) => a.sequence - b.sequence);
    expect(replies.map(({ sequence, text }) => ({ sequence, text }))).toEqual(
      expected.map(({ sequence, text }) => ({ sequence, text })),
    );
  });

  it("opens the report with files, and the files from parts that another implementation sealed", async () => {
    const { body, contentKey, files, streamHash, uploadId } = v.attachments;
    const parsed = parseEnvelope(parseIntakeBody(fromHex(body)).envelope);
    expect(toHex(parsed.uploadId)).toBe(uploadId);
    const opened = await openReport(p, parseIntakeBody(fromHex(body)).envelope, desks);
    if (opened.state !== "opened" || opened.attachments === null) throw new Error(opened.state);
    expect(toHex(opened.attachments.contentKey)).toBe(contentKey);
    expect(toHex(parsed.streamHash)).toBe(streamHash);
    expect(opened.attachments.files).toMatchObject(
      files.map(({ name, type, state, size, hash }) => ({ name, type, state, size, hash: fromHex(hash) })),
    );
    const seen = await openFiles(p, opened.attachments, fetchFrom(streamOf(v)));
    expect(seen.map(({ file }) => file.name)).toEqual(files.map(({ name }) => name));
    expect(await Promise.all(seen.map(async ({ bytes }) => toHex(await p.sha256(bytes))))).toEqual(
      files.map(({ hash }) => hash),
    );
  });

  it("opens the summary", async () => {
    const { desk: deskId, epoch, itemId, sealed, alias } = v.summary;
    const secretKey = desks.find((desk) => desk.deskId === deskId)?.sealing.secretKey as Uint8Array;
    const place = { deskId, epoch, itemId: fromHex(itemId), secretKey };
    const answers = (v.firstReports[0] as { answers: Answers }).answers;
    expect(await openSummary(p, fromHex(sealed), place)).toEqual({ alias, slip: slipOf(answers) });
  });

  it("opens what was sealed to one desk with what was rewrapped to another", async () => {
    const { desk: deskId, epoch, itemId, summaryMessageKey, ...sealed } = v.rewraps;
    const secretKey = desks.find((desk) => desk.deskId === deskId)?.sealing.secretKey as Uint8Array;
    const open = (kind: "envelope" | "summary", rewrap: string) =>
      openRewrap(p, fromHex(rewrap), { kind, deskId, epoch, objectId: fromHex(itemId), secretKey });
    const { answers, body } = v.firstReports[0] as (typeof v.firstReports)[number];

    const ofSummary = await open("summary", sealed.summary);
    expect(ofSummary).toMatchObject({ deskId: v.summary.desk, messageKey: fromHex(summaryMessageKey) });
    if (ofSummary === null) throw new Error("the rewrap does not open");
    const summary = openSummaryWith(p, fromHex(v.summary.sealed), ofSummary);
    expect(summary).toEqual({ alias: v.summary.alias, slip: slipOf(answers) });

    const ofEnvelope = await open("envelope", sealed.envelope);
    if (ofEnvelope === null) throw new Error("the rewrap does not open");
    const report = await openReportWith(p, parseIntakeBody(fromHex(body)).envelope, ofEnvelope);
    expect(report).toMatchObject({ state: "opened", deskId: 1, content: { answers }, slipLied: false });
    expect(await open("summary", sealed.nothing)).toBeNull();
  });
});

const hex = (text: string): Buffer => Buffer.from(text, "hex");

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

const streamOf = ({ attachments: { files, contentKey, envelopeId } }: Vectors): Buffer[] =>
  second.streamParts(
    files.map(({ size, seed }) => Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i + seed) % 251))),
    hex(contentKey),
    hex(envelopeId),
  );

describe.each(FILES)("%s read by @hpke/core and node:crypto", (_file, v) => {
  it("opens every envelope and slip", async () => {
    for (const { body, answers } of [...v.firstReports, { ...v.laterMessage, answers: null }]) {
      const desk = v.desks.find(({ id }) => id === (answers ? slipOf(answers).desk : v.laterMessage.desk));
      const seed = desk?.epochs.at(-1)?.sealingSeed ?? "";
      const payload = await second.openEnvelope(hex(body), desk?.id ?? 0, hex(seed));
      expect(payload.includes(Buffer.from(utf8(answers ? answers.narrative : v.laterMessage.text)))).toBe(true);
      const slip = await second.openSlip(hex(body), hex(v.triageSecret));
      expect(payload.includes(slip)).toBe(true); // the payload repeats the slip
    }
  });

  it("opens rekey and withdrawal, and finds every signature of theirs", async () => {
    const { desk: deskId } = v.rekey;
    const seed = hex(v.desks.find(({ id }) => id === deskId)?.epochs.at(-1)?.sealingSeed ?? "");
    const oldKey = second.threadKey(v.followUp.threadSeed);
    const newKey = second.threadKey(v.rekey.newThreadSeed);
    const rekey = second.signedPayload(hex(v.rekey.body), await second.openEnvelope(hex(v.rekey.body), deskId, seed));
    expect(rekey.content.subarray(0, 3).toString("hex")).toBe("a40003"); // { 0: 3, …
    expect(rekey.content.includes(hex(v.followUp.mailboxId))).toBe(true);
    expect(rekey.content.subarray(-1312).toString("hex")).toBe(v.rekey.newDescriptor);
    expect(rekey.signatures).toHaveLength(2);
    expect(rekey.verifies(0, "abri/v1/thread", oldKey)).toBe(true);
    expect(rekey.verifies(1, "abri/v1/rekey", newKey)).toBe(true);
    expect(rekey.verifies(1, "abri/v1/thread", newKey)).toBe(false);
    const { body } = v.withdrawal;
    const withdrawal = second.signedPayload(hex(body), await second.openEnvelope(hex(body), deskId, seed));
    expect(withdrawal.content.subarray(0, 3).toString("hex")).toBe("a30002");
    expect(withdrawal.content.subarray(-16).toString("hex")).toBe(v.rekey.newMailboxId);
    expect(withdrawal.signatures).toHaveLength(1);
    expect(withdrawal.verifies(0, "abri/v1/thread", newKey)).toBe(true);
    expect(withdrawal.verifies(0, "abri/v1/thread", oldKey)).toBe(false);
  });

  it("seals the same stream of attachments, byte for byte", () => {
    const parts = streamOf(v);
    expect(parts.map(sha256)).toEqual(v.attachments.partHashes);
    expect(sha256(Buffer.concat(parts))).toBe(v.attachments.streamHash);
    expect(parts.length * 262_208).toBe(v.attachments.streamLength);
    expect(parts[0]?.subarray(0, 64).toString("hex")).toBe(v.attachments.firstBytes);
    expect(parts.at(-1)?.subarray(-16).toString("hex")).toBe(v.attachments.lastTag);
  });

  it("derives the code's secrets", () => {
    const { token, replySeed, outerKey, threadSeed } = v.followUp;
    expect(second.codeSecrets(v.followUp.code, hex(v.unit.unitId))).toEqual([token, replySeed, outerKey, threadSeed]);
  });
});

describe("makeVectors()", () => {
  it("gives the committed files again, so the format has not changed unnoticed", async () => {
    expect(JSON.parse(JSON.stringify(await makeVectors(noble, "abri vectors by noble")))).toEqual(nobleVectors);
    expect(JSON.parse(JSON.stringify(await makeVectors(sodium, "abri vectors by sodium")))).toEqual(sodiumVectors);
  });

  it("gives the same bytes on both engines", async () => {
    const byNoble = await makeVectors(noble, "both");
    expect({ ...(await makeVectors(sodium, "both")), madeBy: "noble" }).toEqual(byNoble);
  });
});
