/**
 * Every failure of this library has a stable `code`; callers compare codes, never message texts.
 *
 * All failures to open something sealed share `open_failed` and one message, whatever the cause: X-Wing rejects
 * implicitly, so a wrong key and a changed byte look alike, and telling other causes apart would only help a prober.
 */
export type SecurityErrorCode =
  | "malformed" // bytes do not follow their format: length, magic, reserved bits, encoding
  | "unsupported_version"
  | "non_canonical" // CBOR that decodes, but is not what our encoder would write
  | "open_failed"
  | "bad_signature"
  | "too_long" // the caller's plaintext does not fit the fixed size
  | "out_of_range" // an argument outside its documented range
  | "wrong_unit"
  | "certificate_not_valid_yet"
  | "certificate_expired"
  | "certificate_revoked" // serial below the floor
  | "statement_not_valid_yet"
  | "statement_expired"
  | "statement_rolled_back" // version below the floor, or below one already seen
  | "statement_fork" // same version as one already seen, other bytes; or a chain whose hashes do not join
  | "chain_gap" // a chain of statements that leaves out a version
  | "roster_mismatch" // not the roster that the statement names
  | "unusable_key" // a public key that nothing can be sealed to
  | "unknown_desk"
  | "too_many_desks" // one desk more than a reporter's page is to carry
  | "desk_name_unfit" // empty, too long, or with characters that disturb what stands around it
  | "desk_name_taken" // another desk of the unit is called so
  | "unknown_signer"
  | "key_mismatch" // an opened key does not give the public key that the statement names
  | "code_invalid" // a follow-up code whose digits or check group are wrong
  | "wrong_case" // an officer's entry that lies in another case than it was written for
  | "share_damaged" // a share of the recovery key that was not copied right
  | "share_repeated" // the same share twice
  | "share_mismatch" // shares that were not made together
  | "last_lead" // a change after which nobody could sign from a console
  | "no_recovery_key" // the newest roster names none
  | "vault_rolled_back"
  | "views_rolled_back"
  | "key_destroyed" // the shred key of an epoch is gone
  | "key_missing"; // a shred key to destroy that was never there

export class SecurityError extends Error {
  readonly code: SecurityErrorCode;

  constructor(code: SecurityErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "SecurityError";
    this.code = code;
  }
}

/** The one error for everything that does not open. */
export function openFailed(cause?: unknown): SecurityError {
  return new SecurityError("open_failed", "this does not open", cause === undefined ? undefined : { cause });
}
