/** What went wrong, in the officer's words. */
import { SecurityError } from "../../../security/index.ts";
import type { Catalog } from "../../locales/console/index.ts";
import { HttpError, type HttpErrorCode } from "../http.ts";
import { PasskeyError } from "./passkey.ts";

type Errors = Catalog["errors"];

const HTTP_TEXTS: Partial<Record<HttpErrorCode, (errors: Errors) => string>> = {
  network: (errors) => errors.network,
  sign_in_refused: (errors) => errors.signIn,
  enrolment_refused: (errors) => errors.enrolment,
  name_taken: (errors) => errors.nameTaken,
  not_holder: (errors) => errors.notHolder,
  held_by_other: (errors) => errors.taken,
  sequence_taken: (errors) => errors.sequence,
  case_changed: (errors) => errors.handling.changed,
  case_closed: (errors) => errors.handling.closed,
  case_not_closed: (errors) => errors.handling.notClosed,
  not_on_desk: (errors) => errors.handling.notOnDesk,
  quarantine_gone: (errors) => errors.quarantineGone,
  invalid_request: (errors) => errors.malformed,
  forbidden: (errors) => errors.forbidden,
  directory_conflict: (errors) => errors.directoryConflict,
  certificate_refused: (errors) => errors.certificateRefused,
  // What a console signs is well-formed: what is left to refuse is the certificate.
  triage_rules_refused: (errors) => errors.certificateRefused,
  passkey_refused: (errors) => errors.passkeyRefused,
  confirmation_refused: (errors) => errors.confirmationRefused,
  last_passkey: (errors) => errors.lastPasskey,
  passkeys_full: (errors) => errors.passkeysFull,
};

export function problemText(error: unknown, errors: Errors): string {
  if (error instanceof HttpError) {
    if (error.code === "try_later") return errors.tryLater(String(Math.max(1, error.retryAfter)));
    return HTTP_TEXTS[error.code]?.(errors) ?? errors.unknown(error.code);
  }
  if (error instanceof SecurityError) {
    if (error.code === "open_failed") return errors.vault;
    if (error.code === "vault_rolled_back") return errors.vaultRolledBack;
    if (error.code === "unusable_key") return errors.unanswerable;
    if (error.code === "statement_expired") return errors.directoryOver;
    // A sheet looks at these itself: to get here, another lead has opened or named a desk meanwhile.
    if (error.code === "too_many_desks" || error.code.startsWith("desk_name_")) return errors.directoryConflict;
    if (error.code.startsWith("certificate_")) return errors.certificateRefused;
    return errors.unknown(error.code);
  }
  if (error instanceof PasskeyError) return errors.passkey[error.code];
  return errors.unknown("internal");
}

/** The reasons the directory can be refused for, grouped as an officer can act on them. */
export function refusalText(code: string, reasons: Catalog["refused"]["reasons"]): string {
  if (code === "statement_rolled_back" || code === "vault_rolled_back") return reasons.rolledBack;
  if (["statement_fork", "chain_gap", "key_mismatch", "roster_mismatch"].includes(code)) return reasons.fork;
  if (/_expired$|_not_valid_yet$|_revoked$/.test(code)) return reasons.expired;
  if (code === "bad_signature") return reasons.signature;
  if (code === "wrong_unit") return reasons.unit;
  return reasons.other;
}
