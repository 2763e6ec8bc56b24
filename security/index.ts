/** The public surface of the library, for browsers and Node alike; what needs Node is in `./node.ts`. */
export * from "./errors.ts";
export * from "./limits.ts";
export { LABELS } from "./labels.ts";
export { concat, equalBytes, fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex } from "./bytes.ts";
export { utf8, uuidBytes, uuidOf, wipe } from "./bytes.ts";
export type { KeyPair, Primitives } from "./primitives/types.ts";
export * from "./vocabulary.ts";
export * from "./levels.ts";
export { DEFAULT_TRIAGE_RULES, MINUTES_PER_DAY, signTriageRules, verifyTriageRules } from "./triageRules.ts";
export { LEVEL_DAYS_MAX, URGENT_HOURS_MAX } from "./triageRules.ts";
export type { Staffed, TriageRuleSet, VerifiedTriageRules } from "./triageRules.ts";
export { dueDayBy, goesOnCall, isStaffedAt, localTime, onCallAt, urgentDueBy } from "./triageTimes.ts";
export { codeGroups, newFollowUpCode, parseCode, toAsciiDigits } from "./followUpCode.ts";
export { codeKeys, type CodeKeys } from "./codeKeys.ts";
export { mailboxIdOf, parseDescriptor } from "./descriptor.ts";
export { emptySlot, encodeMailboxRequest, mailboxRowKey, parseMailboxRequest } from "./mailbox.ts";
export { sealReply, splitReply } from "./reply.ts";
export { openMailbox, type Reply } from "./openMailbox.ts";
export { parseEnvelope, parseIntakeBody, type ParsedEnvelope } from "./envelope.ts";
export { openSlip, slipMatches } from "./slip.ts";
export { sealFirstReport, sealLaterMessage, sealRekey, sealWithdrawal, type Sealed } from "./sealEnvelope.ts";
export { openReport, openReportWith, verifyRekey, verifyThread, type Opened } from "./openEnvelope.ts";
export type { FirstReport, LaterMessage, Rekey, ThreadItem, Withdrawal } from "./openEnvelope.ts";
export type { AttachmentFacts, ManifestEntry } from "./manifest.ts";
export { encodePartBody, parsePartBody, partsFor, type UploadedPart } from "./stream.ts";
export { sealAttachments } from "./sealAttachments.ts";
export type { AttachmentInput, AttachmentSealing, SealedAttachments, Sliceable } from "./sealAttachments.ts";
export { openAttachment, partsOfFile } from "./openAttachments.ts";
export type { AttachmentStream } from "./openAttachments.ts";
export { ALIAS_WORDS, openSummary, openSummaryWith, sealSummary, type Summary } from "./summary.ts";
export { dayOf, endOfMonth, isoDay } from "./days.ts";
export { parseUnitPublic, type Bilingual, type UnitPublic } from "./unitPublic.ts";
export { deskOf, verifySignedStatement, verifyStatement } from "./statement.ts";
export type { SeenStatement, VerifiedStatement } from "./statement.ts";
export type { DeskPublic } from "./statementContent.ts";
export { leadSignerId, signersOf, verifyChain, verifyChainPast } from "./directory.ts";
export { officerOf, recipientsOf, verifyRoster, type RosterOfficer, type VerifiedRoster } from "./roster.ts";
export { readRecoveryKeyText, RECOVERY_WARNING_DAYS, recoveryFingerprint, recoveryId } from "./recoveryKey.ts";
export { readTriageKeyText, triageFingerprint, triageKeyText } from "./triageKey.ts";
export { recoveryKeyText, type RecoveryKey, type RecoveryRecipient } from "./recoveryKey.ts";
export type { DirectoryLink, VerifiedChain, VerifiedLink } from "./directory.ts";
export { checkDeskSecret, deskSecret } from "./epochs.ts";
export { checkGrantSignature, makeGrant, MATCHING_KEY_EPOCH, openGrant } from "./grants.ts";
export { shredOpen, shredSeal, type Grant, type GrantSubject } from "./grants.ts";
export { grantJson } from "./unitJson.ts";
export { openRecoveryGrants, recoveryOf } from "./recover.ts";
export { readRecoveryFile, recoveryFileText, type RecoveryFile } from "./recoveryFile.ts";
export { checkRecoveryGrants, type RecoveryGrants } from "./recoveryGrants.ts";
export { openGranted } from "./openGranted.ts";
export { matchTag } from "./matching.ts";
export { checkRequestedUnit } from "./consoleRequest.ts";
export { signAdmissionRequest, verifyAdmissionRequest } from "./admission.ts";
export type { AdmissionRequest } from "./admission.ts";
export { admitCommand } from "./admitCommand.ts";
export { leadFingerprint, officerFingerprint, unitFingerprint } from "./fingerprint.ts";
export { leadKeyPair } from "./leadKey.ts";
export { signLeadRequest, verifyLeadRequest, type LeadRequest } from "./leadRequest.ts";
export { checkCertificateCurrent, verifyCertificate, type LeadCertificate } from "./certificate.ts";
export { issueAsLead, leadGranter, hasLostLead, lastingGrants, missingGrants } from "./leadActs.ts";
export type { HeldSecret, LeadChange, LeadIssue, ListedGrant } from "./leadActs.ts";
export type { LeadSigner } from "./nextVersion.ts";
export { readOutlook, type Expiry, type Outlook } from "./outlook.ts";
export { preparedDays } from "./preparedDays.ts";
export {
  emptiedDesks,
  wholeDesks,
  withChange,
  withDesk,
  withDeskName,
  withoutOfficer,
  withOfficer,
} from "./rosterChange.ts";
export { BUILT_IN_DESK_NAMES, type DeskName, isDeskName, isDeskNameTaken, tidyDeskName } from "./deskNames.ts";
export { admitOfficer, certifyLead, createUnit, needsRenewal, newestOf, removeOfficer, renew } from "./ceremony.ts";
export type { UnitChange, UnitState } from "./unitState.ts";
export type { DeskSecret, Opener } from "./types.ts";
export { entryOpener, envelopeOpener, openRewrap, opens, sealRewrap, summaryOpener } from "./rewrap.ts";
export type { RewrapKind } from "./rewrap.ts";
export { checkRewrapOrder, signRewrapOrder, type RewrapOrder } from "./rewrapOrder.ts";
export { encodeSentReply, openEntry, openEntryWith, parseSentReply, sealEntry } from "./entries.ts";
export type { Entry, SentReply } from "./entries.ts";
export type { EntryKind } from "./officerSignature.ts";
export { encodeNote, parseNote, type Note } from "./note.ts";
export { CHECKLIST, encodeAction, isLabel, normalizeLabel, OUTCOMES, outcomeNeedsText, parseAction } from "./action.ts";
export type { Action, ActionCode, ChecklistItem, Outcome, SlipCounts } from "./action.ts";
export { readLog, type CaseLog, type LogLink } from "./caseLog.ts";
export { encodeAttached, parseAttached, rekeyEntryId, type Attached } from "./attached.ts";
export {
  NO_VIEWS,
  openViews,
  sealViews,
  VIEW_DUES,
  VIEW_HOLDERS,
  VIEW_NEWS,
  VIEW_STATES,
  viewsKey,
} from "./savedViews.ts";
export type { SavedView, ViewFilter, ViewsContent } from "./savedViews.ts";
export { newVaultContent, officerKeys, openVault, sealVault, vaultKeys } from "./vault.ts";
export type { VaultContent } from "./vault.ts";
export { newPassphrase, normalizePassphrase } from "./passphrase.ts";
