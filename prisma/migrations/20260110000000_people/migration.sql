-- What leads do from their consoles: certificates of their keys, who waits to be admitted, versions prepared ahead.

-- ---------------------------------------------------------------------------------------------------------- Tables

-- CreateTable
CREATE TABLE "lead_certificate" (
    "serial" INTEGER NOT NULL,
    "officer_id" UUID NOT NULL,
    "certificate" BYTEA NOT NULL,

    CONSTRAINT "lead_certificate_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "admission_request" (
    "officer_id" UUID NOT NULL,
    "request" BYTEA NOT NULL,

    CONSTRAINT "admission_request_pkey" PRIMARY KEY ("officer_id")
);

-- CreateTable
CREATE TABLE "prepared_version" (
    "version" INTEGER NOT NULL,
    "statement" BYTEA NOT NULL,
    "roster" BYTEA NOT NULL,
    "issue_day" DATE NOT NULL,
    "expiry_day" DATE NOT NULL,

    CONSTRAINT "prepared_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "prepared_grant" (
    "version" INTEGER NOT NULL,
    "desk" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "officer_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "signer_id" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "replaces" BOOLEAN NOT NULL,

    CONSTRAINT "prepared_grant_pkey" PRIMARY KEY ("version","desk","epoch","officer_id")
);

-- AddForeignKey
ALTER TABLE "admission_request" ADD CONSTRAINT "admission_request_officer_id_fkey" FOREIGN KEY ("officer_id") REFERENCES "officer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prepared_grant" ADD CONSTRAINT "prepared_grant_version_fkey" FOREIGN KEY ("version") REFERENCES "prepared_version"("version") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------- Checks

ALTER TABLE lead_certificate
  ADD CONSTRAINT lead_certificate_serial_range CHECK (serial >= 1),
  ADD CONSTRAINT lead_certificate_certificate_length CHECK (octet_length(certificate) BETWEEN 65 AND 512);

ALTER TABLE admission_request
  ADD CONSTRAINT admission_request_request_length CHECK (octet_length(request) BETWEEN 65 AND 2048);

ALTER TABLE prepared_version
  ADD CONSTRAINT prepared_version_version_range CHECK (version >= 1),
  ADD CONSTRAINT prepared_version_statement_length CHECK (octet_length(statement) BETWEEN 65 AND 65536),
  ADD CONSTRAINT prepared_version_roster_length CHECK (octet_length(roster) BETWEEN 65 AND 1048576),
  ADD CONSTRAINT prepared_version_days_ordered CHECK (expiry_day >= issue_day);

-- as desk_grant
ALTER TABLE prepared_grant
  ADD CONSTRAINT prepared_grant_desk_range CHECK (desk BETWEEN 1 AND 65535),
  ADD CONSTRAINT prepared_grant_epoch_range CHECK (epoch >= 0),
  ADD CONSTRAINT prepared_grant_sealed_length CHECK (octet_length(sealed) = 1208),
  ADD CONSTRAINT prepared_grant_signer_id_length CHECK (octet_length(signer_id) = 16),
  ADD CONSTRAINT prepared_grant_signature_length CHECK (octet_length(signature) = 64);

-- ---------------------------------------------------------------------------------------------------------- Rights

REVOKE ALL ON lead_certificate, admission_request, prepared_version, prepared_grant FROM PUBLIC;

-- The officer host alone. A certificate stays; a request is replaced by its officer's next one and goes at admission; what is
-- prepared is published or replaced as a whole.
GRANT SELECT, INSERT ON lead_certificate TO abri_officer;
GRANT SELECT, INSERT, DELETE, UPDATE (request) ON admission_request TO abri_officer;
GRANT SELECT, INSERT, DELETE ON prepared_version, prepared_grant TO abri_officer;
