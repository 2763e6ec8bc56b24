-- Passkeys as officers' second factor: public keys, and the challenges that have been answered once.

-- ---------------------------------------------------------------------------------------------------------- Tables

-- AlterTable: an officer with a passkey has no secret for digits.
ALTER TABLE "officer" ALTER COLUMN "totp_sealed" DROP NOT NULL;

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "officer_id" UUID NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "sign_count" BIGINT NOT NULL,
    "transports" SMALLINT NOT NULL,
    "number" SMALLINT NOT NULL,
    "added_day" DATE NOT NULL,

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "used_challenge" (
    "hash" BYTEA NOT NULL,
    "expires_minute" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "used_challenge_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_officer_id_number_key" ON "passkey"("officer_id", "number");

-- CreateIndex
CREATE INDEX "used_challenge_expires_minute_idx" ON "used_challenge"("expires_minute");

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "officer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------- Checks

ALTER TABLE passkey
  ADD CONSTRAINT passkey_credential_id_length CHECK (octet_length(credential_id) BETWEEN 16 AND 1023),
  ADD CONSTRAINT passkey_public_key_length CHECK (octet_length(public_key) BETWEEN 32 AND 1024),
  ADD CONSTRAINT passkey_sign_count_range CHECK (sign_count BETWEEN 0 AND 4294967295),
  ADD CONSTRAINT passkey_transports_range CHECK (transports BETWEEN 0 AND 63),
  ADD CONSTRAINT passkey_number_range CHECK (number >= 1);

ALTER TABLE used_challenge
  ADD CONSTRAINT used_challenge_hash_length CHECK (octet_length(hash) = 32),
  ADD CONSTRAINT used_challenge_expires_minute_whole CHECK (extract(epoch FROM expires_minute) % 60 = 0);

-- ---------------------------------------------------------------------------------------------------------- Rights

REVOKE ALL ON passkey, used_challenge FROM PUBLIC;

-- The officer host alone. Of a passkey only its counter ever changes; a challenge that was answered stays so until the
-- worker, which sees nothing of it but when, deletes it after its end.
GRANT SELECT, INSERT, DELETE, UPDATE (sign_count) ON passkey TO abri_officer;
GRANT SELECT, INSERT ON used_challenge TO abri_officer;
GRANT DELETE, SELECT (expires_minute) ON used_challenge TO abri_worker;
