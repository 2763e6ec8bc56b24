/**
 * The one table of what either API may answer when it refuses: a stable code, an HTTP status and a sentence. Clients
 * compare codes; sentences are for people reading a console, and never carry anything that came from a request.
 */
const TABLE = {
  // the request itself
  invalid_request: [400, "The request does not follow the contract of this address."],
  envelope_malformed: [400, "These bytes are not an envelope and its routing slip."],
  part_malformed: [400, "These bytes are not a part of an upload."],
  enrolment_refused: [400, "This invitation is not valid: unknown, used or too old."],
  directory_refused: [400, "The statement, its roster or its place in the chain does not verify."],
  directory_of_other_unit: [400, "This key directory is another unit's."],
  certificate_refused: [400, "The certificate does not verify, is of another key, or is below the floor."],
  admission_refused: [400, "The request does not verify, or is another officer's."],
  passkey_refused: [400, "This passkey does not verify, or is in use."],
  triage_rules_refused: [400, "These triage rules do not verify."],
  grant_refused: [400, "A grant does not verify, or names no officer of that desk."],
  not_signed_in: [401, "Sign in first."],
  sign_in_refused: [401, "Name, passphrase or code is wrong."],
  confirmation_refused: [403, "The second factor is wrong or was used."],
  forbidden: [403, "This is not yours to read or do."],
  wrong_origin: [403, "The request comes from another site."],
  not_found: [404, "There is nothing here."],
  method_not_allowed: [405, "This address does not take that method."],
  body_timeout: [408, "The body came too slowly."],
  // the state of things
  envelope_id_reused: [409, "This envelope id was used with other bytes."],
  part_reused: [409, "This part of the upload is here with other bytes."],
  directory_not_accepted: [409, "Fetch the key directory again and seal to it."],
  directory_conflict: [409, "Another version of the directory was published in the meantime."],
  triage_rules_conflict: [409, "Another version of the triage rules was published in the meantime."],
  name_taken: [409, "This name is in use."],
  vault_conflict: [409, "A newer vault is stored already."],
  last_passkey: [409, "The last passkey stays; add another one first."],
  passkeys_full: [409, "There is no room for another passkey; remove one first."],
  views_conflict: [409, "Newer views are stored already."],
  held_by_other: [409, "Another officer holds this case."],
  not_holder: [409, "Claim the case first."],
  sequence_taken: [409, "This reply number is in use; read the case again."],
  id_taken: [409, "This id is in use with other bytes."],
  tag_taken: [409, "Another case has this tag, or this case has another tag."],
  case_tagged: [409, "This is the case of a first report; it stays a case of its own."],
  case_changed: [409, "Something came into this case; read it again."],
  case_closed: [409, "This case is closed."],
  case_not_closed: [409, "This case is not closed."],
  not_on_desk: [409, "That officer is not on the desk of this case."],
  quarantine_gone: [409, "No longer in quarantine: another officer made a case of it, or its time ran out."],
  // size and shape
  length_required: [411, "State the exact length; chunked bodies are not taken."],
  body_too_large: [413, "The body is too large."],
  content_type: [415, "This address takes another content type."],
  headers_too_large: [431, "The headers are too large."],
  // load
  try_later: [429, "Too many attempts; wait and try again."],
  internal: [500, "Something failed here."],
  busy: [503, "Too many requests at once; send the same bytes again."],
  disk_low: [503, "Storage is nearly full; send the same bytes again later."],
  uploads_full: [503, "There is no room for attachments now; a report without them is taken."],
  unavailable: [503, "Storage does not answer; send the same bytes again later."],
  directory_unavailable: [503, "No key directory can be served now."],
  not_ready: [503, "Not ready."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof TABLE;

export const ERROR_CODES = Object.keys(TABLE) as readonly ErrorCode[];

/** The HTTP status that goes with a code. */
export const statusOf = (code: ErrorCode): number => TABLE[code][0];

/** What a client reads: `{"error":{"code","message"}}`. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string };
}

export const errorBody = (code: ErrorCode): ErrorBody => ({ error: { code, message: TABLE[code][1] } });

/** A refusal that is meant for the client. Everything else that is thrown becomes `internal`. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(TABLE[code][1], options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ApiError";
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}
