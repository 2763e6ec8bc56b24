-- Whoever looks after the register and the counters, and reads no case.

-- AlterEnum
ALTER TYPE "officer_role" ADD VALUE 'auditor';
