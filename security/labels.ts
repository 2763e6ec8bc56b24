/**
 * Domain separation: every label of protocol v1, once. A label names one use; a test refuses a duplicate, and a label
 * that is spelled out anywhere else in the sources.
 */
export const LABELS = {
  // HPKE and HKDF info
  envelope: "abri/v1/envelope",
  slip: "abri/v1/slip",
  payload: "abri/v1/payload",
  attachments: "abri/v1/attachments",
  summary: "abri/v1/summary",
  note: "abri/v1/note",
  // follow-up code
  followUp: "abri/v1/follow-up",
  token: "abri/v1/token",
  replySeed: "abri/v1/reply-seed",
  outer: "abri/v1/outer",
  threadSeed: "abri/v1/thread-seed",
  // mailbox
  mailbox: "abri/v1/mailbox",
  mailboxRow: "abri/v1/mailbox-row",
  mailboxPrf: "abri/v1/mailbox-prf",
  // signatures
  lead: "abri/v1/lead",
  statement: "abri/v1/statement",
  roster: "abri/v1/roster",
  triageRules: "abri/v1/triage-rules",
  thread: "abri/v1/thread",
  rekey: "abri/v1/rekey",
  reply: "abri/v1/reply",
  officerEntry: "abri/v1/officer-entry",
  admission: "abri/v1/admission",
  leadRequest: "abri/v1/lead-request",
  // officers' keys
  epochSealing: "abri/v1/epoch-sealing",
  epochSigning: "abri/v1/epoch-signing",
  grant: "abri/v1/grant",
  grantCoins: "abri/v1/grant-coins",
  grantShred: "abri/v1/grant-shred",
  vaultAuth: "abri/v1/vault-auth",
  vaultKey: "abri/v1/vault-key",
  vault: "abri/v1/vault",
  leadKey: "abri/v1/lead-key",
  viewsKey: "abri/v1/views-key",
  views: "abri/v1/views",
  match: "abri/v1/match",
  rekeyEntry: "abri/v1/rekey-entry",
  rewrap: "abri/v1/rewrap",
  rewrapOrder: "abri/v1/rewrap-order",
  // shares of the recovery key
  recoveryShare: "abri/v1/recovery-share",
  recoveryLine: "abri/v1/recovery-line",
  // inside the workers
  intakeHandle: "abri/v1/intake-handle",
} as const;

export type Label = (typeof LABELS)[keyof typeof LABELS];
