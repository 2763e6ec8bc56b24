/**
 * The officer of a demonstration: enrolled through the same commands as any officer, admitted to both desks. Their
 * passphrase and second factor lie in the data directory, in the clear: this is a demonstration, and says so.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Secret, TOTP } from "otpauth";
import type { Database } from "../../prisma/client.ts";
import { officerById } from "../../prisma/repositories/officers.ts";
import {
  type AdmissionRequest,
  fromBase64Url,
  fromHex,
  newPassphrase,
  newVaultContent,
  officerKeys,
  sealVault,
  signAdmissionRequest,
  type UnitPublic,
  uuidBytes,
  VAULT_SALT_BYTES,
  vaultKeys,
  verifyAdmissionRequest,
} from "../../security/index.ts";
import { loadSumo, passphraseWords, writeWhole } from "../../security/node.ts";
import { enrolOfficer, type EnrolmentDeps, type EnrolmentInput, startEnrolment } from "../commands/enrolOfficer.ts";
import { inviteOfficer } from "../commands/inviteOfficer.ts";
import { StartError } from "./errors.ts";

const NAME = "demo";
const TOTP_PERIOD_MS = 30_000;

const Saved = z.object({
  officerId: z.uuid(),
  name: z.string(),
  passphrase: z.string(),
  totpSecret: z.string(),
  admissionRequest: z.string(),
});

export type DemonstrationOfficer = z.infer<typeof Saved>;

const fileIn = (dataDir: string): string => path.join(dataDir, "demonstration", "officer.json");

/** @returns the officer of this data directory, or null before the first start @throws StartError `unit_files_damaged` */
export function readDemonstrationOfficer(dataDir: string): DemonstrationOfficer | null {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return null;
  try {
    return Saved.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new StartError("unit_files_damaged", `${file} cannot be read`, { cause });
  }
}

/** Enrols the officer the first time, and each time the database does not know them (it was made anew). */
export async function ensureDemonstrationOfficer(
  deps: EnrolmentDeps & { readonly db: Database; readonly unit: UnitPublic },
  dataDir: string,
): Promise<DemonstrationOfficer> {
  const saved = readDemonstrationOfficer(dataDir);
  if (saved !== null && (await officerById(deps.db, saved.officerId)) !== null) return saved;
  const { officer, finish } = await prepare(deps);
  // Before the database has them: whoever it knows can be signed in as.
  await writeWhole(fileIn(dataDir), `${JSON.stringify(officer, null, 2)}\n`, true);
  await finish();
  return officer;
}

/** The six digits of the second factor for a time in milliseconds, and the seconds they are still shown for. */
export function totpNow(officer: DemonstrationOfficer, nowMs: number): { digits: string; secondsLeft: number } {
  const totp = new TOTP({ secret: Secret.fromBase32(officer.totpSecret) });
  const secondsLeft = Math.ceil((TOTP_PERIOD_MS - (nowMs % TOTP_PERIOD_MS)) / 1000);
  return { digits: totp.generate({ timestamp: nowMs }), secondsLeft };
}

/** @throws SecurityError when the file was changed by hand */
export async function admissionOf(
  deps: Pick<EnrolmentDeps, "primitives">,
  officer: DemonstrationOfficer,
): Promise<AdmissionRequest> {
  return verifyAdmissionRequest(deps.primitives, officer.admissionRequest);
}

async function prepare(
  deps: EnrolmentDeps & { readonly unit: UnitPublic },
): Promise<{ officer: DemonstrationOfficer; finish: () => Promise<unknown> }> {
  const sumo = await loadSumo();
  const code = fromBase64Url((await inviteOfficer(deps, "lead")).code);
  const { officerId, totpSecret } = await startEnrolment(deps, code);
  const id = uuidBytes(officerId);
  const content = newVaultContent(sumo);
  const { sealing, signing } = officerKeys(sumo, content);
  const passphrase = newPassphrase(sumo, passphraseWords());
  const salt = sumo.randomBytes(VAULT_SALT_BYTES);
  const { authKey, vaultKey } = await vaultKeys(sumo, passphrase, salt);
  const secret = new Secret({ buffer: new Uint8Array(totpSecret).buffer });
  // Digits are checked against the same moment: half a minute may end while hashes are computed.
  const madeAt = deps.now();
  const enrolment: EnrolmentInput = {
    code,
    name: NAME,
    salt,
    authKey,
    vault: sealVault(sumo, vaultKey, { officerId: id, counter: 1, content }),
    vaultCounter: 1,
    sealingKey: sealing.publicKey,
    signingKey: signing.publicKey,
    // The digits before the current ones: those that are shown now stay free for the first sign-in.
    totp: new TOTP({ secret }).generate({ timestamp: madeAt - TOTP_PERIOD_MS }),
  };
  const officer = {
    officerId,
    name: NAME,
    passphrase,
    totpSecret: secret.base32,
    admissionRequest: signAdmissionRequest(
      sumo,
      { unitId: fromHex(deps.unit.unitId), officerId: id, name: NAME, sealingKey: sealing.publicKey },
      signing,
    ),
  };
  return { officer, finish: () => enrolOfficer({ ...deps, now: () => madeAt }, enrolment) };
}
