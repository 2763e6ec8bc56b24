/** The public surface of the library, for browsers and Node alike; what needs Node is in `./node.ts`. */
export * from "./errors.ts";
export * from "./limits.ts";
export { LABELS, type Label } from "./labels.ts";
export { concat, equalBytes, fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex } from "./bytes.ts";
export { utf8, uuidBytes, uuidOf, wipe } from "./bytes.ts";
export type { KeyPair, Primitives } from "./primitives/types.ts";
export { sha256 } from "./primitives/webcrypto.ts";
export * from "./vocabulary.ts";
export * from "./levels.ts";
export { checkGroup, codeGroups, formatCode, newFollowUpCode, parseCode, toAsciiDigits } from "./followUpCode.ts";
export { codeKeys, type CodeKeys } from "./codeKeys.ts";
export { mailboxIdOf, parseDescriptor, type Descriptor } from "./descriptor.ts";
export { emptySlot, encodeMailboxRequest, mailboxRowKey, parseMailboxRequest, slotIndexOf } from "./mailbox.ts";
export { sealReply, signingKeyId, splitReply, type ReplyHeader } from "./reply.ts";
export { openMailbox, type Reply } from "./openMailbox.ts";
export { parseEnvelope, parseIntakeBody, type ParsedEnvelope } from "./envelope.ts";
export { openSlip, sameSlip, slipMatches } from "./slip.ts";
export { sealFirstReport, sealLaterMessage, type Sealed } from "./sealEnvelope.ts";
export { openReport, verifyThread, type FirstReport, type LaterMessage, type Opened } from "./openEnvelope.ts";
export { shortName, type AttachmentFacts, type ManifestEntry } from "./manifest.ts";
export { encodePartBody, parsePartBody, partsFor, type UploadedPart } from "./stream.ts";
export { sealAttachments } from "./sealAttachments.ts";
export type { AttachmentInput, AttachmentSealing, SealedAttachments, Sliceable } from "./sealAttachments.ts";
export { openAttachment, openAttachments, partsOfFile } from "./openAttachments.ts";
export type { AttachmentStream, OpenedAttachment } from "./openAttachments.ts";
export { ALIAS_WORDS, openSummary, sealSummary, type Summary, type SummaryPlace } from "./summary.ts";
export { DAY_MS, dayOf, isoDay } from "./days.ts";
export { parseUnitPublic, type Bilingual, type UnitPublic } from "./unitPublic.ts";
export {
  deskOf,
  verifySignedStatement,
  verifyStatement,
  type DeskPublic,
  type SeenStatement,
  type VerifiedStatement,
} from "./statement.ts";
export { verifyRoster, officerOf, ROLES, type Role, type RosterOfficer, type VerifiedRoster } from "./roster.ts";
export { leadSignerId, signersOf, verifyChain } from "./directory.ts";
export type { DirectoryLink, VerifiedChain, VerifiedLink } from "./directory.ts";
export { checkDeskSecret, deskSecret, epochKeys, EPOCH_SEED_BYTES } from "./epochs.ts";
export { checkGrant, checkGrantSignature, makeGrant, MATCHING_KEY_EPOCH, openGrant } from "./grants.ts";
export { sealGrant, shredOpen, shredSeal, type Grant, type GrantSubject } from "./grants.ts";
export { matchTag } from "./matching.ts";
export { ENTRY_KINDS, type EntryKind, type SignerKeyOf } from "./officerSignature.ts";
export { signAdmissionRequest, verifyAdmissionRequest, type AdmissionRequest } from "./admission.ts";
export { fingerprint, officerFingerprint, unitFingerprint } from "./fingerprint.ts";
export { admitOfficer, createUnit, needsRenewal, newestOf, removeOfficer, renew } from "./ceremony.ts";
export type { DeskKeys, UnitChange, UnitState } from "./unitState.ts";
export type { DeskSecret } from "./types.ts";
export { encodeSentReply, openEntry, parseSentReply, sealEntry } from "./entries.ts";
export type { Entry, EntryPlace, SentReply } from "./entries.ts";
export { newVaultContent, officerKeys, openVault, sealVault, vaultKeys } from "./vault.ts";
export type { VaultContent, VaultPlace } from "./vault.ts";
export { newPassphrase, normalizePassphrase, PASSPHRASE_LIST_WORDS } from "./passphrase.ts";
