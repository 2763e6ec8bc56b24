/**
 * What the officer host hands out when every officer's keys are lost: the whole directory, and the grants to the recovery key
 * without their shred layer. They are still sealed to the recovery key, so the file opens nothing by itself. It is carried to
 * the ceremony's machine.
 *
 *     { "format": "abri-recovery/1", "unitId": hex, "directory": [ { "statement", "roster" } … ] (base64url, oldest first),
 *       "grants": [ as POST /v1/grants takes them … ], "certificates": [ base64url … ] }
 */
import { fromBase64Url, toBase64Url } from "./bytes.ts";
import type { DirectoryLink } from "./directory.ts";
import { SecurityError } from "./errors.ts";
import type { Grant } from "./grants.ts";
import { bytesFrom, grantJson, listIn, parseFormat, parseGrant, record, stringIn } from "./unitJson.ts";
import type { UnitPublic } from "./unitPublic.ts";

const FORMAT = "abri-recovery/1";

export interface RecoveryFile {
  readonly directory: readonly DirectoryLink[];
  readonly grants: readonly Grant[];
  /** Of leads, so that the root does not give a serial twice. */
  readonly certificates: readonly Uint8Array[];
}

export function recoveryFileText(unit: UnitPublic, { directory, grants, certificates }: RecoveryFile): string {
  const json = {
    format: FORMAT,
    unitId: unit.unitId,
    directory: directory.map(({ statement, roster }) => ({
      statement: toBase64Url(statement),
      roster: toBase64Url(roster),
    })),
    grants: grants.map(grantJson),
    certificates: certificates.map(toBase64Url),
  };
  return `${JSON.stringify(json, null, 1)}\n`;
}

/** @throws SecurityError `malformed` for whatever is no such file; `wrong_unit` */
export function readRecoveryFile(unit: UnitPublic, text: string): RecoveryFile {
  let json;
  try {
    json = parseFormat(text, FORMAT);
  } catch (cause) {
    throw new SecurityError("malformed", "this is not a recovery file", { cause });
  }
  if (stringIn(json, "unitId") !== unit.unitId) throw new SecurityError("wrong_unit", "the file is another unit's");
  return {
    directory: listIn(json, "directory").map((item) => {
      const link = record(item);
      return {
        statement: fromBase64Url(stringIn(link, "statement")),
        roster: fromBase64Url(stringIn(link, "roster")),
      };
    }),
    grants: listIn(json, "grants").map(parseGrant),
    certificates: listIn(json, "certificates").map(bytesFrom),
  };
}
