/** Every size and limit of protocol v1, with its unit. Bytes unless the name says otherwise. */

// Time, in milliseconds
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

// Primitives
export const XWING_PUBLIC_KEY_BYTES = 1216;
export const XWING_SECRET_KEY_BYTES = 32;
export const XWING_SEED_BYTES = 32;
export const XWING_COINS_BYTES = 64;
export const XWING_ENC_BYTES = 1120;
export const ED25519_PUBLIC_KEY_BYTES = 32;
export const ED25519_SEED_BYTES = 32;
export const SIGNATURE_BYTES = 64;
export const AEAD_KEY_BYTES = 32;
export const AEAD_TAG_BYTES = 16;
export const CHACHA_NONCE_BYTES = 12;
export const XCHACHA_NONCE_BYTES = 24;
export const HASH_BYTES = 32;
/** What HPKE adds to a plaintext: the encapsulation and the tag. */
export const HPKE_OVERHEAD_BYTES = XWING_ENC_BYTES + AEAD_TAG_BYTES;

/** What opens one HPKE ciphertext: key and nonce of its AEAD. */
export const MESSAGE_KEY_BYTES = AEAD_KEY_BYTES + CHACHA_NONCE_BYTES; // 44
/** Rewrap: desk u16 | epoch u32 | message key 44, sealed to another desk or epoch. */
export const REWRAP_PLAINTEXT_BYTES = 2 + 4 + MESSAGE_KEY_BYTES; // 50
export const REWRAP_BYTES = HPKE_OVERHEAD_BYTES + REWRAP_PLAINTEXT_BYTES; // 1186
/** Items, and entries, that one request may rewrap. */
export const REWRAPS_MAX = 1_000;

// Identifiers
export const UNIT_ID_BYTES = 16;
export const ENVELOPE_ID_BYTES = 16;
export const UPLOAD_ID_BYTES = 16;
export const MAILBOX_ID_BYTES = 16;
export const OBJECT_ID_BYTES = 16;
export const KEY_ID_BYTES = 8;
export const CONTENT_KEY_BYTES = 32;

// Envelope
export const PREFIX_BYTES = 144;
export const WRAP_BYTES = HPKE_OVERHEAD_BYTES + CONTENT_KEY_BYTES; // 1168
export const BUCKETS_BYTES = [8192, 32768] as const;
export const SLIP_PLAINTEXT_BYTES = 256;
export const SLIP_BYTES = HPKE_OVERHEAD_BYTES + SLIP_PLAINTEXT_BYTES; // 1392
/** Exact lengths of an envelope, one per bucket. */
export const ENVELOPE_BYTES = BUCKETS_BYTES.map((bucket) => PREFIX_BYTES + WRAP_BYTES + bucket) as [number, number];
/** Exact lengths of an intake body: envelope, then slip. */
export const INTAKE_BODY_BYTES = ENVELOPE_BYTES.map((n) => n + SLIP_BYTES) as [number, number];

// What a person may write, in bytes of UTF-8
export const NARRATIVE_MAX_BYTES = 24_000;
export const ACCUSED_NAME_MAX_BYTES = 600;
export const PLACE_MAX_BYTES = 1_200;
export const MESSAGE_MAX_BYTES = 24_000;

// Attachments: one stream per envelope, cut into chunks that are sealed each, four of which go up as one part
export const STREAM_CHUNK_BYTES = 65_536;
export const PART_CHUNKS = 4;
export const PART_PLAINTEXT_BYTES = PART_CHUNKS * STREAM_CHUNK_BYTES; // 262 144
/** Every part, the last one too. */
export const PART_BYTES = PART_PLAINTEXT_BYTES + PART_CHUNKS * AEAD_TAG_BYTES; // 262 208
/** A stream has 1, 2, 4 … 128 parts. */
export const STREAM_PARTS_MAX = 128;
/** All files of an envelope together: 32 MiB. */
export const ATTACHMENTS_MAX_BYTES = STREAM_PARTS_MAX * PART_PLAINTEXT_BYTES;
export const ATTACHMENTS_MAX_FILES = 20;
export const ATTACHMENT_NAME_MAX_BYTES = 200;
export const ATTACHMENT_TYPE_MAX_BYTES = 100;
/** The list of files inside the payload, encoded: what is left of the larger bucket when every text is full. */
export const MANIFEST_MAX_BYTES = 5_000;
/** What a page sends for each part: upload id 16 | part index u8 | part. */
export const PART_BODY_BYTES = UPLOAD_ID_BYTES + 1 + PART_BYTES; // 262 225

// Summary: what the queue shows of an item, sealed to the desk by the triage worker
export const SUMMARY_PLAINTEXT_BYTES = 256;
export const SUMMARY_BYTES = HPKE_OVERHEAD_BYTES + SUMMARY_PLAINTEXT_BYTES; // 1392

// Follow-up code
export const CODE_DIGITS = 27;
export const CODE_GROUPS = 9;
export const CODE_SECRET_DIGITS = 24;
export const CODE_CHECK_MODULUS = 997;
export const CODE_PBKDF2_ROUNDS = 600_000;
export const STRETCHED_BYTES = 32;

// Mailbox
export const MAILBOX_SLOTS = 8;
export const SLOT_BYTES = 4096;
export const MAILBOX_BYTES = MAILBOX_SLOTS * SLOT_BYTES;
export const MAILBOX_REQUEST_BYTES = MAILBOX_ID_BYTES + 32;
/** A reader tries this many sequence numbers per slot: the newest reply it can find is number 8 × 64 = 512. */
export const MAILBOX_WRAPS = 64;
export const REPLY_PLAINTEXT_BYTES = SLOT_BYTES - XCHACHA_NONCE_BYTES - AEAD_TAG_BYTES - HPKE_OVERHEAD_BYTES; // 2920
/** signature 64 | signing key id 8 | sequence u32 | desk id u16 | part u8 | parts u8, and one byte of padding at least */
export const REPLY_HEADER_BYTES = SIGNATURE_BYTES + KEY_ID_BYTES + 4 + 2 + 1 + 1; // 80
export const REPLY_TEXT_MAX_BYTES = REPLY_PLAINTEXT_BYTES - REPLY_HEADER_BYTES - 1; // 2839

/** D = token hash 32 | reply public key 1216 | outer key 32 | thread verify key 32. */
export const DESCRIPTOR_BYTES = 32 + XWING_PUBLIC_KEY_BYTES + 32 + 32; // 1312

// Directory
export const STATEMENT_MAX_DAYS = 14;
export const STATEMENT_GRACE_DAYS = 7;
export const STATEMENT_RENEW_DAYS = 7;
export const CERTIFICATE_MAX_DAYS = 400;
export const STATEMENT_MAX_BYTES = 65_536;
export const ROSTER_MAX_BYTES = 1_048_576;
export const CERTIFICATE_MAX_BYTES = 512;
export const TRIAGE_RULES_MAX_BYTES = 16_384;
export const DESKS_MAX = 16;
/** As many desks as a unit opens: each makes what every reporter's page fetches 1.3 kB longer, and 2.2 kB after two years. */
export const DESKS_OPEN_MAX = 4;
/** A desk's name in one language, in bytes of UTF-8. */
export const DESK_NAME_MAX_BYTES = 60;
/** Earlier reply-signing keys a statement carries per desk; replies signed with an older key are no longer accepted. */
export const EARLIER_SIGNING_KEYS_MAX = 24;
export const OFFICERS_MAX = 500;
export const OFFICER_NAME_MAX_BYTES = 200;
export const OFFICER_ID_BYTES = 16;
/** Of the signed object, before base64url. */
export const ADMISSION_REQUEST_MAX_BYTES = 2048;
export const LEAD_REQUEST_MAX_BYTES = 512;
/** A recovery or triage key, its public half, as it is carried to a console, before base64url. */
export const KEY_TEXT_MAX_BYTES = 1300;

// Grants: sealed epoch seed, then the shred layer around it
export const GRANT_INNER_BYTES = HPKE_OVERHEAD_BYTES + 32; // 1168
export const GRANT_BYTES = XCHACHA_NONCE_BYTES + GRANT_INNER_BYTES + AEAD_TAG_BYTES; // 1208
export const SHRED_KEY_BYTES = 32;

// Officers
export const VAULT_ARGON2_MEMORY_KIB = 65_536;
export const VAULT_ARGON2_PASSES = 3;
export const VAULT_SALT_BYTES = 16;
export const PASSPHRASE_WORDS = 6;
export const VAULT_PLAINTEXT_BYTES = 256;
export const VAULT_BYTES = XCHACHA_NONCE_BYTES + VAULT_PLAINTEXT_BYTES + AEAD_TAG_BYTES; // 296
/** An officer's saved views: nonce, padded content, tag. Sixteen of them fit, whatever stands in them. */
export const VIEWS_BYTES = 8192;
export const VIEWS_PLAINTEXT_BYTES = VIEWS_BYTES - XCHACHA_NONCE_BYTES - AEAD_TAG_BYTES; // 8152
export const VIEWS_MAX = 16;
export const VIEW_NAME_MAX_BYTES = 100;
/** What is looked for in aliases. */
export const VIEW_TEXT_MAX_BYTES = 200;
/** Milliseconds without anybody at a console after which it locks, and after which the server has forgotten its session. */
export const SESSION_IDLE_MS = 15 * MINUTE_MS;
export const ENTRY_MAX_BYTES = 65_536;
/** A note, in bytes of UTF-8: with all that stands around it, it fits an entry of 16 384 bytes. */
export const NOTE_MAX_BYTES = 12_000;
/** A word that an officer leaves with an act, in bytes of UTF-8: with all that stands around it, it fits the shortest entry. */
export const ACTION_TEXT_MAX_BYTES = 2_000;
/** A short reason that stands beside such a word. */
export const ACTION_REASON_MAX_BYTES = 300;
/** Items of one level that a setting of the level counts. */
export const SLIP_COUNT_MAX = 65_535;
export const LABEL_MAX_BYTES = 100;
/** How many entries before it an entry names. */
export const LOG_HEADS_MAX = 16;
/** Envelope ids in a list of an `attached` entry. */
export const ATTACHED_ITEMS_MAX = 2_000;
/** Exact lengths of a sealed entry: what officers write shows its size class only. */
export const ENTRY_BUCKETS_BYTES = [4096, 16_384, ENTRY_MAX_BYTES] as const;
