/** Rows of the right lengths, full of random bytes. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { ENVELOPE_BYTES, PART_BYTES, SLIP_BYTES, SLOT_BYTES, SUMMARY_BYTES } from "../../security/limits.ts";
import type { NewEnvelope } from "../../prisma/repositories/intake.ts";
import type { NewReply } from "../../prisma/repositories/mailbox.ts";
import type { NewPart } from "../../prisma/repositories/uploads.ts";
import type { TriagedItem } from "../../prisma/repositories/triage.ts";
import type { NewPasskey } from "../../prisma/repositories/passkeys.ts";
import type { NewOfficer } from "../../prisma/repositories/officers.ts";
import type { Database } from "../../prisma/client.ts";
import { releaseNow } from "../../prisma/repositories/triage.ts";

export const bytes = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
export const TODAY = 20_600;
export const NOW = new Date(TODAY * 86_400_000 + 10 * 3_600_000 + 11 * 60_000 + 12_345);
export const minutes = (n: number): number => n * 60_000;

export const newEnvelope = (more: Partial<NewEnvelope> = {}): NewEnvelope => ({
  envelopeId: bytes(16),
  idMac: bytes(32),
  bodyMac: bytes(32),
  keepUntilDay: TODAY + 10,
  envelope: bytes(ENVELOPE_BYTES[0]),
  slip: bytes(SLIP_BYTES),
  ...more,
});

export const newItem = (more: Partial<TriagedItem> = {}): TriagedItem => ({
  id: randomUUID(),
  level: 2,
  desk: 1,
  epoch: 1,
  envelope: bytes(ENVELOPE_BYTES[0]),
  summary: bytes(SUMMARY_BYTES),
  ...more,
});

export function newPart(more: Partial<NewPart> = {}): NewPart {
  const part = { uploadId: bytes(16), index: 0, bytes: bytes(PART_BYTES), day: TODAY, ...more };
  return { digest: new Uint8Array(createHash("sha256").update(part.bytes).digest()), ...part };
}

export const newReply = (more: Partial<NewReply> = {}): NewReply => ({
  rowKey: bytes(32),
  sequence: 1,
  slot: bytes(SLOT_BYTES),
  urgent: false,
  ...more,
});

export const newOfficer = (more: Partial<NewOfficer> = {}): NewOfficer => ({
  id: randomUUID(),
  name: `officer ${randomUUID()}`,
  role: "officer",
  authHash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
  salt: bytes(16),
  vault: bytes(200),
  vaultCounter: 1,
  totpSealed: bytes(60),
  totpLastStep: null,
  sealingKey: bytes(1216),
  signingKey: bytes(32),
  ...more,
});

export const newPasskey = (officerId: string, more: Partial<NewPasskey> = {}): NewPasskey => ({
  id: randomUUID(),
  officerId,
  credentialId: bytes(32),
  publicKey: bytes(77),
  signCount: 0,
  transports: 0,
  addedDay: TODAY,
  ...more,
});

/** A case with one item, as the worker makes it. @returns its id */
export function newCase(db: Database, more: Partial<TriagedItem> = {}): Promise<string> {
  return db.$transaction((tx) => releaseNow(tx, newItem(more), { today: TODAY, due: NOW }));
}
