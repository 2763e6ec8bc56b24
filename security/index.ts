/** The public surface of the library, for browsers and Node alike; what needs Node is in `./node.ts`. */
export * from "./errors.ts";
export * from "./limits.ts";
export { LABELS } from "./labels.ts";
export { concat, equalBytes, fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex } from "./bytes.ts";
export { utf8, uuidBytes, uuidOf, wipe } from "./bytes.ts";
export type { KeyPair, Primitives } from "./primitives/types.ts";
export * from "./vocabulary.ts";
export * from "./levels.ts";
export { codeGroups, formatCode, newFollowUpCode, parseCode, toAsciiDigits } from "./followUpCode.ts";
export { codeKeys, type CodeKeys } from "./codeKeys.ts";
export { mailboxIdOf, parseDescriptor } from "./descriptor.ts";
export { emptySlot, encodeMailboxRequest, mailboxRowKey, parseMailboxRequest } from "./mailbox.ts";
export { sealReply, splitReply } from "./reply.ts";
export { openMailbox, type Reply } from "./openMailbox.ts";
export { parseEnvelope, parseIntakeBody, type ParsedEnvelope } from "./envelope.ts";
export { openSlip, slipMatches } from "./slip.ts";
export { sealFirstReport, sealLaterMessage, type Sealed } from "./sealEnvelope.ts";
export { openReport, verifyThread, type FirstReport, type LaterMessage, type Opened } from "./openEnvelope.ts";
export { ALIAS_WORDS, openSummary, sealSummary, type Summary } from "./summary.ts";
export { DAY_MS, dayOf, isoDay } from "./days.ts";
export { parseUnitPublic, type UnitPublic } from "./unitPublic.ts";
export {
  deskOf,
  verifySignedStatement,
  verifyStatement,
  type DeskPublic,
  type SeenStatement,
  type VerifiedStatement,
} from "./statement.ts";
export { officerOf, verifyRoster, type RosterOfficer, type VerifiedRoster } from "./roster.ts";
export { leadSignerId, signersOf, verifyChain } from "./directory.ts";
export type { DirectoryLink, VerifiedChain } from "./directory.ts";
export { checkDeskSecret, deskSecret } from "./epochs.ts";
export { checkGrantSignature, makeGrant, MATCHING_KEY_EPOCH, openGrant } from "./grants.ts";
export { shredOpen, shredSeal, type Grant } from "./grants.ts";
export { matchTag } from "./matching.ts";
export { signAdmissionRequest, verifyAdmissionRequest, type AdmissionRequest } from "./admission.ts";
export { officerFingerprint } from "./fingerprint.ts";
export { admitOfficer, createUnit, needsRenewal, newestOf, removeOfficer, renew } from "./ceremony.ts";
export type { UnitChange, UnitState } from "./unitState.ts";
export type { DeskSecret } from "./types.ts";
export { encodeSentReply, openEntry, parseSentReply, sealEntry } from "./entries.ts";
export type { SentReply } from "./entries.ts";
export { newVaultContent, officerKeys, openVault, sealVault, vaultKeys } from "./vault.ts";
export type { VaultContent } from "./vault.ts";
export { newPassphrase, normalizePassphrase } from "./passphrase.ts";
